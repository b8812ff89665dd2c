"""What the brand and its spokespersons write, and the other messages that the story sets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workbench.casestudy.chance import happens, lognormal, one_of
from workbench.casestudy.crowd import Author
from workbench.casestudy.message import Message, addressed
from workbench.casestudy.phrase import say
from workbench.casestudy.play import COMMENTED, PREFIXED, SEEN, Play
from workbench.casestudy.rhythm import HOUR, MINUTE, local_hour
from workbench.casestudy.scenario import Answers, Fixed, Published, Wave


def posting_times(play: Play, routine: Published) -> Iterator[int]:
    """The moments of the brand's routine posts on one platform."""
    scenario = play.scenario
    first_midnight = scenario.begins - int(local_hour(scenario, scenario.begins) * HOUR)
    for midnight in range(first_midnight, scenario.until, 24 * HOUR):
        for hour in routine.hours:
            moment = midnight + int(hour * HOUR + (play.rng.random() - 0.5) * 40 * MINUTE)
            paused = any(begins <= moment < until for begins, until in routine.pauses)
            if moment >= scenario.begins and not paused:
                yield moment


def publish(play: Play, routine: Published, at: int) -> None:
    """One of the brand's routine posts."""
    text = say(play.rng, one_of(play.rng, routine.texts), play.scenario.lang)
    author = play.brand[routine.platform]
    play.owned[routine.platform] = play.write(_own(play, at, routine.platform, author, text, None, None))


def tell(play: Play, wave: Wave, fixed: Fixed, at: int) -> None:
    """What the story sets; the parts of a thread follow within a minute or two, each under the first."""
    thread: list[Message] = []
    author = _author(play, fixed)
    above = parent = _above(play, wave, fixed)
    for part in fixed.parts:
        if above is not None and fixed.platform in PREFIXED:
            part = f"@{above.author.handle} {part}"
        if author.owned:
            message = _own(play, at, fixed.platform, author, part, parent, wave)
        else:
            form = "post" if parent is None else "comment" if fixed.platform in COMMENTED else "reply"
            lang = play.scenario.lang
            message = Message("", fixed.platform, at, author, part, form, lang, wave=wave, parent=parent)
        message.kind = fixed.kind or message.kind
        message.title, message.fixed, message.lost = fixed.title, fixed, not fixed.collected
        message.likes = int(lognormal(play.rng, 60.0, 0.6))
        thread.append(play.write(message))
        play.told.setdefault((wave.name, fixed.role), message)
        parent = parent or message
        at += 20 + int(play.rng.random() * 25)
    if fixed.draws:
        play.magnets.append(thread)


def _author(play: Play, fixed: Fixed) -> Author:
    """Who writes it: the brand's account, a spokesperson, an outlet, or a stranger."""
    if fixed.by is None:
        return play.brand[fixed.platform]
    for outlet in play.outlets:
        if outlet.handle == fixed.by:
            return outlet
    owned = play.scenario.people.get(fixed.platform) == fixed.by
    return Author(f"sim-{fixed.by}", fixed.by, 900 if owned else None, owned)


def _above(play: Play, wave: Wave, fixed: Fixed) -> Message | None:
    """What it hangs under: the fixed message of a role, for an answer somebody who wrote lately."""
    if fixed.to is not None:
        return play.told.get((wave.name, fixed.to))
    return _somebody(play, fixed.platform, wave) if fixed.role == "answer" else None


def _somebody(play: Play, place: str, wave: Wave) -> Message | None:
    """The last message of the best-known of the people who wrote lately."""
    people = [message for message in play.seen[place, wave.name][-SEEN:] if not message.owned]
    return max(people, key=lambda message: message.author.followers or 0) if people else None


def _own(
    play: Play, at: int, place: str, author: Author, text: str, parent: Message | None, wave: Wave | None
) -> Message:
    """Something that speaks for the brand, under the scenario's mark that it is simulated."""
    scenario = play.scenario
    kind = "post" if parent is None else "comment" if place in COMMENTED else "reply"
    text = f"{scenario.mark} {text}".strip()
    links: tuple[str, ...] = ()
    if scenario.hub and "{hub}" in text:
        links, text = (scenario.hub,), text.replace("{hub}", scenario.hub)
    likes = int(lognormal(play.rng, 4.0 if parent is None else 0.4, 0.8))
    return Message("", place, at, author, text, kind, scenario.lang, wave=wave, parent=parent, links=links, likes=likes)


def book_answer(play: Play, message: Message) -> None:
    """Books the brand's answer to a message, if it asks the brand something and there will be one."""
    if not message.asks or message.owned or not addressed(play.scenario, message):
        return
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
    place = message.platform
    text = say(play.rng, one_of(play.rng, answers.said(at)), play.scenario.lang)
    text = f"@{message.author.handle} {text}" if place in PREFIXED else text
    author = play.desk.get(place) or play.brand[place]
    play.write(_own(play, at, place, author, text, message, message.wave))
