"""A scenario played through in time: every message of the archive, each after the one it answers or shares."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random

from workbench.casestudy.chance import Weighted, draw, happens, lognormal, one_of, weighted
from workbench.casestudy.crowd import Author, Crowd
from workbench.casestudy.message import BRAND_ID, Message, addressed
from workbench.casestudy.phrase import roughen, say
from workbench.casestudy.rhythm import HOUR, MINUTE, local_hour, ordinary_moments, wave_moments
from workbench.casestudy.scenario import Answers, Fixed, Published, Scenario, Topic, Wave

#: Forms that point at another message.
_POINTING = ("reply", "repost", "quote", "comment")
#: How many of the latest messages people still see, and for how long.
_SEEN, _SEEN_FOR = 300, 36 * HOUR


@dataclass(eq=False)
class Play:
    """A simulation under way: what was written so far, what people see of it, and what is due."""

    scenario: Scenario
    rng: Random
    crowd: Crowd
    brand: dict[str, Author]
    outlets: tuple[Author, ...]
    messages: list[Message] = field(default_factory=list)
    seen: dict[tuple[str, str], list[Message]] = field(default_factory=lambda: defaultdict(list))
    owned: dict[str, Message] = field(default_factory=dict)
    magnets: list[list[Message]] = field(default_factory=list)
    turns: dict[str, list[float]] = field(default_factory=dict)
    forms: dict[tuple[str, str], Weighted[str]] = field(default_factory=dict)
    talk: dict[tuple[str, int], Weighted[tuple[Topic, str]]] = field(default_factory=dict)
    due: list[tuple[int, int, Callable[[int], None]]] = field(default_factory=list)
    booked: int = 0

    def book(self, moment: int, act: Callable[[int], None]) -> None:
        """Books an act; acts of the same second keep the order in which they were booked."""
        self.booked += 1
        heapq.heappush(self.due, (moment, self.booked, act))


def simulate(scenario: Scenario) -> list[Message]:
    """All messages in the order of time; the same scenario always gives the same ones."""
    rng = Random(scenario.seed)
    brand = {place: Author(BRAND_ID, handle, scenario.followers) for place, handle in scenario.accounts.items()}
    outlets = tuple(Author(f"sim-n{n}", f"sim_{outlet}", None) for n, outlet in enumerate(scenario.outlets))
    play = Play(scenario, rng, Crowd(rng, scenario.regulars), brand, outlets)
    for moment in ordinary_moments(rng, scenario):
        play.book(moment, partial(_people, play, None))
    for wave in scenario.waves:
        for fixed in wave.fixed:
            play.book(fixed.at, partial(_told, play, wave, fixed))
        for moment in wave_moments(rng, scenario, wave):
            play.book(moment, partial(_people, play, wave))
    for routine in scenario.published:
        for moment in _posting_times(play, routine):
            play.book(moment, partial(_publish, play, routine))
    while play.due:
        moment, _, act = heapq.heappop(play.due)
        if moment < scenario.until:
            act(moment)
    return play.messages


def _posting_times(play: Play, routine: Published) -> Iterator[int]:
    scenario = play.scenario
    first_midnight = scenario.begins - int(local_hour(scenario, scenario.begins) * HOUR)
    for midnight in range(first_midnight, scenario.until, 24 * HOUR):
        for hour in routine.hours:
            moment = midnight + int(hour * HOUR + (play.rng.random() - 0.5) * 40 * MINUTE)
            paused = any(begins <= moment < until for begins, until in routine.pauses)
            if moment >= scenario.begins and not paused:
                yield moment


def _write(play: Play, message: Message) -> Message:
    """Puts a message where others see it, and books the brand's answer if there will be one."""
    message.id = f"sim-{message.platform}-{len(play.messages) + 1:06d}"
    play.messages.append(message)
    if message.parent is not None:
        if message.kind in ("repost", "quote"):
            message.parent.shared += 1
        else:
            message.parent.answered += 1
    if message.kind != "repost" and not (message.owned and message.parent):
        seen = play.seen[message.platform, _name(message.wave)]
        seen.append(message)
        if len(seen) > 2 * _SEEN:
            del seen[:_SEEN]
    if message.asks and not message.owned and addressed(play.scenario, message):
        _book_answer(play, message)
    return message


def _name(wave: Wave | None) -> str:
    return wave.name if wave else ""


def _people(play: Play, wave: Wave | None, at: int) -> None:
    """Somebody writes: about a topic, somewhere, in some form."""
    topic, place = draw(play.rng, _talk(play, wave, at))
    kind = draw(play.rng, _forms(play, wave, place))
    parent = _target(play, at, place, kind, wave) if kind in _POINTING else None
    if parent is None and kind in ("reply", "repost", "quote"):
        kind = "post"
    if kind == "article":
        author = one_of(play.rng, play.outlets)
    else:
        author = play.crowd.someone(wave.newcomers if wave else play.scenario.newcomers)
    if kind == "repost" and parent is not None:
        _write(play, _shared(at, author, parent))
    else:
        _write(play, _written(play, at, place, kind, author, parent, topic, wave))


def _talk(play: Play, wave: Wave | None, at: int) -> Weighted[tuple[Topic, str]]:
    """What is talked about where at a moment; it changes only when a topic begins or ends, or a platform opens."""
    topics, opens = (wave.topics, wave.opens) if wave else (play.scenario.topics, {})
    name = _name(wave)
    if name not in play.turns:
        play.turns[name] = sorted(
            {time for topic in topics for time in (topic.begins, topic.until)} | {*opens.values()}
        )
    key = (name, bisect_right(play.turns[name], at))
    if key not in play.talk:
        current = [topic for topic in topics if topic.begins <= at < topic.until]
        shares: dict[tuple[Topic, str], float] = {}
        for topic in current:
            where = {place: share for place, share in topic.where.items() if at >= opens.get(place, 0)}
            for place, share in where.items():
                shares[topic, place] = topic.share * share / sum(where.values())
        play.talk[key] = weighted(shares)
    return play.talk[key]


def _forms(play: Play, wave: Wave | None, place: str) -> Weighted[str]:
    key = (_name(wave), place)
    if key not in play.forms:
        play.forms[key] = weighted((wave.forms.get(place) if wave else None) or play.scenario.forms[place])
    return play.forms[key]


def _target(play: Play, at: int, place: str, kind: str, wave: Wave | None) -> Message | None:
    """The message that a reply, repost, quote or comment points at: a fixed one, the brand's last, or any."""
    rng = play.rng
    for thread in play.magnets:
        fixed, first = thread[0].fixed, thread[0]
        if fixed is None or first.wave is not wave or first.platform != place:
            continue
        if kind in ("repost", "reply") and fixed.deleted_at is not None and at >= fixed.deleted_at:
            continue
        if happens(rng, fixed.draws.get(kind, 0.0) * 0.5 ** ((at - first.at) / MINUTE / fixed.pull_minutes)):
            return one_of(rng, thread)
    to_brand = {"comment": 0.9, "reply": 0.0 if wave else 0.35}.get(kind, 0.0)
    if place in play.owned and happens(rng, to_brand):
        return play.owned[place]
    seen = play.seen[place, _name(wave)]
    near = [one_of(rng, seen[-_SEEN:]) for _ in range(3)] if seen else []
    near = [message for message in near if at - message.at < _SEEN_FOR]
    return max(near, key=lambda message: message.author.followers or 0) if near else None


def _shared(at: int, author: Author, parent: Message) -> Message:
    text = f"RT @{parent.author.handle}: {parent.text}"
    lang, wave, links = parent.lang, parent.wave, parent.links
    return Message("", parent.platform, at, author, text, "repost", lang, wave=wave, parent=parent, links=links)


def _written(
    play: Play, at: int, place: str, kind: str, author: Author, parent: Message | None, topic: Topic, wave: Wave | None
) -> Message:
    rng, scenario = play.rng, play.scenario
    text = say(rng, one_of(rng, topic.texts))
    text = text if place in ("news", "blog") else roughen(rng, text)
    handle = scenario.accounts.get(place) if place == "twitter" else None
    text = text.replace("{at}", f"@{handle}" if handle else scenario.name)
    links: tuple[str, ...] = ()
    if "{url}" in text:
        host = one_of(rng, scenario.outlets).replace("_", "")
        links = (f"https://{host}.example/{int(rng.random() * 1e6):06d}",)
        text = text.replace("{url}", links[0])
    if place == "twitter" and parent is not None:
        tag = f"@{parent.author.handle}"
        if kind == "quote":
            text = f"{text} RT {tag}: {parent.text.split(' RT @')[0]}"
        elif not text.lower().startswith(tag.lower()):
            text = f"{tag} {text}"
    title = None
    if topic.titles and kind in ("article", "post") and place not in ("twitter", "facebook"):
        title = say(rng, one_of(rng, topic.titles))
    likes = int(lognormal(rng, 0.15, 1.1) * (author.followers or 400) ** 0.45)
    return Message("", place, at, author, text, kind, topic.lang, topic.asks, wave, parent, title, links, likes)


def _own(play: Play, at: int, place: str, text: str, parent: Message | None, wave: Wave | None) -> Message:
    """Something the brand's account writes, under the mark that it is simulated."""
    kind = "post" if parent is None else "comment" if place == "facebook" else "reply"
    text = f"{play.scenario.mark} {text}"
    likes = int(lognormal(play.rng, 4.0 if parent is None else 0.4, 0.8))
    return Message("", place, at, play.brand[place], text, kind, wave=wave, parent=parent, likes=likes)


def _publish(play: Play, routine: Published, at: int) -> None:
    text = say(play.rng, one_of(play.rng, routine.texts))
    play.owned[routine.platform] = _write(play, _own(play, at, routine.platform, text, None, None))


def _told(play: Play, wave: Wave, fixed: Fixed, at: int) -> None:
    """What the story sets; the parts of a thread follow within a minute or two, each under the first."""
    thread: list[Message] = []
    parent = _somebody(play, fixed.platform, wave) if fixed.role == "answer" else None
    for part in fixed.parts:
        if parent is not None and fixed.role == "answer":
            part = f"@{parent.author.handle} {part}"
        if fixed.by is None:
            message = _own(play, at, fixed.platform, part, parent, wave)
        else:
            author = Author(f"sim-{fixed.by}", fixed.by, None)
            message = Message(
                "", fixed.platform, at, author, part, "reply" if parent else "post", wave=wave, parent=parent
            )
        message.fixed = fixed
        message.likes = int(lognormal(play.rng, 60.0, 0.6))
        thread.append(_write(play, message))
        parent = parent or message
        at += 20 + int(play.rng.random() * 25)
    if fixed.draws:
        play.magnets.append(thread)


def _somebody(play: Play, place: str, wave: Wave) -> Message | None:
    """The last message of the best-known of the people who wrote lately."""
    people = [message for message in play.seen[place, wave.name][-_SEEN:] if not message.owned]
    return max(people, key=lambda message: message.author.followers or 0) if people else None


def _book_answer(play: Play, message: Message) -> None:
    answers = (message.wave.answers if message.wave else None) or play.scenario.answers
    if message.platform in play.brand and happens(play.rng, answers.share):
        play.book(_answer_time(play, message.at, answers), partial(_answer, play, message, answers))


def _answer_time(play: Play, asked: int, answers: Answers) -> int:
    """When the answer comes: after a log-normal delay, put off to the next opening where nobody is at the desk."""
    due = asked + int(MINUTE * lognormal(play.rng, answers.median_minutes, answers.spread))
    hour, (opens, closes) = local_hour(play.scenario, due), answers.hours
    if opens <= hour < closes:
        return due
    return due + int(((opens - hour) % 24.0) * HOUR + play.rng.random() * 90 * MINUTE)


def _answer(play: Play, message: Message, answers: Answers, at: int) -> None:
    text = say(play.rng, one_of(play.rng, answers.texts))
    text = f"@{message.author.handle} {text}" if message.platform == "twitter" else text
    _write(play, _own(play, at, message.platform, text, message, message.wave))
