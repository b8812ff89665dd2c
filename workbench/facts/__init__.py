"""The facts: what the report says, for machines. The shape of `facts.json`.

A value that the archive can't support is null, never a guess and never zero; `unknown` says why, keyed by the value's
dotted place (`"recovery.half_life_minutes"`). Every figure traces to mention ids.
"""

from workbench.facts.document import SCHEMA_VERSION, Facts
from workbench.facts.happened import (
    Aftershock,
    Amplifier,
    Concentration,
    Control,
    CorrectedShare,
    Crisis,
    Detection,
    Interval,
    LanguageShare,
    NegativeShare,
    Newcomers,
    Origin,
    OtherOrigin,
    Phase,
    PlatformSpread,
    Reach,
    Recovery,
    ReturnCheck,
    Sentiment,
    Setting,
    Shift,
    Spread,
    Term,
    TonePeriod,
    Topic,
)
from workbench.facts.part import Number, Part, Span, Time, iso, rounded
from workbench.facts.people import Action, Change, Edition, Lessons, Status
from workbench.facts.planned import Check, PlanMatch, ScenarioDraft, ScenarioFit
from workbench.facts.quality import (
    Accuracy,
    Gap,
    Limit,
    Quality,
    Settings,
    Source,
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
    Kind,
    Open,
    Question,
    Reception,
    Response,
    Strategy,
    TimelineEntry,
    WentOn,
)
from workbench.facts.told import (
    Addressed,
    Cause,
    Claim,
    Claims,
    Comparison,
    Defence,
    Rank,
    Reason,
    Stories,
    Story,
    Subtopic,
)

__all__ = [
    "SCHEMA_VERSION", "Accuracy", "Action", "Addressed", "AfterStatement", "Aftercare", "Aftershock", "Amplifier",
    "AnsweredShare", "Answering", "BusinessHours", "Cause", "Change", "Check", "Claim", "Claims", "Comparison",
    "Concentration", "Control", "CorrectedShare", "Counted", "Crisis", "Defence", "Delays", "Detection", "Difference",
    "Edition", "Facts", "FirstStatement", "Gap", "Hub", "Interval", "Kind", "LanguageShare", "Lessons", "Limit",
    "NegativeShare", "Newcomers", "Number", "Open", "Origin", "OtherOrigin", "Part", "Phase", "PlanMatch",
    "PlatformSpread", "Quality", "Question", "Rank", "Reach", "Reason", "Reception", "Recovery", "Response",
    "ReturnCheck", "ScenarioDraft", "ScenarioFit", "Sentiment", "Setting", "Settings", "Shift", "Source", "Span",
    "Spread", "Status", "Stories", "Story", "Strategy", "Subtopic", "Term", "Time", "TimelineEntry", "TonePeriod",
    "Topic", "WentOn", "iso", "rounded",
]  # fmt: skip
