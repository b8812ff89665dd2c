"""The facts on the data behind the report."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workbench.facts.part import Number, Part, Time


class Gap(Part):
    start: Time = Field(serialization_alias="from", validation_alias="from")
    until: Time = Field(serialization_alias="to", validation_alias="to")


class Limit(Part):
    """One thing that the archive cannot know, of one `platform` or of all (null).

    `gap`: nothing was collected where `missing` messages were to be expected. `part of a day`: an export holds only
    that time of a day. `cap`: an export of exactly `missing` messages, a round number, at which its tool may have
    stopped. `query`, `sample`: what was collected changed, or is a part of all; `what` says how.
    """

    kind: Literal["gap", "part of a day", "cap", "sample", "query"]
    platform: str | None = None
    start: Time | None = Field(default=None, serialization_alias="from", validation_alias="from")
    until: Time | None = Field(default=None, serialization_alias="to", validation_alias="to")
    missing: Number | None = None
    what: str | None = None


class Source(Part):
    """One platform's part of the archive. `least_gap_minutes`: at its mean pace, so long a silence is no chance, and a
    shorter one may be; null where the archive is too short to know what is ordinary.
    """

    platform: str
    mentions: int
    first: Time
    last: Time
    least_gap_minutes: Number | None = None


class Settings(Part):
    """What the search went by: a burst passes `threshold` standard deviations and `least_excess` mentions over the
    expected, which `ordinary_days` taught; a stretch of the chart's band holds `band` of the ordinary hours.
    """

    threshold: Number
    least_excess: Number
    band: Number
    ordinary_days: Number | None = None


class Accuracy(Part):
    """How often one judgement was right, by a sample that people labelled, with 95 % intervals.

    `topic`: about the crisis; `needs`: needs an answer; `statement`: speaks of the crisis; `tone`: negative towards the
    brand; `wording`: the marks of the statements. `precision`: of what it says yes to, how much is so; `recall`: of
    what is so, how much it says yes to.
    """

    judgement: Literal["topic", "needs", "statement", "tone", "wording"]
    labelled: int
    precision: Number | None = None
    precision_interval: tuple[Number, Number] | None = None
    recall: Number | None = None
    recall_interval: tuple[Number, Number] | None = None


class Quality(Part):
    """Of the messages `read` from so many `exports`, each as it was first loaded: `loaded`, `duplicates` and
    `quarantined`; `ignored` rows are no messages. `gaps`: of all platforms together; those of one are `limits`.
    `absent`: platforms of the brand's own accounts of which the archive holds no message.
    """

    mentions: int
    quarantined: int
    duplicates: int
    response_observable: bool | None = None
    gaps: list[Gap] | None = None
    first: Time | None = None
    last: Time | None = None
    simulated_share: Number | None = None
    accuracy: list[Accuracy] = []
    exports: int | None = None
    read: int | None = None
    loaded: int | None = None
    ignored: int | None = None
    sources: list[Source] | None = None
    limits: list[Limit] | None = None
    absent: list[str] = []
