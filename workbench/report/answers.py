"""The five questions that whoever opens the report has, answered before anything else."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from workbench.facts import Crisis, Facts
from workbench.languages import say, say_count
from workbench.phrase import capital, clock, duration, number, quote
from workbench.report.people import what_now
from workbench.report.story import cause, response_seen
from workbench.report.unknowns import not_known, not_known_word


class Answer(NamedTuple):
    """A question and its answer in a few words."""

    question: str
    answer: str


def answers(facts: Facts, zone: dt.tzinfo) -> list[Answer]:
    """How bad, is it over, what was it about, did we do well, what now; none without a crisis."""
    crisis = facts.crisis
    if crisis is None:
        return []
    waiting = facts.response.unanswered if facts.response and response_seen(facts) else None
    return [
        Answer(say("How bad?"), _how_bad(crisis)),
        Answer(say("Is it over?"), _over(crisis, facts, zone)),
        Answer(say("What about?"), _about(facts, crisis)),
        Answer(say("Did we do well?"), _did_well(facts)),
        Answer(say("What now?"), what_now(facts.actions, waiting)),
    ]


def _how_bad(crisis: Crisis) -> str:
    parts = []
    if crisis.severity is not None:
        parts.append(say("severity {grade} of 5", grade=crisis.severity))
    if crisis.peak_ratio is not None:
        parts.append(say("{ratio} times the normal volume at the peak", ratio=number(crisis.peak_ratio)))
    return capital(", ".join(parts)) if parts else capital(not_known_word())


def _over(crisis: Crisis, facts: Facts, zone: dt.tzinfo) -> str:
    if crisis.end is None:
        if facts.quality.last is None:
            return say("No, still running")
        return say("No, still running when the archive ends, {when}", when=clock(facts.quality.last, zone))
    lasted = duration((crisis.end - crisis.onset).total_seconds() / 60)
    return say("Yes, since {when}, after {long}", when=clock(crisis.end, zone), long=lasted)


def _about(facts: Facts, crisis: Crisis) -> str:
    topic = quote(crisis.topic.label)
    return f"{capital(topic)}; {cause(facts.cause)}"


def _did_well(facts: Facts) -> str:
    """The scorecard's tally and the first statement's delay: never one grade, which would hide a miss."""
    if not response_seen(facts):
        return capital(not_known(facts, "response"))
    parts = []
    verdicts = [check.verdict for check in facts.scorecard or []]
    if verdicts:
        met, missed = verdicts.count("met"), verdicts.count("missed")
        parts.append(say("{met} checks met, {missed} missed", met=met, missed=missed))
        if unknown := verdicts.count("unknown"):
            parts[-1] += ", " + say_count("{n} not known", "{n} not known", unknown)
    first = facts.response.first_statement if facts.response else None
    if first and first.minutes_after_origin is not None and first.minutes_after_origin >= 0:
        late = duration(first.minutes_after_origin)
        parts.append(say("first statement {long} after the first message", long=late))
    elif first is None and "response.first_statement" not in facts.unknown:
        parts.append(say("no statement found"))
    return capital("; ".join(parts)) if parts else capital(not_known_word())
