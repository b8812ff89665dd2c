"""The timeline: it began, it could have been known, we spoke; then everything else in order."""

from __future__ import annotations

import datetime as dt

from workbench.facts import Facts
from workbench.phrase import count, delay, number, place
from workbench.report.story import Event, first_delays, response_seen
from workbench.report.unknowns import not_known

_STATEMENT = {
    "acknowledgement": "We acknowledged it",
    "holding": "Holding statement",
    "substantive": "Substantive statement",
    "apology": "We apologised",
    "correction": "We corrected ourselves",
    "update": "Update",
    "deletion": "We deleted a post",
    None: "Statement",
}


def timeline(facts: Facts) -> list[Event]:
    """The rows of the timeline table: the three that matter most, then the rest by time."""
    if facts.crisis is None:
        return []
    rest = [*_course(facts), *_arrivals(facts), *_statements(facts)]
    return [
        *_headlines(facts),
        *sorted(rest, key=lambda event: event.at or dt.datetime.max.replace(tzinfo=dt.UTC)),
    ]


def _headlines(facts: Facts) -> list[Event]:
    origin, detection = facts.origin, facts.detection
    began = (
        Event(
            origin.created_at,
            "It began",
            f"first message on the topic in this archive, on {place(origin.platform)}",
            True,
        )
        if origin
        else Event(None, "It began", not_known(facts, "origin"), True)
    )
    if detection and detection.alarm_at:
        late = delay(detection.delay_minutes, "the rise began") if detection.delay_minutes is not None else ""
        known = Event(
            detection.alarm_at, "It could have been known", f"from data up to then alone; {late}".rstrip("; "), True
        )
    else:
        known = Event(None, "It could have been known", not_known(facts, "detection.alarm_at"), True)
    return [began, known, _spoke(facts)]


def _spoke(facts: Facts) -> Event:
    first = facts.response.first_statement if facts.response else None
    if first:
        who = f"by {first.speaker}, " if first.speaker else ""
        return Event(
            first.created_at,
            "We spoke",
            f"{who}on {place(first.platform)}; {'; '.join(first_delays(first))}".rstrip("; "),
            True,
        )
    if response_seen(facts) and "response.first_statement" not in facts.unknown:
        return Event(None, "We spoke", "no statement found in this archive", True)
    return Event(None, "We spoke", not_known(facts, "response.first_statement"), True)


def _course(facts: Facts) -> list[Event]:
    crisis = facts.crisis
    assert crisis is not None
    peak = f"{number(crisis.peak_per_hour)} mentions in an hour" if crisis.peak_per_hour is not None else ""
    events = [Event(crisis.onset, "The rise began", "onset"), Event(crisis.peak, "Peak", peak)]
    if crisis.end:
        events.append(Event(crisis.end, "Over", "the excess on the topic no longer stands out"))
    if facts.recovery:
        if facts.recovery.baseline_at:
            events.append(Event(facts.recovery.baseline_at, "Back to normal volume", ""))
        for shock in facts.recovery.aftershocks:
            events.append(Event(shock.peak, "Aftershock", count(shock.mentions, "mention")))
    if facts.response and facts.response.hub and facts.response.hub.first_linked_at:
        events.append(Event(facts.response.hub.first_linked_at, "First link to the hub", facts.response.hub.url))
    return events


def _arrivals(facts: Facts) -> list[Event]:
    if not facts.spread:
        return []
    return [
        Event(p.first_seen, f"Reached {place(p.platform)}", f"{count(p.mentions, 'mention')} there until the end")
        for p in facts.spread.platforms[1:]
    ]


def _statements(facts: Facts) -> list[Event]:
    if not facts.response:
        return []
    first = facts.response.first_statement.mention_id if facts.response.first_statement else None
    return [
        Event(entry.at, _STATEMENT[entry.type], f"on {place(entry.platform)}")
        for entry in facts.response.timeline
        if entry.mention_id != first
    ]
