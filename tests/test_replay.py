"""A crisis once more, hour by hour: nothing that was published later may show in what was known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.made_up import START, chatter, outrage
from tests.test_cli import export
from workbench import archive, replay
from workbench.study import Found, Study, study

ONSET = START + dt.timedelta(days=24, hours=9)
BEFORE = ONSET - dt.timedelta(days=10)
ROWS = [
    *chatter(30, 10),
    *outrage(ONSET, 200, 24),
    *[
        row | {"id": f"b{row['id']}", "text": "acme app down, login fails, error again"}
        for row in outrage(BEFORE, 90, 9)
    ],
]
Told = tuple[Study, Found, list[replay.Step]]
LOOKED_AT = ONSET + dt.timedelta(hours=3)


def studied(folder: Path, rows: list[dict[str, object]]) -> Study:
    archive.load("acme", [export(folder / "acme.jsonl.gz", rows)], data=folder / "data")
    return study(archive.open_archive("acme", folder / "data"))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    seen = studied(tmp_path_factory.mktemp("whole"), ROWS)
    crisis = seen.pick("latest")
    assert crisis is not None
    return seen, crisis, replay.hours(seen, crisis)


def test_every_hour_of_the_first_half_day_then_ever_more_rarely(told: Told) -> None:
    _, crisis, steps = told
    start = crisis.episode.course.onset.ceil("h")
    after = [(step.at - start.to_pydatetime()) / dt.timedelta(hours=1) for step in steps]
    assert after == [hour for hour in [*range(13), 18, 27, 40, 60, 90] if hour <= after[-1]]
    assert after[-1] >= 18
    assert [step.alarm for step in steps] == sorted(step.alarm for step in steps)
    assert steps[3].topic is not None
    assert "exploding" in steps[3].topic


def test_what_was_known_is_what_an_archive_of_that_hour_tells(told: Told, tmp_path: Path) -> None:
    step = next(step for step in told[2] if step.at >= LOOKED_AT)
    then = studied(tmp_path, [row for row in ROWS if row["created_at"] < step.at]).found[-1].crisis
    assert (step.kind, step.topic, step.on_topic) == (then.kind, then.topic.label, then.mentions)
