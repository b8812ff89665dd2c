"""What every section of the facts is made of: how times and numbers are written, and that unknown keys are refused."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer


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
