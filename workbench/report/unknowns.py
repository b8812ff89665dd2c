"""What is not known: every null of the facts that has a reason, in words."""

from __future__ import annotations

from workbench.facts import Facts
from workbench.phrase import NOT_KNOWN

_ORDER = (
    "crisis",
    "detection",
    "origin",
    "cause",
    "spread",
    "sentiment",
    "response",
    "recovery",
    "questions",
    "plan",
    "scorecard",
    "quality",
)

_NAMES = {
    "crisis": "Whether there was a crisis",
    "crisis.end": "When it ended",
    "crisis.interval": "How sure the times of onset, peak and end are",
    "crisis.expected": "What was to be expected in that time",
    "crisis.excess": "How many mentions were above the expected",
    "crisis.peak_per_hour": "The volume at the peak",
    "crisis.peak_ratio": "The peak against normal",
    "crisis.severity": "How severe it was",
    "crisis.severity_parts": "What the severity is made of",
    "crisis.topic.share": "The topic's share of what was said",
    "detection": "When it could have been known",
    "detection.alarm_at": "When it could have been known",
    "detection.delay_minutes": "How long detection took",
    "origin": "Where it began",
    "origin.most_referenced": "Which message others point at most",
    "origin.trigger": "What set it off outside this archive",
    "cause": "Whose doing it was",
    "cause.verdict": "Whether the cause was internal or external",
    "cause.cluster": "How much responsibility the public attributes to us",
    "spread": "How it spread",
    "spread.doubling_minutes": "How fast it doubled",
    "spread.amplifiers": "Who carried it furthest",
    "sentiment": "The tone of what was said",
    "sentiment.negative_share": "The share of negative messages",
    "response": "How we answered",
    "response.first_statement": "Our first statement",
    "response.first_statement.responsibility": "How our first statement is worded",
    "response.first_statement.compassion": "Whether our first statement shows compassion",
    "response.first_statement.commitment": "Whether our first statement commits to anything",
    "response.first_statement.defensive": "Whether our first statement is defensive",
    "response.first_statement.speaker": "Who spoke first for us",
    "response.first_statement.minutes_after_alarm": "How long after it could have been known we spoke",
    "response.timeline": "Our statements",
    "response.longest_silence_minutes": "Our longest silence",
    "response.needs_reply": "How many messages needed an answer",
    "response.answered": "How many got one",
    "response.unanswered": "How many still wait",
    "response.median_reply_minutes": "How fast the answered were answered, in the median",
    "response.p90_reply_minutes": "How fast nine in ten of the answered were answered",
    "response.median_wait_minutes": "The median wait, open messages included",
    "response.p90_wait_minutes": "The wait that nine in ten stayed under, open messages included",
    "response.hub": "Whether a hub page was used",
    "response.after_statement": "What volume did after our statement",
    "recovery": "How it receded",
    "recovery.half_life_minutes": "How fast the excess receded",
    "recovery.half_life_interval": "How sure the half-life is",
    "recovery.baseline_at": "When volume was back to normal",
    "questions": "What people asked",
    "plan": "Which scenario of the plan applied",
    "plan.scenario": "Which scenario of the plan applied",
    "scorecard": "How the response compares with the plan",
    "quality.gaps": "Whether the archive has gaps",
    "quality.response_observable": "Whether our answers are in the archive",
}


#: Where the reason for a null stands when it has none of its own.
_REASON_ELSEWHERE = {
    "response.first_statement.minutes_after_alarm": "detection.alarm_at",
    "response.first_statement.minutes_after_origin": "origin",
    "response.first_statement.on_origin_platform": "origin",
    "detection.delay_minutes": "detection.alarm_at",
}

#: What a null means of itself.
_REASON_BY_MEANING = {
    "response.median_wait_minutes": "fewer than half of them were answered",
    "response.p90_wait_minutes": "fewer than nine in ten of them were answered",
    "response.median_reply_minutes": "none was answered",
    "response.p90_reply_minutes": "none was answered",
    "recovery.baseline_at": "it was not, as far as the archive goes",
}


def reason(facts: Facts, place_in_facts: str) -> str:
    """Why the value at this dotted place is null, else why the section above it is; empty when nothing says."""
    where = place_in_facts
    while where:
        if where in facts.unknown:
            return facts.unknown[where]
        if where in _REASON_ELSEWHERE:
            return reason(facts, _REASON_ELSEWHERE[where])
        if where in _REASON_BY_MEANING:
            return _REASON_BY_MEANING[where]
        where = where.rpartition(".")[0]
    return ""


def not_known(facts: Facts, place_in_facts: str) -> str:
    """`not known (why)`; just `not known` when the facts don't say why."""
    why = reason(facts, place_in_facts).rstrip(".")
    return f"{NOT_KNOWN} ({why})" if why else NOT_KNOWN


def name(place: str) -> str:
    """A value's place in the facts in words; the place itself, spaced out, when it has no name yet."""
    if place in _NAMES:
        return _NAMES[place]
    words = place.replace("_", " ").split(".")
    return " · ".join(words)[:1].upper() + " · ".join(words)[1:]


def unknowns(facts: Facts) -> dict[str, list[str]]:
    """Reason → what is not known because of it, in the order of the facts' own sections."""
    because: dict[str, list[str]] = {}
    for place in sorted(facts.unknown, key=lambda place: (_rank(place), place)):
        because.setdefault(facts.unknown[place], []).append(name(place))
    return because


def _rank(place: str) -> int:
    section = place.partition(".")[0]
    return _ORDER.index(section) if section in _ORDER else len(_ORDER)
