"""What is ordinary in an archive whose collection was not: gaps, another query, too few days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, mention
from workbench import bursts, history, series
from workbench.queries import Change

CHANGED = START + dt.timedelta(days=20, hours=5)
CHANGE = Change(CHANGED, None, True, "another query")


def added(days: int, per_hour: float) -> list[dict[str, Any]]:
    """What another query brings from CHANGED on."""
    rows = chatter(days, per_hour, seed=3, start=CHANGED)
    return [mention(5_000_000 + place, row["created_at"], "globex again") for place, row in enumerate(rows)]


def test_a_keyword_added_to_the_query_is_no_burst() -> None:
    connection = archive([*chatter(40, 10), *added(19, 25)])
    told, untold = history.read(connection, None, [CHANGE]), history.read(connection)
    assert told.baseline is not None
    assert untold.baseline is not None
    counts = series.counts(connection, told.bucket)
    assert bursts.find(counts, told.baseline, told.bucket) == []
    assert bursts.find(counts, untold.baseline, untold.bucket) != []
    level = told.level_around(CHANGE)
    assert level is not None
    assert level == pytest.approx((10, 35), rel=0.1)
    assert told.warnings() == [
        f"another query was collected from {CHANGED:%Y-%m-%d %H:%M} UTC on:"
        f" {level[0]:.3g} an hour before and {level[1]:.3g} after are ordinary"
    ]


def test_a_gap_is_missing_and_says_what_was_due() -> None:
    start, stop = START + dt.timedelta(days=20, hours=10), START + dt.timedelta(days=21, hours=10)
    whole = chatter(40, 10)
    holed = history.read(archive([row for row in whole if not start <= row["created_at"] < stop]))
    full = history.read(archive(whole))
    assert holed.baseline is not None
    assert full.baseline is not None
    assert holed.gaps == [(pd.Timestamp(start), pd.Timestamp(stop))]
    assert holed.baseline.expected.mean() == pytest.approx(full.baseline.expected.mean(), rel=0.02)
    (line,) = holed.warnings()
    assert line.startswith("nothing was collected from 2026-03-22 10:00 to 2026-03-23 10:00 UTC, where 2")
    assert line.endswith("mentions were to be expected: check the collector")


def test_under_two_weeks_nothing_is_expected_and_it_is_said_why() -> None:
    few = history.read(archive(chatter(13, 10)), None, [CHANGE])
    assert few.baseline is None
    assert few.bucket == series.WIDEST
    assert few.level_around(CHANGE) is None
    assert "load at least 14 days" in str(few.unknown)


def test_a_busy_brand_is_counted_by_the_minute() -> None:
    hourly = pd.Series(7000.0, pd.date_range(START, periods=24 * 20, freq="h"))
    baseline = bursts.fit_baseline(hourly)
    assert history.History(hourly, baseline, [], hourly.index[0], hourly.index[-1]).bucket == 1
