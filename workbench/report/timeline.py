"""The timeline: it began, it could have been known, we spoke; then everything else in order."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import NamedTuple

from workbench.facts import Facts
from workbench.languages import key, say, say_count
from workbench.phrase import count, delay, duration, place
from workbench.report.story import first_delays, response_seen
from workbench.report.unknowns import not_known


class Event(NamedTuple):
    """A row of the timeline; `headline` marks the three that come first."""

    at: dt.datetime | None
    what: str
    note: str
    headline: bool = False


STATEMENT = {
    "acknowledgement": key("We acknowledged it"),
    "holding": key("Holding statement"),
    "substantive": key("Substantive statement"),
    "apology": key("We apologised"),
    "correction": key("We corrected ourselves"),
    "update": key("Update"),
    "deletion": key("We deleted a post"),
    None: key("Statement"),
}


def timeline(facts: Facts) -> list[Event]:
    """The rows of the timeline table: the three that matter most, then the rest by time."""
    if facts.crisis is None:
        return []
    rest = [*_course(facts), *_arrivals(facts), *_statements(facts)]
    ordered = sorted(rest, key=lambda event: event.at or dt.datetime.max.replace(tzinfo=dt.UTC))
    return [*_headlines(facts), *_told_once(ordered)]


def _told_once(events: list[Event]) -> list[Event]:
    """`events` with the same thing done in the same place several times running told as one, with how often."""
    runs = [list(run) for _, run in groupby(events, key=lambda event: (event.what, event.note))]
    return [run[0] if len(run) == 1 else run[0]._replace(note=_often(run)) for run in runs]


def _often(run: list[Event]) -> str:
    first, last = run[0].at, run[-1].at
    if first is None or last is None:
        return run[0].note
    if last - first < dt.timedelta(minutes=1):
        return say_count("{where}, {n} time", "{where}, {n} times", len(run), where=run[0].note)
    long = duration((last - first).total_seconds() / 60)
    return say_count(
        "{where}, {n} time in {long}", "{where}, {n} times in {long}", len(run), where=run[0].note, long=long
    )


def _headlines(facts: Facts) -> list[Event]:
    origin, detection = facts.origin, facts.detection
    it_began, be_known = say("It began"), say("It could have been known")
    if origin:
        where = say("first message on the topic in this archive, on {place}", place=place(origin.platform))
        began = Event(origin.created_at, it_began, where, True)
    else:
        began = Event(None, it_began, not_known(facts, "origin"), True)
    if detection and detection.alarm_at:
        parts = [say("from data up to then alone")]
        if detection.delay_minutes is not None:
            parts.append(delay(detection.delay_minutes, "the rise began"))
        known = Event(detection.alarm_at, be_known, "; ".join(parts), True)
    else:
        known = Event(None, be_known, not_known(facts, "detection.alarm_at"), True)
    return [began, known, _spoke(facts)]


def _spoke(facts: Facts) -> Event:
    first, we_spoke = facts.response.first_statement if facts.response else None, say("We spoke")
    if first:
        where = say("on {place}", place=place(first.platform))
        if first.speaker:
            where = say("by {speaker}, on {place}", speaker=first.speaker, place=place(first.platform))
        return Event(first.created_at, we_spoke, "; ".join([where, *first_delays(first)]), True)
    if response_seen(facts) and "response.first_statement" not in facts.unknown:
        return Event(None, we_spoke, say("no statement found in this archive"), True)
    return Event(None, we_spoke, not_known(facts, "response.first_statement"), True)


def _course(facts: Facts) -> list[Event]:
    crisis = facts.crisis
    assert crisis is not None
    peak = ""
    if crisis.peak_per_hour is not None:
        peak = say_count(
            "{n} mention in an hour, all topics", "{n} mentions in an hour, all topics", crisis.peak_per_hour
        )
    events = [
        Event(crisis.onset, say("The rise began"), say("onset")),
        Event(crisis.peak, say("Peak"), peak),
    ]
    if crisis.end:
        events.append(Event(crisis.end, say("Over"), say("the excess on the topic no longer stands out")))
    response = facts.response
    if response and response.known_at:
        events.append(Event(response.known_at, say("We knew"), say("by our event log")))
    if response and response.convened_at:
        events.append(Event(response.convened_at, say("The committee came together"), say("by our event log")))
    if facts.recovery:
        if facts.recovery.baseline_at:
            events.append(Event(facts.recovery.baseline_at, say("Back to normal volume"), ""))
        for shock in facts.recovery.aftershocks:
            events.append(Event(shock.peak, say("Aftershock"), count(shock.mentions, "mention", "mentions")))
    if response and response.hub and response.hub.first_linked_at:
        events.append(Event(response.hub.first_linked_at, say("First link to the hub"), response.hub.url))
    return events


def _arrivals(facts: Facts) -> list[Event]:
    if not facts.spread:
        return []
    return [
        Event(
            p.first_seen,
            say("Reached {place}", place=place(p.platform)),
            say("{mentions} on the topic there until the end", mentions=count(p.mentions, "mention", "mentions")),
        )
        for p in facts.spread.platforms[1:]
    ]


def _statements(facts: Facts) -> list[Event]:
    if not facts.response:
        return []
    first = facts.response.first_statement.mention_id if facts.response.first_statement else None
    return [
        Event(entry.at, say(STATEMENT[entry.type]), say("on {place}", place=place(entry.platform)))
        for entry in facts.response.timeline
        if entry.mention_id != first
    ]
