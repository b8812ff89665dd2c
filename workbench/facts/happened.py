"""The facts on what happened: the crisis, how it was found, origin, spread, tone, recovery."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

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
    phrases: list[Term] = []


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
    excess_interval: tuple[Number, Number] | None = None
    peak_per_hour: Number | None = None
    peak_ratio: Number | None = None
    severity: int | None = None
    severity_parts: dict[str, Any] | None = None
    topic: Topic


class Phase(Part):
    """A stretch of the crisis with the messages on its topic; `to` is null for the last one of a crisis that runs."""

    name: Literal["signal", "growth", "peak", "decay", "tail"]
    start: Time = Field(serialization_alias="from", validation_alias="from")
    until: Time | None = Field(default=None, serialization_alias="to", validation_alias="to")
    mentions: int


class Control(Part):
    """Another brand in the crisis's time: `mentions` over `expected` is `ratio`, `usual` the range in which 99 % of its
    ordinary stretches of that length lie, `correlation` that of both brands' hourly distances from the expected.
    """

    brand: str
    mentions: int | None = None
    expected: Number | None = None
    ratio: Number | None = None
    usual: tuple[Number, Number] | None = None
    correlation: Number | None = None
    verdict: Literal["rose too", "as usual", "fell", "unknown"]
    because: str | None = None


class Setting(Part):
    """Whether the burst would have been found at another threshold (standard deviations), and from when on."""

    threshold: Number
    found: bool
    start: Time | None = None


class Detection(Part):
    alarm_at: Time | None = None
    delay_minutes: Number | None = None
    sensitivity: list[Setting] | None = None


class OtherOrigin(Part):
    """Another message with which it may have begun."""

    platform: str
    mention_id: str
    created_at: Time
    owned: bool


class Origin(Part):
    """`references`: how many point at the most referenced message. `lost`: a post that is not in the archive and
    survives in the message `mention_id`; `owned` then tells whose that was. `because`: codes for why it is not sure.
    """

    platform: str
    mention_id: str
    created_at: Time
    owned: bool
    author: str | None = None
    most_referenced: str | None = None
    references: int | None = None
    lost: str | None = None
    sure: Literal["high", "medium", "low"] | None = None
    because: list[str] = []
    others: list[OtherOrigin] = []
    trigger: str | None = None


class PlatformSpread(Part):
    platform: str
    first_seen: Time
    lag_minutes: Number
    mentions: int


class Amplifier(Part):
    """`caused`: messages on the topic that answer, quote or repost this account's; null where nothing points."""

    author: str
    platform: str | None = None
    mentions: int
    reach: int | None = None
    caused: int | None = None


class LanguageShare(Part):
    lang: str
    mentions: int
    share: Number


class Newcomers(Part):
    """Authors seen before the crisis and those seen first in it, and how many of either were seen again afterwards.

    The counts of people whom a storm leaves behind: Lamba, Malik & Pfeffer 2015, "A tempest in a teacup? Analyzing
    firestorms on Twitter". `stayed` and `stayed_regulars` are shares of the respective authors; `after_days` is the
    time after the end that could be looked at, null shares where it is under a week.
    """

    first_time: int
    regular: int
    first_time_share: Number
    usual_share: Number | None = None
    stayed: Number | None = None
    stayed_regulars: Number | None = None
    after_days: Number | None = None


class Concentration(Part):
    """Few or many: the Gini coefficient of messages an author (0: all alike) and the share of the ten busiest."""

    authors: int
    gini: Number
    top10_share: Number


class Reach(Part):
    """How many people follow those who wrote: an upper bound for these accounts, for audiences overlap and nobody reads
    everything. Each account counts once, at its largest.

    `followers`: of the `known` of `accounts` of others whose audience the archive tells. `own`: of the brand's own
    accounts that wrote on it. `views`: of the `viewed` messages of others that have any; who looks twice counts twice.
    """

    followers: int | None = None
    known: int
    accounts: int
    own: int | None = None
    views: int | None = None
    viewed: int = 0


class Spread(Part):
    """`growth_per_hour`: by which factor the topic grew in an hour while it grew; `sharers`: amplifiers by sharing."""

    platforms: list[PlatformSpread]
    doubling_minutes: Number | None = None
    doubling_interval: tuple[Number, Number] | None = None
    growth_per_hour: Number | None = None
    amplifiers: list[Amplifier] = []
    sharers: list[Amplifier] = []
    concentration: Concentration | None = None
    newcomers: Newcomers | None = None
    reach: Reach | None = None
    languages: list[LanguageShare] = []


class NegativeShare(Part):
    before: Number | None = None
    during: Number | None = None
    after: Number | None = None


class CorrectedShare(Part):
    """A share as it would be without the scorer's errors, and its 95 % interval; `basis`: what tells of the errors."""

    share: Number
    low: Number
    high: Number
    basis: str


class TonePeriod(Part):
    """A sample of the messages before, during or after: the share that was scored, and of the scored ones the negative
    and the positive. `corrected` is the negative share by how the scorer does on labelled sets.
    """

    period: Literal["before", "during", "after"]
    scored_share: Number
    negative_share: Number
    positive_share: Number
    corrected: CorrectedShare | None = None


class Sentiment(Part):
    """Towards the brand. `positive`, `angry` (hostile, not only displeased) and `grief` (mourning, which is no
    hostility) are shares of the scored messages during the crisis; `corrected` is the negative share then.
    """

    scored_share: Number | None = None
    negative_share: NegativeShare = NegativeShare()
    corrected: CorrectedShare | None = None
    positive_share: Number | None = None
    angry_share: Number | None = None
    grief_share: Number | None = None
    periods: list[TonePeriod] = []


class Aftershock(Part):
    peak: Time
    mentions: int


class Shift(Part):
    """The lasting change of ordinary volume: the factor after the crisis against before, with its 95 % interval."""

    factor: Number
    low: Number
    high: Number
    days_before: int
    days_after: int
    lasting: bool


class ReturnCheck(Part):
    """Of the days after the end, up to `days`, those on which the whole volume or the topic stood out again."""

    days: int
    days_seen: int
    days_out: int
    topic_mentions: int
    back: bool


class Recovery(Part):
    half_life_minutes: Number | None = None
    half_life_interval: tuple[Number, Number | None] | None = None
    baseline_at: Time | None = None
    aftershocks: list[Aftershock] = []
    shift: Shift | None = None
    return_check: ReturnCheck | None = None
