from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from workbench import events
from workbench.errors import WorkbenchError
from workbench.facts import Delays

LOG = """
- {at: 2026-03-04T14:02:00Z, what: incident}
- {at: 2026-03-04T14:50:00Z, what: approved, by: Bo Example}
- {at: 2026-03-04T14:20:00Z, what: knew, note: a customer rang}
- {at: 2026-03-04T15:40:00+01:00, what: drafted}
- {at: 2026-03-05T09:00, what: knew}
"""


def kept(tmp_path: Path, text: str) -> Path:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "acme.yml").write_text(text, encoding="utf-8")
    return tmp_path


def at(hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, 3, 4, hour, minute, tzinfo=dt.UTC)


def test_delay_is_split_into_its_steps(tmp_path: Path) -> None:
    logged = events.within(events.read("acme", kept(tmp_path, LOG)), at(0, 0), at(23, 0))
    assert logged == {"incident": at(14, 2), "knew": at(14, 20), "drafted": at(14, 40), "approved": at(14, 50)}
    assert events.delays(logged, at(14, 9), at(15, 0)) == Delays(detect=18, decide=20, approve=10, publish=10)


def test_steps_that_the_log_does_not_name_are_not_known() -> None:
    assert events.delays({"knew": at(14, 20)}, at(14, 9), at(15, 0)) == Delays(detect=11)
    assert events.delays({"convened": at(14, 20)}, at(14, 9), at(15, 0)) is None


def test_no_log_is_no_event(tmp_path: Path) -> None:
    assert events.read("acme", tmp_path) == []
    assert events.read("acme", kept(tmp_path, "")) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "- {at: 2026-03-04T14:02:00Z, what: heard}\n",
            "line 1: 0.what: 'heard' can't stand here: choose 'incident'",
        ),
        ("- {what: knew,\n   at: 2026-03-04}\n- {what: knew, att: 2026-03-04}\n", "line 3: 1.at is missing (1 more)"),
        (
            "at: 2026-03-04\nwhat: knew\n",
            "line 1: the whole file: here a list belongs, not keys with values",
        ),
    ],
)
def test_mistake_is_one_sentence_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        events.read("acme", kept(tmp_path, text))
    assert sentence in str(caught.value)
    assert "acme.yml" in str(caught.value)
