"""The facts: what the report says, for machines. The shape of `facts.json`.

A value that the archive can't support is null, never a guess and never zero; `unknown` says why, keyed by the value's
dotted place (`"recovery.half_life_minutes"`). Every figure traces to mention ids.
"""

from workbench.facts.document import SCHEMA_VERSION, Facts
from workbench.facts.happened import (
    Aftershock,
    Amplifier,
    Cause,
    Crisis,
    Detection,
    Interval,
    NegativeShare,
    Origin,
    PlatformSpread,
    Recovery,
    Sentiment,
    Setting,
    Spread,
    Term,
    Topic,
)
from workbench.facts.part import Number, Part, Span, Time, iso, rounded
from workbench.facts.planned import Check, PlanMatch, ScenarioDraft, ScenarioFit
from workbench.facts.quality import (
    Gap,
    Quality,
)
from workbench.facts.response import (
    Aftercare,
    AfterStatement,
    AnsweredShare,
    Answering,
    BusinessHours,
    Counted,
    Delays,
    Difference,
    FirstStatement,
    Hub,
    Question,
    Response,
    TimelineEntry,
)

__all__ = [
    "SCHEMA_VERSION",
    "AfterStatement",
    "Aftercare",
    "Aftershock",
    "Amplifier",
    "AnsweredShare",
    "Answering",
    "BusinessHours",
    "Cause",
    "Check",
    "Counted",
    "Crisis",
    "Delays",
    "Detection",
    "Difference",
    "Facts",
    "FirstStatement",
    "Gap",
    "Hub",
    "Interval",
    "NegativeShare",
    "Number",
    "Origin",
    "Part",
    "PlanMatch",
    "PlatformSpread",
    "Quality",
    "Question",
    "Recovery",
    "Response",
    "ScenarioDraft",
    "ScenarioFit",
    "Sentiment",
    "Setting",
    "Span",
    "Spread",
    "Term",
    "Time",
    "TimelineEntry",
    "Topic",
    "iso",
    "rounded",
]
