"""The facts on the data behind the report."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workbench.facts.part import Number, Part, Time


class Gap(Part):
    start: Time = Field(serialization_alias="from", validation_alias="from")
    until: Time = Field(serialization_alias="to", validation_alias="to")


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
    mentions: int
    quarantined: int
    duplicates: int
    response_observable: bool | None = None
    gaps: list[Gap] | None = None
    first: Time | None = None
    last: Time | None = None
    simulated_share: Number | None = None
    accuracy: list[Accuracy] = []
