"""The facts: what the report says, for machines. The shape of `facts.json`.

A value that the archive can't support is null, never a guess and never zero; `unknown` says why, keyed by the value's
dotted place (`"recovery.half_life_minutes"`). Every figure traces to mention ids.
"""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

SCHEMA_VERSION = 1


def iso(moment: dt.datetime) -> str:
    """ISO 8601 in UTC with `Z`, to the second unless it has a fraction."""
    utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds" if utc.microsecond else "seconds") + "Z"


def rounded(number: float | None) -> float | None:
    """Six significant digits, so that the last bits of a float never change a file; null for what is not finite."""
    if number is None or not math.isfinite(number):
        return None
    return float(f"{number:.6g}")


Time = Annotated[dt.datetime, PlainSerializer(iso, return_type=str)]
Number = Annotated[float, PlainSerializer(rounded, return_type=float | None)]
Span = tuple[Time | None, Time | None]


class Part(BaseModel):
    """A section of the facts; unknown keys are refused so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Term(Part):
    """A word or phrase over-represented in the crisis, with its counts and the 95 % interval of its log-odds."""

    term: str
    mentions: int
    before: int
    log_odds: Number
    low: Number
    high: Number


class Topic(Part):
    label: str
    terms: list[str]
    share: Number | None = None
    detail: list[Term] = []


class Interval(Part):
    onset: Span | None = None
    peak: Span | None = None
    end: Span | None = None


class Crisis(Part):
    id: str
    kind: Literal["crisis", "attention"]
    kind_reason: str | None = None
    declared_by: str | None = None
    onset: Time
    peak: Time
    end: Time | None = None
    interval: Interval | None = None
    mentions: int
    originals: int
    authors: int | None = None
    expected: Number | None = None
    excess: Number | None = None
    peak_per_hour: Number | None = None
    peak_ratio: Number | None = None
    severity: int | None = None
    severity_parts: dict[str, Any] | None = None
    topic: Topic


class Setting(Part):
    """Whether the burst would have been found at another threshold (standard deviations), and from when on."""

    threshold: Number
    found: bool
    start: Time | None = None


class Detection(Part):
    alarm_at: Time | None = None
    delay_minutes: Number | None = None
    sensitivity: list[Setting] | None = None


class Origin(Part):
    platform: str
    mention_id: str
    created_at: Time
    owned: bool
    author: str | None = None
    most_referenced: str | None = None
    trigger: str | None = None


class Cause(Part):
    verdict: Literal["internal", "external"] | None = None
    cluster: Literal["victim", "accidental", "preventable"] | None = None
    confidence: Number | None = None
    evidence: list[str] = []
    confirmed_by: str | None = None


class PlatformSpread(Part):
    platform: str
    first_seen: Time
    lag_minutes: Number
    mentions: int


class Amplifier(Part):
    author: str
    mentions: int
    reach: int | None = None


class Spread(Part):
    platforms: list[PlatformSpread]
    doubling_minutes: Number | None = None
    amplifiers: list[Amplifier] = []


class NegativeShare(Part):
    before: Number | None = None
    during: Number | None = None
    after: Number | None = None


class Sentiment(Part):
    scored_share: Number | None = None
    negative_share: NegativeShare = NegativeShare()


class TimelineEntry(Part):
    """A statement of the brand about the crisis; its own public words may be shown."""

    at: Time
    mention_id: str
    type: Literal["acknowledgement", "holding", "substantive", "apology", "correction", "update", "deletion"] | None = (
        None
    )
    platform: str
    author: str
    speaker: str | None = None
    text: str


class FirstStatement(Part):
    mention_id: str
    created_at: Time
    platform: str
    minutes_after_origin: Number | None = None
    minutes_after_onset: Number | None = None
    minutes_after_alarm: Number | None = None
    on_origin_platform: bool | None = None
    speaker: str | None = None
    responsibility: bool | None = None
    compassion: bool | None = None
    commitment: bool | None = None
    defensive: bool | None = None


class Hub(Part):
    url: str
    first_linked_at: Time | None = None
    share_of_replies: Number | None = None


class AfterStatement(Part):
    volume_change: Number | None = None
    low: Number | None = None
    high: Number | None = None


class Response(Part):
    timeline: list[TimelineEntry] = []
    first_statement: FirstStatement | None = None
    statements: int | None = None
    longest_silence_minutes: Number | None = None
    needs_reply: int | None = None
    answered: int | None = None
    unanswered: int | None = None
    median_reply_minutes: Number | None = None
    p90_reply_minutes: Number | None = None
    median_wait_minutes: Number | None = None
    p90_wait_minutes: Number | None = None
    hub: Hub | None = None
    after_statement: AfterStatement | None = None


class Aftershock(Part):
    peak: Time
    mentions: int


class Recovery(Part):
    half_life_minutes: Number | None = None
    half_life_interval: tuple[Number, Number] | None = None
    baseline_at: Time | None = None
    aftershocks: list[Aftershock] = []


class Question(Part):
    question: str
    asked: int
    answered_by_hub: bool | None = None
    examples: list[str] = []


class PlanMatch(Part):
    scenario: str | None = None


class Check(Part):
    tip: Literal["plan", "hub", "monitor", "own"]
    check: str
    target: str | None = None
    observed: str | None = None
    verdict: Literal["met", "missed", "unknown", "not applicable"]
    evidence: list[str] = []


class Gap(Part):
    start: Time = Field(serialization_alias="from", validation_alias="from")
    until: Time = Field(serialization_alias="to", validation_alias="to")


class Quality(Part):
    mentions: int
    quarantined: int
    duplicates: int
    response_observable: bool | None = None
    gaps: list[Gap] | None = None
    first: Time | None = None
    last: Time | None = None
    simulated_share: Number | None = None


class Facts(Part):
    """Everything one report says. `crisis` is null in the report of an archive in which no crisis was found."""

    schema_: int = Field(default=SCHEMA_VERSION, serialization_alias="schema", validation_alias="schema")
    brand: str
    generated_at: Time
    archive_version: int
    crisis: Crisis | None = None
    detection: Detection | None = None
    origin: Origin | None = None
    cause: Cause | None = None
    spread: Spread | None = None
    sentiment: Sentiment | None = None
    response: Response | None = None
    recovery: Recovery | None = None
    questions: list[Question] | None = None
    plan: PlanMatch | None = None
    scorecard: list[Check] | None = None
    quality: Quality
    tables: dict[str, str] = {}
    unknown: dict[str, str] = {}

    def to_json(self) -> str:
        """The text of `facts.json`: two spaces of indent, keys in the order of the contract, a final line end."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"

    @classmethod
    def read(cls, path: Path) -> Facts:
        """The facts in the file at `path`; pydantic's ValidationError when it is not of this shape."""
        return cls.model_validate_json(path.read_bytes())
