"""Ground truth of a simulated archive: what the simulation did, not what a detector would say of it."""

from __future__ import annotations

import math
import statistics
from typing import Any

from workbench.casestudy.archive_file import iso, rows
from workbench.casestudy.message import Message, addressed
from workbench.casestudy.rhythm import HOUR, MINUTE, excess_rate, ordinary_rate, wave_span
from workbench.casestudy.scenario import Scenario, Wave


def truth(scenario: Scenario, messages: list[Message], case: str, exported: int | None = None) -> dict[str, Any]:
    """The truth of a simulated archive, JSON-ready: archive, crises, attention, gaps.

    `exported` is the number of rows in its file, counted anew where it is not given.

    `onset_visible` and `end` are the first and last minutes at which the expected excess an hour passes two and one
    standard deviations of the hourly baseline at that time of day and week; `end` is null when the archive ends
    earlier. `needs_reply` counts what lies between onset and end, on whatever topic.
    """
    exported = len(rows(scenario, messages)) if exported is None else exported
    crises = [wave for wave in scenario.waves if wave.cause]
    return {
        "schema": 1,
        "case": case,
        "brand": scenario.brand,
        "archive": {
            "first": iso(messages[0].at),
            "last": iso(messages[-1].at),
            "unique_mentions": len(messages),
            "rows": exported,
            "duplicates": exported - len(messages),
        },
        "crises": [_crisis(scenario, messages, wave) for wave in crises],
        "attention": _attention(scenario),
        "gaps": [
            {"from": iso(gap.begins), "to": iso(gap.until)}
            | ({"platforms": list(gap.platforms)} if gap.platforms else {})
            for gap in scenario.gaps
        ],
    }


def _attention(scenario: Scenario) -> list[dict[str, Any]]:
    """Bursts that are no crisis: attention of people, and what the collector did."""
    waves = [(wave.kind, wave.pulses[0].onset) for wave in scenario.waves if not wave.cause]
    levels = [(level.kind, level.begins) for level in scenario.levels if level.kind]
    backfills = [("backfill", gap.until) for gap in scenario.gaps if gap.backfill]
    return [{"kind": kind, "onset": iso(onset)} for kind, onset in (*waves, *levels, *backfills)]


def _crisis(scenario: Scenario, messages: list[Message], wave: Wave) -> dict[str, Any]:
    onset = min(pulse.onset for pulse in wave.pulses)
    course = _course(scenario, wave)
    about = [message for message in messages if message.wave is wave]
    origin = about[0]
    first, last_seen = course["onset_visible"], course["end"]
    before = [message for message in messages if message.wave is None and message.at < onset]
    statements = [one for one in about if one.fixed is not None and one.fixed.role == "statement"]
    return {
        "name": wave.name,
        "kind": wave.kind,
        "onset": iso(onset),
        "onset_visible": iso(first) if first is not None else None,
        "peak": iso(course["peak"] or onset),
        "end": iso(last_seen) if last_seen is not None else None,
        "mentions_of_event": len(about),
        "baseline_per_hour": round(len(before) / ((onset - scenario.begins) / HOUR), 1),
        "peak_excess_per_hour": round(_smoothed(scenario, wave, course["peak"] or onset), 1),
        "origin": _origin(about),
        "cause": dict(wave.cause),
        "topic_terms": sorted(wave.topic_terms),
        "first_statement": _statement(statements, origin),
        "statements": len({id(one.fixed) for one in statements}),
        "statement_ids": [one.id for one in statements],
        "spokesperson_statement": _statement([one for one in statements if one.fixed and one.fixed.named], origin),
        **_answering(scenario, messages, onset, last_seen),
        "hub": _hub(scenario, messages, origin.at, last_seen),
        # Of waves that overlap no single half-life is true.
        "half_life_minutes": wave.pulses[0].half_life_minutes if len(wave.pulses) == 1 else None,
        "doubling_minutes": _doubling(scenario, wave),
        "aftershocks": _aftershocks(scenario, wave, about),
    }


def _origin(about: list[Message]) -> dict[str, Any]:
    """The first message about it that was collected; one that only survives in what points at it is named beside it."""
    first = about[0]
    told = {
        "platform": first.platform,
        "mention_id": first.id,
        "created_at": iso(first.at),
        "owned": first.owned,
        "deleted_at": iso(first.fixed.deleted_at) if first.fixed and first.fixed.deleted_at else None,
    }
    lost = [one.parent for one in about if one.parent is not None and one.parent.lost and one.parent.fixed]
    if lost:
        told |= {"owned": lost[0].owned, "accepted_ids": [first.id, lost[0].id], "lost": lost[0].id}
    return told


def _hub(scenario: Scenario, messages: list[Message], since: int, end: int | None) -> dict[str, Any] | None:
    """The brand's hub and its first link to it in the crisis; None for a brand without one."""
    if scenario.hub is None:
        return None
    until = scenario.until if end is None else end
    linked = [one.at for one in messages if one.owned and scenario.hub in one.links and since <= one.at <= until]
    return {"url": scenario.hub, "first_linked_at": iso(linked[0]) if linked else None}


def _aftershocks(scenario: Scenario, wave: Wave, about: list[Message]) -> list[dict[str, Any]]:
    """The wave's pulses that begin once the excess had sunk below one standard deviation of the baseline."""
    later = sorted((pulse.onset for pulse in wave.pulses), reverse=True)[:-1]
    found, until = [], wave_span(scenario, wave)[1]
    for onset in later:
        if excess_rate(scenario, wave, onset) > _spread(scenario, onset):
            continue
        step = _smoothing_step(wave)
        top = _top(_rates(scenario, wave, onset, until, step), step)
        found.append(
            {
                "onset": iso(onset),
                "peak": iso(onset + MINUTE * top),
                "mentions": sum(onset <= message.at < until for message in about),
            }
        )
        until = onset
    return found[::-1]


def _course(scenario: Scenario, wave: Wave) -> dict[str, int | None]:
    """Peak, first and last visible minute of the expected excess."""
    begins, until = wave_span(scenario, wave)
    step = _smoothing_step(wave)
    minutes, rates = range(begins, until, MINUTE), _rates(scenario, wave, begins, until, step)
    first = last = None
    for minute, excess in zip(minutes, rates[6 * step :], strict=False):
        spread = _spread(scenario, minute)
        if first is None and excess > 2.0 * spread:
            first = minute
        if excess > spread:
            last = minute
    runs_on = last is not None and last >= scenario.until - MINUTE
    return {"onset_visible": first, "end": None if runs_on else last, "peak": begins + MINUTE * _top(rates, step)}


def _doubling(scenario: Scenario, wave: Wave) -> float | None:
    """Minutes in which the expected excess doubled, on average, from a tenth to half of its highest."""
    rates = [excess_rate(scenario, wave, at) for at in range(*wave_span(scenario, wave), MINUTE)]
    top = max(rates)
    high = next(minute for minute, rate in enumerate(rates) if rate >= top / 2)
    low = next((minute for minute in range(high, -1, -1) if rates[minute] <= top / 10), None)
    return None if low is None else round((high - low) / math.log2(5), 1)


def _rates(scenario: Scenario, wave: Wave, begins: int, until: int, step: int) -> list[float]:
    """The expected excess an hour at each minute, with the half-hour before and after that smoothing needs."""
    margin = 6 * step * MINUTE
    return [excess_rate(scenario, wave, at) for at in range(begins - margin, until + margin, MINUTE)]


def _top(rates: list[float], step: int) -> int:
    """The minute from the beginning at which the average over the hour around it is highest."""
    smoothed = [sum(rates[at : at + 12 * step + 1 : step]) / 13.0 for at in range(len(rates) - 12 * step)]
    return smoothed.index(max(smoothed))


def _smoothed(scenario: Scenario, wave: Wave, at: int) -> float:
    """The expected excess an hour, averaged over the hour around a moment."""
    step = _smoothing_step(wave)
    return sum(excess_rate(scenario, wave, at + number * step * MINUTE) for number in range(-6, 7)) / 13.0


def _smoothing_step(wave: Wave) -> int:
    """Minutes between the thirteen moments averaged over: five make an hour, fewer where all is over in less."""
    return max(1, min(5, int(min(pulse.rise_minutes + pulse.half_life_minutes for pulse in wave.pulses) / 12)))


def _spread(scenario: Scenario, at: int) -> float:
    """Standard deviation of the ordinary hourly count: over-dispersed, var = m + dispersion × m²."""
    mean = ordinary_rate(scenario, at)
    return math.sqrt(mean + scenario.dispersion * mean * mean)


def _statement(statements: list[Message], origin: Message) -> dict[str, Any] | None:
    """The statement as the facts name it; all messages of its thread are accepted."""
    said = statements[0] if statements else None
    fixed = said.fixed if said else None
    if said is None or fixed is None:
        return None
    return {
        "mention_id": said.id,
        "created_at": iso(said.at),
        "platform": said.platform,
        "speaker": fixed.speaker[0],
        "speaker_accepted": list(fixed.speaker),
        "named_spokesperson": fixed.named,
        "on_origin_platform": said.platform == origin.platform,
        "minutes_after_origin": round((said.at - origin.at) / MINUTE, 2),
        "kind": said.kind,
        "accepted_ids": [one.id for one in statements if one.fixed is fixed],
        **fixed.marks,
    }


def _answering(scenario: Scenario, messages: list[Message], onset: int, end: int | None) -> dict[str, Any]:
    """Which messages needed an answer between onset and end, which got one, and the median time to it."""
    until = scenario.until if end is None else end
    need = {
        message.id: message
        for message in messages
        if onset <= message.at <= until and message.asks and not message.owned and addressed(scenario, message)
    }
    delays: dict[str, float] = {}
    for message in messages:
        if message.owned and message.parent is not None and message.parent.id in need:
            delays.setdefault(message.parent.id, (message.at - message.parent.at) / MINUTE)
    return {
        "needs_reply": len(need),
        "answered": len(delays),
        "median_reply_minutes": round(statistics.median(delays.values()), 2) if delays else None,
        "needs_reply_ids": list(need),
        "answered_ids": list(delays),
    }
