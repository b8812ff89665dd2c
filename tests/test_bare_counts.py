"""The detector on a file of counts: online never looks ahead, hindsight finds the beginning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.test_online import counts
from workbench import bare_counts, online
from workbench.errors import WorkbenchError

BURST = slice(6000, 6072)


def table(values: np.ndarray, skip: slice | None = None) -> pd.DataFrame:
    """Counts of five minutes as `read` gives them; the rows of `skip` were never written."""
    at = pd.date_range("2026-01-05", periods=len(values), freq="5min", tz="UTC")
    whole = pd.DataFrame({"timestamp": at.astype(str), "at": at, "value": values})
    return whole if skip is None else whole.drop(whole.index[skip]).reset_index(drop=True)


def growing() -> np.ndarray:
    """A month of quiet, and six hours that grow from nothing."""
    series = counts()
    series[BURST] += np.round(np.linspace(0, 60, BURST.stop - BURST.start))
    return series


def test_online_never_looks_ahead_even_where_later_rows_are_missing() -> None:
    whole = table(growing(), slice(7000, 7200))
    scored = bare_counts.scores(whole, "online")
    for cut in (2, 9, 14, 300, 6020, 7005):
        assert bare_counts.scores(whole[:cut], "online").tolist() == scored[:cut].tolist()


def test_hindsight_says_the_alarm_where_the_burst_began() -> None:
    whole = table(growing())
    rang = np.flatnonzero(bare_counts.scores(whole, "online") >= online.ALARM)
    began = np.flatnonzero(bare_counts.scores(whole, "retrospective") >= online.ALARM)
    inside = (rang >= BURST.start) & (rang < BURST.stop)
    assert inside.sum() == 1
    assert len(began) == len(rang)
    assert BURST.start <= began[inside][0] < rang[inside][0]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("time,value\n1,2\n", "counts need timestamp and value"),
        ("timestamp,value\n2026-01-05T00:00:00,3\n2026-01-05T00:05:00,-1\n", "row 3"),
        ("timestamp,value\n2026-01-05T00:00:00,3\nyesterday,1\n", "row 3"),
        ("timestamp,value\n2026-01-05T00:05:00,3\n2026-01-05T00:00:00,1\n", "in order of time"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(tmp_path: Path, text: str, part: str) -> None:
    file = tmp_path / "counts.csv"
    file.write_text(text)
    with pytest.raises(WorkbenchError, match=part):
        bare_counts.read(file)


def test_times_without_a_zone_are_utc_and_written_as_they_came(tmp_path: Path) -> None:
    file, out = tmp_path / "counts.csv", tmp_path / "scores.csv"
    file.write_text("timestamp,value\n2026-01-05 00:00:00,3\n2026-01-05 00:05:00,4\n")
    read = bare_counts.read(file)
    bare_counts.write(read, bare_counts.scores(read, "online"), out)
    assert str(read["at"].iloc[0]) == "2026-01-05 00:00:00+00:00"
    assert out.read_text().splitlines()[1:] == ["2026-01-05 00:00:00,3,0.0", "2026-01-05 00:05:00,4,0.0"]


def test_a_silence_is_an_alarm_about_the_collector_also_at_the_end() -> None:
    hours = pd.date_range("2026-03-01", periods=24 * 30, freq="h", tz="UTC")
    values = np.random.default_rng(1).poisson(20, len(hours)).astype(float)
    values[300:324] = values[-30:] = 0
    found = bare_counts.silences(pd.DataFrame({"timestamp": hours.astype(str), "at": hours, "value": values}))
    assert [(start, stop) for start, stop, _ in found] == [
        (hours[300], hours[324]),
        (hours[-30], hours[-1] + pd.Timedelta(hours=1)),
    ]
    assert [round(due / hourly) for (_, _, due), hourly in zip(found, (20, 20), strict=True)] == [24, 30]
