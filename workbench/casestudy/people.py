"""What people write: about which topic, where, in which form, and at whom."""

from __future__ import annotations

from bisect import bisect_right

from workbench.casestudy import brand
from workbench.casestudy.chance import Weighted, draw, happens, lognormal, one_of, weighted
from workbench.casestudy.crowd import Author
from workbench.casestudy.message import Message
from workbench.casestudy.phrase import roughen, say
from workbench.casestudy.play import PREFIXED, SEEN, TAGGED, Play, named
from workbench.casestudy.rhythm import HOUR, MINUTE
from workbench.casestudy.scenario import Topic, Wave

#: Forms that point at another message.
_POINTING = ("reply", "repost", "quote", "comment")
#: For how long people still see a message.
_SEEN_FOR = 36 * HOUR


def write(play: Play, wave: Wave | None, at: int) -> None:
    """Somebody writes: about a topic, somewhere, in some form."""
    topic, place = draw(play.rng, _talk(play, wave, at))
    kind = draw(play.rng, _forms(play, wave, place))
    parent = _target(play, at, place, kind, wave, topic) if kind in _POINTING else None
    if parent is None and kind in ("reply", "repost", "quote"):
        kind = "post"
    if kind == "article":
        author = one_of(play.rng, play.outlets)
    else:
        author = play.crowd.someone(wave.newcomers if wave else play.scenario.newcomers)
    if kind == "repost" and parent is not None:
        play.write(_shared(at, author, parent))
    else:
        message = play.write(_written(play, at, place, kind, author, parent, topic, wave))
        brand.book_answer(play, message)


def _talk(play: Play, wave: Wave | None, at: int) -> Weighted[tuple[Topic, str]]:
    """What is talked about where at a moment; it changes only when a topic begins or ends, or a platform opens."""
    topics, opens = (wave.topics, wave.opens) if wave else (play.scenario.topics, {})
    name = named(wave)
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
    key = (named(wave), place)
    if key not in play.forms:
        play.forms[key] = weighted((wave.forms.get(place) if wave else None) or play.scenario.forms[place])
    return play.forms[key]


def _target(play: Play, at: int, place: str, kind: str, wave: Wave | None, topic: Topic) -> Message | None:
    """The message that a reply, repost, quote or comment points at: a fixed one, the brand's last, or any."""
    rng = play.rng
    aside = topic.among and kind != "repost" and happens(rng, 0.85)
    for thread in play.magnets:
        fixed, first = thread[0].fixed, thread[0]
        if fixed is None or first.wave is not wave or first.platform != place or (aside and first.owned):
            continue
        if kind in ("repost", "reply") and fixed.deleted_at is not None and at >= fixed.deleted_at:
            continue
        if happens(rng, fixed.draws.get(kind, 0.0) * 0.5 ** ((at - first.at) / MINUTE / fixed.pull_minutes)):
            return one_of(rng, thread)
    to_brand = {"comment": 0.9, "reply": 0.0 if wave else 0.35}.get(kind, 0.0)
    if place in play.owned and not aside and happens(rng, to_brand):
        return play.owned[place]
    seen = play.seen[place, named(wave)]
    near = [one_of(rng, seen[-SEEN:]) for _ in range(3)] if seen else []
    near = [message for message in near if at - message.at < _SEEN_FOR and not (aside and message.owned)]
    return max(near, key=lambda message: message.author.followers or 0) if near else None


def _shared(at: int, author: Author, parent: Message) -> Message:
    text = f"RT @{parent.author.handle}: {parent.text}" if parent.platform == "twitter" else parent.text
    lang, wave, links = parent.lang, parent.wave, parent.links
    return Message("", parent.platform, at, author, text, "repost", lang, wave=wave, parent=parent, links=links)


def _written(
    play: Play, at: int, place: str, kind: str, author: Author, parent: Message | None, topic: Topic, wave: Wave | None
) -> Message:
    rng, scenario = play.rng, play.scenario
    text = say(rng, one_of(rng, topic.texts), topic.lang)
    text = text if place in ("news", "blog") else roughen(rng, text, topic.lang, scenario.endings)
    handle = scenario.accounts.get(place) if place in TAGGED else None
    if handle and place in scenario.desk and happens(rng, 0.4):
        handle = scenario.desk[place]
    text = text.replace("{at}", f"@{handle}" if handle else scenario.name)
    links: tuple[str, ...] = ()
    if "{url}" in text:
        host = one_of(rng, scenario.outlets).replace("_", "")
        links = (f"https://{host}.example/{int(rng.random() * 1e6):06d}",)
        text = text.replace("{url}", links[0])
    if place in PREFIXED and parent is not None:
        tag = f"@{parent.author.handle}"
        if kind == "quote":
            text = f"{text} RT {tag}: {parent.text.split(' RT @')[0]}"
        elif not text.lower().startswith(tag.lower()):
            text = f"{tag} {text}"
    title = None
    if topic.titles and kind in ("article", "post") and place not in (*TAGGED, "facebook", "telegram", "linkedin"):
        title = say(rng, one_of(rng, topic.titles), topic.lang)
    likes = int(lognormal(rng, 0.15, 1.1) * (author.followers or 400) ** 0.45)
    return Message("", place, at, author, text, kind, topic.lang, topic.asks, wave, parent, title, links, likes)
