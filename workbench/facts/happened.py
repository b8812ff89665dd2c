"""The facts on what happened: the crisis, how it was found, origin, cause, spread, tone, recovery."""

from __future__ import annotations

from typing import Any, Literal

from workbench.facts.part import Number, Part, Span, Time


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


class Aftershock(Part):
    peak: Time
    mentions: int


class Recovery(Part):
    half_life_minutes: Number | None = None
    half_life_interval: tuple[Number, Number] | None = None
    baseline_at: Time | None = None
    aftershocks: list[Aftershock] = []
