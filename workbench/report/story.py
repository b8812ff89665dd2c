"""Facts → plain sentences. Text out, never HTML; what is not known is said to be so, with its reason."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from workbench.facts import Cause, Crisis, Facts, FirstStatement
from workbench.phrase import (
    NOT_KNOWN,
    clock,
    count,
    day,
    delay,
    duration,
    listed,
    number,
    percent,
    place,
    plain,
    quoted,
    sentence,
)
from workbench.report.unknowns import not_known, reason


class Tile(NamedTuple):
    """One headline figure: what it is, the figure, and what it is measured against."""

    label: str
    value: str
    note: str


class Event(NamedTuple):
    """A row of the timeline; `headline` marks the three that come first."""

    at: dt.datetime | None
    what: str
    note: str
    headline: bool = False


def response_seen(facts: Facts) -> bool:
    """Whether the archive can show what the brand answered at all."""
    return facts.response is not None and facts.quality.response_observable is not False


def headline(facts: Facts, zone: dt.tzinfo) -> str:
    """The page's title: the brand and the crisis, or that there was none."""
    if facts.crisis is None:
        return f"{facts.brand}: no crisis found"
    kind = "crisis" if facts.crisis.kind == "crisis" else "attention, not a crisis,"
    return f"{facts.brand}: the {kind} of {day(facts.crisis.onset, zone)}"


def summary(facts: Facts, zone: dt.tzinfo) -> list[str]:
    """About five sentences: how bad, what about, where it began and whose doing, how we answered, is it over."""
    if facts.crisis is None:
        return _nothing_found(facts, zone)
    parts = [
        _how_bad(facts.crisis),
        _what_about(facts.crisis),
        _where_from(facts, zone),
        _how_answered(facts, zone),
        _who_waits(facts),
        _is_it_over(facts, facts.crisis, zone),
    ]
    return [sentence(part) for part in parts if part]


def plain_summary(facts: Facts, zone: dt.tzinfo = dt.UTC) -> list[str]:
    """The title and the summary as lines of text for a terminal: no control characters, no direction overrides."""
    return [plain(line) for line in (headline(facts, zone), *summary(facts, zone))]


def _nothing_found(facts: Facts, zone: dt.tzinfo) -> list[str]:
    quality = facts.quality
    searched = f"{count(quality.mentions, 'mention')} of {facts.brand}"
    if quality.first and quality.last:
        searched += f", from {clock(quality.first, zone)} to {clock(quality.last, zone)},"
    found = [sentence(f"{searched} {'was' if quality.mentions == 1 else 'were'} searched, and no crisis was found")]
    if "crisis" in facts.unknown:
        found.append(sentence(facts.unknown["crisis"]))
    if quality.gaps:
        found.append(sentence(f"the archive has {count(len(quality.gaps), 'gap')}, in which nothing could be seen"))
    found.append("The chart shows every hour against what was to be expected; a crisis would stand clear of the band.")
    return found


def _how_bad(crisis: Crisis) -> str:
    size = f"“{crisis.topic.label}” drew {count(crisis.mentions, 'mention')}"
    if crisis.authors is not None:
        size += f" by {count(crisis.authors, 'account')}"
    if crisis.end:
        size += f" in {duration(_minutes(crisis.onset, crisis.end))}"
    if crisis.peak_ratio is None or crisis.peak_per_hour is None:
        return size
    busiest = f"the busiest hour held {number(crisis.peak_per_hour)}"
    return f"{size}; {busiest}, {number(crisis.peak_ratio)} times the normal volume"


def _what_about(crisis: Crisis) -> str:
    share = (
        f"{percent(crisis.topic.share)} of what was said about the brand in that time was on it"
        if crisis.topic.share
        else ""
    )
    words = [term for term in crisis.topic.terms if term.casefold() not in crisis.topic.label.casefold()][:4]
    if not words:
        return share
    typical = f"it stood out by words such as {quoted(words)}"
    return f"{share}; {typical}" if share else typical


def _where_from(facts: Facts, zone: dt.tzinfo) -> str:
    origin, crisis = facts.origin, facts.crisis
    if origin is None or crisis is None:
        return f"where it began is {not_known(facts, 'origin')}"
    whose = "and came from an account of our own" if origin.owned else "and came from an account that is not ours"
    where = f"{place(origin.platform)}, {clock(origin.created_at, zone)}"
    began = f"the first message on it in this archive appeared on {where}, {whose}"
    return f"{began}; {cause(facts.cause)}"


def cause(found: Cause | None) -> str:
    """Whose doing it was, as far as known: a proposal until a person confirms it."""
    if found is None or found.verdict is None:
        return "whose doing it was has not been judged"
    cluster = f", {found.cluster}" if found.cluster else ""
    if found.confirmed_by:
        return f"the cause was judged {found.verdict}{cluster}"
    sure = (
        f" (confidence {percent(found.confidence)}, not confirmed by a person)" if found.confidence is not None else ""
    )
    return f"the proposed cause is {found.verdict}{cluster}{sure or ' (not confirmed by a person)'}"


def _how_answered(facts: Facts, zone: dt.tzinfo) -> str:
    response = facts.response
    if not response_seen(facts) or response is None:
        return f"how we answered is {not_known(facts, 'response')}"
    first = response.first_statement
    if first is None:
        if "response.first_statement" in facts.unknown:
            return f"our first statement is {not_known(facts, 'response.first_statement')}"
        return "no public statement of ours about it was found in this archive"
    spoke = f"we first spoke on {place(first.platform)}, {clock(first.created_at, zone)}"
    late = first_delays(first)
    if late:
        spoke += f": {late[0]}"
    marks = wording(first)
    return f"{spoke}; {marks}" if marks else spoke


def first_delays(first: FirstStatement) -> list[str]:
    """The first statement's delays in words, from the earliest event on; those not known left out."""
    known = [
        (first.minutes_after_origin, "the first message"),
        (first.minutes_after_onset, "the rise began"),
        (first.minutes_after_alarm, "it could have been known"),
    ]
    return [delay(minutes, event) for minutes, event in known if minutes is not None]


def wording(first: FirstStatement) -> str:
    """What the words of the first statement do; a proposal until a person confirms it. Empty when nothing was read."""
    marks = [
        (first.responsibility, "accepts responsibility"),
        (first.compassion, "shows compassion"),
        (first.commitment, "commits to do something"),
        (first.defensive, "is defensive"),
    ]
    if all(found is None for found, _ in marks):
        return ""
    does = [words for found, words in marks if found]
    return f"its wording {listed(does)}" if does else "its wording neither accepts responsibility nor shows compassion"


def _who_waits(facts: Facts) -> str:
    response = facts.response
    if not response_seen(facts) or response is None or response.needs_reply is None or response.answered is None:
        return ""
    if response.needs_reply == 0:
        return "no message addressed to us was found to need an answer"
    text = (
        f"of {count(response.needs_reply, 'message')} that needed an answer from us, {answered_share(response)} got one"
    )
    if response.median_wait_minutes is not None:
        text += f"; the median wait, open messages included, was {duration(response.median_wait_minutes)}"
    if response.unanswered:
        text += f", and {number(response.unanswered)} still wait"
    return text


def answered_share(response: object) -> str:
    """`560 (70%)`; just the number when nothing needed an answer."""
    answered, needed = getattr(response, "answered", None), getattr(response, "needs_reply", None)
    if answered is None:
        return NOT_KNOWN
    return f"{number(answered)} ({percent(answered / needed)})" if needed else number(answered)


def _is_it_over(facts: Facts, crisis: Crisis, zone: dt.tzinfo) -> str:
    recovery = facts.recovery
    if crisis.end is None:
        last = f" when the archive ends, {clock(facts.quality.last, zone)}" if facts.quality.last else ""
        return f"it was not over{last}"
    over = f"it was over by {clock(crisis.end, zone)}"
    if recovery and recovery.half_life_minutes is not None:
        over += f"; after the peak the excess halved every {duration(recovery.half_life_minutes)}"
    if recovery and recovery.aftershocks:
        over += f", and {count(len(recovery.aftershocks), 'aftershock')} followed"
    return over


def tiles(facts: Facts, zone: dt.tzinfo) -> list[Tile]:
    """The four figures at the top: peak × normal, duration, first statement, still unanswered."""
    crisis = facts.crisis
    if crisis is None:
        return []
    ratio = f"{number(crisis.peak_ratio)} ×" if crisis.peak_ratio is not None else NOT_KNOWN
    busiest = (
        f"{count(crisis.peak_per_hour, 'mention')} in the busiest hour" if crisis.peak_per_hour is not None else ""
    )
    long = duration(_minutes(crisis.onset, crisis.end)) if crisis.end else "still running"
    ended = f"over by {clock(crisis.end, zone)}" if crisis.end else f"since {clock(crisis.onset, zone)}"
    return [
        Tile("Peak against normal", ratio, busiest or reason(facts, "crisis.peak_ratio")),
        Tile("Duration", long, ended),
        _first_tile(facts),
        _waiting_tile(facts),
    ]


def _first_tile(facts: Facts) -> Tile:
    label = "Our first statement"
    first = facts.response.first_statement if facts.response else None
    if first is None:
        if not response_seen(facts):
            return Tile(label, NOT_KNOWN, reason(facts, "response"))
        if "response.first_statement" in facts.unknown:
            return Tile(label, NOT_KNOWN, facts.unknown["response.first_statement"])
        return Tile(label, "none found", "in this archive")
    known = [
        (first.minutes_after_origin, "the first message"),
        (first.minutes_after_onset, "the rise began"),
    ]
    for minutes, event in known:
        if minutes is not None:
            return Tile(label, duration(minutes), f"{'after' if minutes >= 0 else 'before'} {event}")
    return Tile(label, NOT_KNOWN, reason(facts, "response.first_statement.minutes_after_origin"))


def _waiting_tile(facts: Facts) -> Tile:
    response = facts.response
    if not response_seen(facts) or response is None or response.unanswered is None:
        return Tile("Still unanswered", NOT_KNOWN, reason(facts, "response.unanswered"))
    of = (
        f"of {count(response.needs_reply, 'message')} that needed an answer"
        if response.needs_reply
        else "nothing needed one"
    )
    return Tile("Still unanswered", number(response.unanswered), of)


def _minutes(start: dt.datetime, until: dt.datetime) -> float:
    return (until - start).total_seconds() / 60
