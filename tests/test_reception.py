from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import numpy as np
import pandas as pd
import pytest

from workbench import proportion, reception
from workbench.baseline import Baseline
from workbench.episode import Episode
from workbench.facts import AfterStatement
from workbench.statement import Statement

PEAK = pd.Timestamp("2026-03-04T12:00Z")
AT = PEAK + pd.Timedelta(hours=5)
LAST = PEAK + pd.Timedelta(days=2)
STATEMENT = Statement(AT, "said", "twitter", "acme", "acme", "We are sorry", "en", "apology")


def flat() -> Baseline:
    """A baseline without any rhythm."""
    return cast(Baseline, SimpleNamespace(at=lambda index, minutes: np.ones(len(index))))


def episode(*waves: tuple[float, float]) -> Episode:
    """An episode that peaked at PEAK, its later waves in hours after the peak."""
    later = [SimpleNamespace(start=PEAK + pd.Timedelta(hours=a), stop=PEAK + pd.Timedelta(hours=b)) for a, b in waves]
    first = SimpleNamespace(start=PEAK, stop=PEAK)
    return cast(Episode, SimpleNamespace(course=SimpleNamespace(peak=PEAK), waves=(first, *later)))


def archive(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """The tables `mentions`, `own` and `on_topic`, all rows on the topic."""
    made = duckdb.connect()
    made.execute(
        "CREATE TABLE mentions (created_at TIMESTAMPTZ, platform VARCHAR, id VARCHAR, author VARCHAR, text VARCHAR,"
        " lang VARCHAR, kind VARCHAR, parent_id VARCHAR, likes BIGINT, replies BIGINT)"
    )
    columns = ("created_at", "platform", "id", "author", "text", "lang", "kind", "parent_id", "likes", "replies")
    usual = {"platform": "twitter", "author": "kim", "lang": "en", "kind": "post", "text": "hm"}
    values = [[{**usual, "id": f"{n}", **row}.get(column) for column in columns] for n, row in enumerate(rows)]
    made.executemany("INSERT INTO mentions VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", values)
    made.execute("CREATE VIEW own AS FROM mentions WHERE author = 'acme'")
    made.execute("CREATE VIEW on_topic AS FROM mentions")
    return made


def falling(per_bucket: list[int], start: pd.Timestamp) -> list[dict[str, Any]]:
    """So many messages in each quarter of an hour from `start` on."""
    return [
        {"created_at": start + n * reception.BUCKET + pd.Timedelta(seconds=k)}
        for n, count in enumerate(per_bucket)
        for k in range(count)
    ]


def test_a_course_that_simply_goes_on_is_no_change() -> None:
    # Halves every eight buckets, before and after alike.
    counts = np.array([400 * 0.5 ** (n / 8) + (-1) ** n for n in range(24)])
    found = reception.against(counts, 12, np.ones(24))
    assert found is not None
    assert found.volume_change == pytest.approx(0, abs=0.01)
    assert found.expected == pytest.approx(counts[12:].sum(), rel=0.01)
    assert found.low is not None
    assert found.high is not None
    # Scatter is at its floor of 1 and the fit nearly exact, so that the drift rules: exp(1.96 × 0.4) = 2.19.
    assert found.high == pytest.approx(1.22, abs=0.06)
    assert found.low == pytest.approx(-0.55, abs=0.02)


def test_a_fall_to_a_tenth_is_told_from_drift_and_a_daily_rhythm_from_both() -> None:
    steady = np.array([198.0, 202.0] * 6 + [20.0] * 12)
    fell = reception.against(steady, 12, np.ones(24))
    assert fell is not None
    assert fell.volume_change == pytest.approx(-0.9, abs=2e-3)
    assert fell.high is not None
    assert fell.high < -0.7
    night = np.array([10.0] * 12 + [1.0] * 12)
    slept = reception.against(steady, 12, night)
    assert slept is not None
    assert slept.volume_change == pytest.approx(0, abs=0.02)


def test_too_little_before_is_not_continued() -> None:
    assert reception.against(np.array([100.0] * 7 + [50.0] * 7), 7, np.ones(14)) is None
    assert reception.against(np.array([4.0] * 8 + [50.0] * 8), 8, np.ones(16)) is None


def test_after_a_statement_in_the_decline() -> None:
    rows = falling([40] * 16 + [10] * 12, AT - 16 * reception.BUCKET)
    rows += [{"created_at": AT - dt.timedelta(minutes=9), "text": "this is terrible, shame on you"}] * 4
    found = reception.after(archive(rows), episode(), flat(), AT, LAST)
    assert isinstance(found, AfterStatement)
    assert (found.hours, found.observed) == (3.0, 120)
    assert found.volume_change == pytest.approx(-0.75, abs=0.05)
    assert found.negative_change is not None
    assert found.negative_change.share < 0


@pytest.mark.parametrize(
    ("at", "last", "baseline", "reason"),
    [
        (PEAK + pd.Timedelta(minutes=30), LAST, flat(), reception.ROSE),
        (PEAK + pd.Timedelta(hours=2), LAST, flat(), reception.FEW),
        (AT, AT + pd.Timedelta(hours=1), flat(), reception.ENDS),
        (AT, LAST, None, reception.NO_RHYTHM),
        (AT, LAST, flat(), reception.FEW),
    ],
)
def test_what_cannot_be_said_has_a_reason(
    at: pd.Timestamp, last: pd.Timestamp, baseline: Baseline | None, reason: str
) -> None:
    assert reception.after(archive(falling([1], PEAK)), episode(), baseline, at, last) == reason


def test_how_a_statement_was_taken() -> None:
    at = AT + pd.Timedelta(minutes=5)
    reply = {"created_at": at, "kind": "reply", "parent_id": "said"}
    rows = [
        {"created_at": AT, "id": "said", "author": "acme", "likes": 50, "replies": 200},
        *[{**reply, "text": "terrible, this is a disgrace"}] * 3,
        {**reply, "text": "thank you, great job"},
        {**reply, "text": "love it", "kind": "quote"},
        {**reply, "author": "acme", "text": "more soon"},
        {**reply, "text": "elsewhere", "parent_id": "other"},
    ]
    found = reception.taken(archive(rows), episode((1, 2), (6, 8)), STATEMENT)
    assert (found.replies, found.quotes, found.read, found.replies_per_like) == (4, 1, 5, 4.0)
    assert found.negative is not None
    assert found.negative.model_dump() == pytest.approx({"share": 0.6, "low": 0.2307, "high": 0.8824}, abs=1e-3)
    assert found.second_wave is False


def test_a_statement_at_which_a_later_wave_points_opened_it() -> None:
    rows = [{"created_at": PEAK + pd.Timedelta(hours=7), "kind": "quote", "parent_id": "said"}] * 3
    rows += [{"created_at": PEAK + pd.Timedelta(hours=7), "kind": "repost", "parent_id": "other"}] * 5
    assert reception.taken(archive(rows), episode((6, 8)), STATEMENT).second_wave is True
    assert reception.taken(archive(rows), episode((50, 52)), STATEMENT).second_wave is False


def test_shares_by_hand() -> None:
    assert proportion.wilson(5, 10) == pytest.approx((0.5, 0.2366, 0.7634), abs=1e-4)
    # Newcombe 1998, table II, method 10: 56/70 against 48/80 is 0.2 with 0.0524 to 0.3339.
    gap = proportion.difference(proportion.wilson(56, 70), proportion.wilson(48, 80))
    assert gap == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
