from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.made_up import START, archive, mention
from workbench import series


def at(**after: float) -> dt.datetime:
    return START + dt.timedelta(**after)


def test_empty_buckets_count_zero() -> None:
    rows = [mention(1, at(minutes=1), "a"), mention(2, at(minutes=9), "b"), mention(3, at(minutes=31), "c")]
    counts = series.counts(archive(rows), 10)
    assert counts.tolist() == [2, 0, 0, 1]
    assert counts.index[0] == pd.Timestamp(START)


def test_bounds_set_the_grid_even_where_nothing_was_said() -> None:
    since, until = pd.Timestamp(at(hours=-1)), pd.Timestamp(at(hours=2))
    assert series.counts(archive([mention(1, at(minutes=5), "a")]), 60, since, until).tolist() == [0, 1, 0]


def test_no_message_no_series() -> None:
    assert series.counts(archive([]), 60).empty


@pytest.mark.parametrize(("an_hour", "minutes"), [(0.0, 10), (2, 10), (599, 10), (600, 5), (6000, 1), (6_000_000, 1)])
def test_the_bucket_narrows_as_the_volume_grows(an_hour: float, minutes: int) -> None:
    assert series.bucket(an_hour) == minutes
