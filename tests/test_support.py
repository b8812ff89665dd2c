"""Reply times on real customer support, beside SQL on the export; and where the parents are missing."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import support
from tests.made_up import START, archive, mention
from workbench import own, threads
from workbench.plan import parse

PLAN = parse("brand: acme\naccounts: {twitter: [acme]}")
SINCE, UNTIL = pd.Timestamp(START), pd.Timestamp(START) + pd.Timedelta(days=1)


def replies(parents: Sequence[str | None], *more: dict[str, object]) -> str | None:
    rows = [
        mention(n, START + dt.timedelta(minutes=n), "on it", author="acme", kind="reply", parent_id=parent)
        for n, parent in enumerate(parents)
    ]
    connection = archive([*rows, *more])
    own.mark(connection, PLAN)
    return threads.unlinked(connection, SINCE, UNTIL)


def test_missing_parents_are_said() -> None:
    asked = mention(900, START, "why?")
    assert replies([None] * 8, asked) == "the archive does not say which messages our replies answer"
    assert replies(["1000"] * 8, asked) == "the messages that our replies answer are missing from the archive"
    assert replies(["1000"] * 7 + ["900"], asked) is None
    asks = [mention(910 + n, START - dt.timedelta(hours=1), "@acme why?", author=f"asks{n}") for n in range(8)]
    named = [
        mention(950 + n, START + dt.timedelta(minutes=n), f"@asks{n} on it", author="acme", kind="reply")
        for n in range(8)
    ]
    assert replies([], *asks, *named) is None
    # Too few to tell.
    assert replies([None] * 4, asked) is None


def test_a_thread_without_conversation_ids_is_climbed() -> None:
    def said(number: int, minute: int, text: str, author: str, parent: int | None) -> dict[str, object]:
        at, above = START + dt.timedelta(minutes=minute), str(parent) if parent else None
        return mention(number, at, text, author=author, kind="reply" if parent else "post", parent_id=above)

    connection = archive(
        [
            said(1, 0, "@acme my kettle leaks", "ann", None),
            said(2, 1, "@acme and it is new", "ann", 1),
            said(3, 5, "@ann which model?", "acme", 2),
            said(4, 6, "@acme mine too", "ben", 1),
        ]
    )
    own.mark(connection, PLAN)
    asked = connection.execute(
        "SELECT platform, id, created_at, author, conversation_id FROM mentions WHERE author <> 'acme' ORDER BY id"
    ).df()
    found = threads.first_answers(connection, asked)
    assert found[["id", "in_thread"]].values.tolist() == [["1", True], ["2", False]]


@pytest.mark.skipif(not os.environ.get("WORKBENCH_SHARED"), reason="WORKBENCH_SHARED names no folder of archives")
def test_reply_times_are_those_of_sql(tmp_path: Path) -> None:
    folder = Path(os.environ["WORKBENCH_SHARED"]) / "archives" / "support"
    rows = support.compared(folder / "twcs-first-5000" / "twcs.csv", "first", tmp_path)
    assert len(rows) == 12
    for account, *figures, verdict in rows:
        assert figures[:3] == figures[3:], account
        assert verdict == "as SQL"
    ((_, *_, verdict),) = support.compared(folder / "twcs-brand-replies-only" / "AppleSupport.csv", "only", tmp_path)
    assert verdict == "the messages that our replies answer are missing from the archive"
