from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.sample import at
from tests.sample import facts as sample_facts
from workbench import phases
from workbench.course import Course
from workbench.report import size
from workbench.report.reading import Reading

START = pd.Timestamp("2026-03-04 12:00", tz="UTC")


def minute(number: float) -> pd.Timestamp:
    return START + pd.Timedelta(minutes=number)


def course(rates: list[float], onset: float, end: float | None) -> Course:
    """A course with these rates, ten minutes each."""
    rate = pd.Series(rates, pd.date_range(START, periods=len(rates), freq="10min"))
    top = START + pd.Timedelta(minutes=10 * rates.index(max(rates)))
    spans = (minute(onset), minute(onset)), (top, top)
    return Course(minute(onset), top, None if end is None else minute(end), *spans, None, rate)


#: Nothing for an hour, growth for one, a plateau, a fall, and little for long.
RATES = [0.0] * 6 + [10, 20, 30, 40, 50, 60, 90, 100, 90, 60, 40, 20, 15] + [5.0] * 10


def test_the_phases_follow_each_other_without_holes() -> None:
    minutes = pd.Series(1.0, pd.date_range(START, periods=400, freq="min"))
    found = phases.find(course(RATES, 55, 280), minute(20), minute(400), minutes)
    assert [(one.name, one.start, one.until) for one in found] == [
        ("signal", minute(20), minute(55)),
        ("growth", minute(55), minute(120)),
        ("peak", minute(120), minute(150)),
        ("decay", minute(150), minute(180)),
        ("tail", minute(180), minute(280)),
    ]
    assert [one.mentions for one in found] == [35, 65, 30, 30, 101]


def test_a_crisis_that_runs_has_no_end_and_one_at_full_rate_no_growth() -> None:
    minutes = pd.Series(2.0, pd.date_range(START, periods=100, freq="min"))
    found = phases.find(course([0.0, 100, 99, 98, 97], 11, None), minute(11), minute(50), minutes)
    assert [(one.name, one.until) for one in found] == [("peak", None)]


def test_a_signal_in_which_only_the_brand_wrote_is_none() -> None:
    minutes = pd.Series([0.0] * 60 + [2.0] * 40, pd.date_range(START, periods=100, freq="min"))
    found = phases.find(course([0.0] * 6 + [100, 99, 98, 97], 60, None), minute(5), minute(100), minutes)
    assert found[0].start == minute(60)
    assert "signal" not in [one.name for one in found]


@pytest.mark.parametrize("rates", [[0.0] * 8, [-1.0, -2.0, -1.5, -3.0, -2.0, -2.0, -1.0, -1.0], [5.0] * 8])
def test_a_flat_course_still_has_phases(rates: list[float]) -> None:
    minutes = pd.Series(1.0, pd.date_range(START, periods=100, freq="min"))
    found = phases.find(course(rates, 10, 70), minute(0), minute(70), minutes)
    assert found[0].start == minute(0)
    assert found[-1].until == minute(70)
    assert all(one.until == other.start for one, other in itertools.pairwise(found))
    assert sum(one.mentions for one in found) == 71


def test_the_report_tells_each_phase() -> None:
    told = [
        {"name": "growth", "from": at(0), "to": at(90), "mentions": 1234},
        {"name": "peak", "from": at(90), "to": None, "mentions": 99},
    ]
    report = Reading(sample_facts(phases=told), Path(), dt.UTC)
    text = str(size.phases(report))
    assert "1 h 30 min" in text
    assert "1,234" in text
    assert "still running" in text
    assert size.phases(Reading(sample_facts(), Path(), dt.UTC)) is None


def test_the_facts_write_from_and_to() -> None:
    facts = sample_facts(phases=[{"name": "peak", "from": at(0), "to": None, "mentions": 3}])
    assert facts.phases is not None
    assert facts.phases[0].model_dump(mode="json", by_alias=True) == {
        "name": "peak", "from": "2026-03-04T14:10:00Z", "to": None, "mentions": 3,
    }  # fmt: skip


def test_a_rate_of_one_bucket_has_a_peak() -> None:
    found = phases.find(
        course([3.0], 0, 5), minute(0), minute(5), pd.Series(np.ones(6), pd.date_range(START, periods=6, freq="min"))
    )
    assert [one.name for one in found] == ["peak"]
