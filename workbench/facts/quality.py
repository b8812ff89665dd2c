"""The facts on the data behind the report."""

from __future__ import annotations

from pydantic import Field

from workbench.facts.part import Number, Part, Time


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
