"""The report's charts from its facts and tables; a sentence instead where there is nothing to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench import charts
from workbench.facts import Limit, PlatformSpread
from workbench.languages import key, say
from workbench.phrase import sentence
from workbench.report.markup import Markup, paragraph
from workbench.report.reading import Reading
from workbench.report.story import response_seen
from workbench.report.unknowns import reason

if TYPE_CHECKING:
    from typing import TypeAlias

    import plotly.graph_objects as go

    Shown: TypeAlias = go.Figure | Markup | None

#: Phrases shown before the words.
PHRASES = 3


def searched(report: Reading) -> Shown:
    """The whole archive against the expected, where no crisis was found."""
    if report.facts.crisis is not None:
        return None
    return charts.volume(report.table("counts"), None, report.zone) or _missing(report, key("volume"), "crisis")


def volume(report: Reading) -> Shown:
    """All mentions against the expected band."""
    crisis = report.facts.crisis
    if crisis is None:
        return None
    return charts.volume(report.table("counts"), crisis, report.zone) or _missing(
        report, key("volume"), "crisis.expected"
    )


def timeline(report: Reading) -> Shown:
    """Mentions on the topic with our statements on the line."""
    facts = report.facts
    if facts.crisis is None:
        return None
    spoken = (facts.response.timeline if facts.response else []) if response_seen(facts) else None
    first = facts.response.first_statement if facts.response else None
    marks = [(facts.detection.alarm_at if facts.detection else None, say("could be known"))]
    marks += [(one.first_seen, say("in the news")) for one in _platforms(report) if one.platform == "news"]
    if facts.response and facts.response.hub:
        marks.append((facts.response.hub.first_linked_at, say("hub linked")))
    drawn = charts.timeline(report.table("counts"), facts.crisis, spoken, first, marks, report.zone)
    return drawn or _missing(report, key("mentions on the topic in time"), "crisis.topic")


def topic_terms(report: Reading) -> Shown:
    """The phrases and words that set the crisis apart."""
    crisis = report.facts.crisis
    if crisis is None:
        return None
    return charts.topic_terms([*crisis.topic.phrases[:PHRASES], *crisis.topic.detail]) or _missing(
        report, key("the words of the topic"), "crisis.topic.detail"
    )


def spread(report: Reading) -> Shown:
    """Mentions on the topic by platform."""
    if report.facts.crisis is None:
        return None
    return charts.spread(report.table("spread"), report.zone, _platforms(report)) or _missing(
        report, key("the spread by platform"), "spread"
    )


def tone(report: Reading) -> Shown:
    """How people felt before, during and after."""
    felt = report.facts.sentiment
    return charts.tone(felt.periods) if felt and report.facts.crisis else None


def waiting(report: Reading) -> Shown:
    """How long people waited for an answer."""
    if report.facts.crisis is None:
        return None
    median = report.facts.response.median_wait_minutes if report.facts.response else None
    return charts.waiting(report.table("waits"), median) or _missing(
        report, key("waiting times"), "response.median_wait_minutes"
    )


def backlog(report: Reading) -> Shown:
    """Messages waiting for an answer, in time."""
    if report.facts.crisis is None:
        return None
    return charts.backlog(report.table("backlog"), report.zone) or _missing(
        report, key("the backlog"), "response.unanswered"
    )


def recovery(report: Reading) -> Shown:
    """The excess after the peak and the fitted decay."""
    facts = report.facts
    if facts.crisis is None:
        return None
    half = facts.recovery.half_life_minutes if facts.recovery else None
    drawn = charts.recovery(report.table("recovery"), half, report.zone, facts.crisis.end)
    return drawn or _missing(report, key("the recovery"), "recovery.half_life_minutes")


def coverage(report: Reading) -> Shown:
    """What was collected when, by platform, and the gaps."""
    found = report.facts.quality
    gaps = [Limit(kind="gap", start=gap.start, until=gap.until) for gap in found.gaps or []]
    return charts.coverage(report.table("collected"), [*gaps, *(found.limits or [])], report.zone)


def _platforms(report: Reading) -> list[PlatformSpread]:
    return report.facts.spread.platforms if report.facts.spread else []


def _missing(report: Reading, what: str, place: str) -> Markup:
    """That there is no chart, and why; `what` is a key."""
    why = reason(report.facts, place) or say("there are no data for it")
    return paragraph(say("No chart of {what}: {why}", what=say(what), why=sentence(why)), kind="note")
