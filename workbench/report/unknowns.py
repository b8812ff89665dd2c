"""What is not known: every null of the facts that has a reason, in words."""

from __future__ import annotations

from workbench.facts import Facts
from workbench.languages import key, reworded, say

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

#: What a value is called, by its dotted place.
NAMES = {
    "crisis": key("Whether there was a crisis"),
    "crisis.end": key("When it ended"),
    "crisis.interval": key("How sure the times of onset, peak and end are"),
    "crisis.expected": key("What was to be expected in that time"),
    "crisis.excess": key("How many mentions were above the expected"),
    "crisis.peak_per_hour": key("The volume at the peak"),
    "crisis.peak_ratio": key("The peak against normal"),
    "crisis.severity": key("How severe it was"),
    "crisis.severity_parts": key("What the severity is made of"),
    "crisis.topic.share": key("The topic's share of what was said"),
    "detection": key("When it could have been known"),
    "detection.alarm_at": key("When it could have been known"),
    "detection.delay_minutes": key("How long detection took"),
    "origin": key("Where it began"),
    "origin.most_referenced": key("Which message others point at most"),
    "origin.trigger": key("What set it off outside this archive"),
    "cause": key("Whose doing it was"),
    "cause.verdict": key("Whether the cause was internal or external"),
    "cause.cluster": key("How much responsibility the public attributes to us"),
    "spread": key("How it spread"),
    "spread.doubling_minutes": key("How fast it doubled"),
    "spread.amplifiers": key("Who carried it furthest"),
    "spread.doubling_interval": key("How fast it doubled"),
    "spread.concentration": key("Whether few or many carried it"),
    "spread.newcomers": key("Who was new to us"),
    "spread.newcomers.stayed": key("Who stayed"),
    "spread.reach.followers": key("How many people it reached"),
    "claims.claims": key("What was claimed"),
    "subtopics": key("What the topic falls into"),
    "comparison.brand": key("How it compares with earlier crises"),
    "sentiment": key("The tone of what was said"),
    "sentiment.negative_share": key("The share of negative messages"),
    "response": key("How we answered"),
    "response.answering": key("How people were answered, in more detail"),
    "response.answering.business_hours": key("Reply times in business hours"),
    "response.first_statement": key("Our first statement"),
    "response.first_statement.responsibility": key("How our first statement is worded"),
    "response.first_statement.compassion": key("Whether our first statement shows compassion"),
    "response.first_statement.commitment": key("Whether our first statement commits to anything"),
    "response.first_statement.defensive": key("Whether our first statement is defensive"),
    "response.first_statement.speaker": key("Who spoke first for us"),
    "response.first_statement.minutes_after_alarm": key("How long after it could have been known we spoke"),
    "response.timeline": key("Our statements"),
    "response.longest_silence_minutes": key("Our longest silence"),
    "response.needs_reply": key("How many messages needed an answer"),
    "response.answered": key("How many got one"),
    "response.answered_in_time": key("How many got one in time"),
    "response.unanswered": key("How many still wait"),
    "response.median_reply_minutes": key("How fast the answered were answered, in the median"),
    "response.p90_reply_minutes": key("How fast nine in ten of the answered were answered"),
    "response.median_wait_minutes": key("The median wait, open messages included"),
    "response.p90_wait_minutes": key("The wait that nine in ten stayed under, open messages included"),
    "response.hub": key("Whether a hub page was used"),
    "response.after_statement": key("What volume did after our statement"),
    "recovery": key("How it receded"),
    "recovery.half_life_minutes": key("How fast the excess receded"),
    "recovery.half_life_interval": key("How sure the half-life is"),
    "recovery.baseline_at": key("When volume was back to normal"),
    "recovery.shift": key("Whether ordinary volume changed for good"),
    "recovery.return_check": key("Whether it came back"),
    "questions": key("What people asked"),
    "plan": key("Which scenario of the plan applied"),
    "plan.scenario": key("Which scenario of the plan applied"),
    "scorecard": key("How the response compares with the plan"),
    "quality.gaps": key("Whether the archive has gaps"),
    "quality.response_observable": key("Whether our answers are in the archive"),
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
    "response.median_wait_minutes": key("fewer than half of them were answered"),
    "response.p90_wait_minutes": key("fewer than nine in ten of them were answered"),
    "response.median_reply_minutes": key("none was answered"),
    "response.p90_reply_minutes": key("none was answered"),
    "recovery.baseline_at": key("it was not, as far as the archive goes"),
}

#: What has no value where nothing needed an answer.
_REPLIES = frozenset(f"response.{name}_{which}_minutes" for name in ("median", "p90") for which in ("wait", "reply"))


def reason(facts: Facts, place_in_facts: str) -> str:
    """Why the value at this dotted place is null, else why the section above it is; empty when nothing says."""
    where = place_in_facts
    while where:
        if where in facts.unknown:
            return reworded(facts.unknown[where])
        if where in _REASON_ELSEWHERE:
            return reason(facts, _REASON_ELSEWHERE[where])
        if where in _REPLIES and facts.response and facts.response.needs_reply == 0:
            return say("nothing needed an answer")
        if where in _REASON_BY_MEANING and where.partition(".")[0] not in facts.unknown:
            return say(_REASON_BY_MEANING[where])
        where = where.rpartition(".")[0]
    return ""


def not_known(facts: Facts, place_in_facts: str) -> str:
    """`not known (why)`; just `not known` when the facts don't say why."""
    why = reason(facts, place_in_facts).rstrip(".")
    return f"{not_known_word()} ({why})" if why else not_known_word()


def not_known_word() -> str:
    """`not known`, for a place where no reason fits."""
    return say("not known")


def name(place: str) -> str:
    """A value's place in the facts in words; the place itself, spaced out, when it has no name yet."""
    if place in NAMES:
        return say(NAMES[place])
    words = place.replace("_", " ").split(".")
    return " · ".join(words)[:1].upper() + " · ".join(words)[1:]


def unknowns(facts: Facts) -> dict[str, list[str]]:
    """Reason → what is not known because of it, in the order of the facts' own sections."""
    because: dict[str, list[str]] = {}
    # That there was none is known, where anything could be told.
    told = {"crisis"} if facts.crisis is None and "crisis.expected" not in facts.unknown else set()
    for place in sorted(facts.unknown.keys() - told, key=lambda place: (_rank(place), place)):
        because.setdefault(reworded(facts.unknown[place]), []).append(name(place))
    return because


def _rank(place: str) -> int:
    section = place.partition(".")[0]
    return _ORDER.index(section) if section in _ORDER else len(_ORDER)
