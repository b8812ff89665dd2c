"""Business hours: when somebody is at the desk, and how much of a wait fell into that time."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zoneinfo
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(r"(?P<days>[A-Za-z,\-\s]+?)\s+(?P<times>[\d:,\-\s]+)")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_MINUTE = 60.0

#: Minutes of the day from which to which the desk is open.
Span = tuple[int, int]


@dataclass(frozen=True)
class Desk:
    """Open spans by weekday (Monday first), in the wall time of `zone`, closed on `holidays`."""

    week: tuple[tuple[Span, ...], ...]
    zone: zoneinfo.ZoneInfo
    holidays: frozenset[dt.date] = frozenset()

    def minutes(self, since: pd.Series, until: pd.Series) -> NDArray[np.float64]:
        """Open minutes between each pair of UTC moments; 0 where nobody was at the desk in between."""
        import numpy as np

        if since.empty:
            return np.array([], dtype=float)
        edges, passed = self._clock(since.min(), max(since.max(), until.max()))
        return np.maximum(_at(until, edges, passed) - _at(since, edges, passed), 0.0)

    def _clock(self, first: pd.Timestamp, last: pd.Timestamp) -> tuple[list[float], list[float]]:
        """Moments in seconds since 1970 at which the desk opens or closes, and the open minutes passed by each."""
        day, stop = first.tz_convert(self.zone).date(), last.tz_convert(self.zone).date()
        edges, passed, total = [first.timestamp() - 86400.0], [0.0], 0.0
        while day <= stop:
            for opens, closes in () if day in self.holidays else self.week[day.weekday()]:
                begins, ends = (self._moment(day, minute) for minute in (opens, closes))
                edges += [begins, ends]
                passed += [total, total + (ends - begins) / _MINUTE]
                total = passed[-1]
            day += dt.timedelta(days=1)
        return [*edges, last.timestamp() + 86400.0], [*passed, total]

    def _moment(self, day: dt.date, minute: int) -> float:
        """The wall time as seconds since 1970; through UTC, so that a day on which the clock changes has its length."""
        midnight = dt.datetime.combine(day + dt.timedelta(days=minute // 1440), dt.time(0), self.zone)
        return (midnight + dt.timedelta(minutes=minute % 1440)).astimezone(dt.UTC).timestamp()


def parse(text: str) -> tuple[tuple[Span, ...], ...]:
    """The open spans of each weekday in `text`: `Mo-Fr 08:00-18:00; Sa 10:00-14:00`, or `24/7`.

    A later rule replaces an earlier one for its days, as in OpenStreetMap's opening_hours, of which this is a part.
    ValueError, saying what is wrong, for anything else.
    """
    if text.strip() == "24/7":
        return (((0, 1440),),) * 7
    week: list[tuple[Span, ...]] = [()] * 7
    for rule in text.split(";"):
        found = _RULE.fullmatch(rule.strip())
        if not found:
            raise ValueError(f"{text!r} are no business hours: write them as Mo-Fr 08:00-18:00; Sa 10:00-14:00")
        spans = tuple(_span(part, text) for part in found["times"].split(","))
        if any(a[1] > b[0] for a, b in itertools.pairwise(spans)):
            raise ValueError(f"{text!r}: spans of a day overlap or are out of order")
        for day in _days(found["days"], text):
            week[day] = spans
    return tuple(week)


def desk(business_hours: str | None, timezone: str, holidays: Collection[dt.date] = ()) -> Desk | None:
    """The desk of a plan; None where it names no hours."""
    if not business_hours:
        return None
    return Desk(parse(business_hours), zoneinfo.ZoneInfo(timezone), frozenset(holidays))


def _days(text: str, whole: str) -> list[int]:
    days: list[int] = []
    for part in text.split(","):
        names = [name.strip().title()[:2] for name in part.split("-")]
        if len(names) > 2 or any(name not in DAYS for name in names):
            raise ValueError(f"{whole!r}: {part.strip()!r} is no day or span of days: write Mo, Tu, … Su, or Mo-Fr")
        first, last = DAYS.index(names[0]), DAYS.index(names[-1])
        # "Sa-Mo" goes round the week's end.
        days += [day % 7 for day in range(first, (last if last >= first else last + 7) + 1)]
    return days


def _span(text: str, whole: str) -> Span:
    found = _SPAN.fullmatch(text.strip())
    if found:
        h, m, to_h, to_m = (int(part) for part in found.groups())
        opens, closes = h * 60 + m, to_h * 60 + to_m
        if opens < closes <= 1440 and m < 60 and to_m < 60:
            return opens, closes
    raise ValueError(f"{whole!r}: {text.strip()!r} is no span of one day: write 08:00-18:00, at most to 24:00")


def _at(moments: pd.Series, edges: list[float], passed: list[float]) -> NDArray[np.float64]:
    import numpy as np

    seconds = moments.to_numpy(dtype="datetime64[us]").astype("int64") / 1e6
    return np.interp(seconds, edges, passed)
