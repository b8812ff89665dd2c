"""The archive answers in SQL and in DataFrames, now and as it was."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench.archive import brands, load, open_archive
from workbench.errors import UsageError, WorkbenchError
from workbench.mention import COLUMNS


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two brands, one of them named like a number; three messages, of which two at the same moment."""
    folder = tmp_path_factory.mktemp("data")
    rows = [
        {"platform": "twitter", "id": "9", "created_at": "2026-03-31T23:59:59.999999Z", "text": "last of March"},
        {
            "platform": "reddit",
            "id": "2",
            "created_at": "2026-04-01T02:00:00+02:00",
            "text": "first of April",
            "likes": 4,
        },
        {"platform": "twitter", "id": "1", "created_at": "2026-04-01T00:00:00Z", "text": "first of April"},
    ]
    file = folder / "export.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    load("2024", [file], data=folder)
    load("acme", [file], data=folder)
    return folder


def test_brands(data: Path, tmp_path: Path) -> None:
    assert brands(data) == ["2024", "acme"]
    assert brands(tmp_path / "nowhere") == []


def test_mentions_are_the_contracts_columns_in_order_of_time(data: Path) -> None:
    found = open_archive("2024", data).mentions()
    assert found.columns.tolist() == list(COLUMNS)
    assert found.id.tolist() == ["9", "2", "1"]
    assert found.brand.unique().tolist() == ["2024"]
    assert str(found.created_at.dtype) == "datetime64[us, UTC]"
    assert found.created_at[0] == dt.datetime(2026, 3, 31, 23, 59, 59, 999999, tzinfo=dt.UTC)
    assert found.likes.tolist() == [None, 4, None] or found.likes.isna().tolist() == [True, False, True]
    assert found.links.map(list).tolist() == [[], [], []]


@pytest.mark.parametrize(
    ("since", "until", "ids"),
    [
        (dt.datetime(2026, 4, 1), None, ["2", "1"]),
        (None, dt.datetime(2026, 4, 1, tzinfo=dt.UTC), ["9"]),
        (dt.datetime(2026, 4, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))), dt.datetime(2026, 4, 2), ["2", "1"]),
        (dt.datetime(2027, 1, 1), None, []),
    ],
)
def test_since_is_in_and_until_is_out(
    data: Path, since: dt.datetime | None, until: dt.datetime | None, ids: list[str]
) -> None:
    found = open_archive("acme", data).mentions(since, until)
    assert found.id.tolist() == ids
    assert found.columns.tolist() == list(COLUMNS)


def test_sql_takes_named_parameters(data: Path) -> None:
    archive = open_archive("acme", data)
    query = "select count(*) as n from mentions where platform = $platform and text <> $text"
    assert archive.sql(query, platform="twitter", text="' or true --").n.tolist() == [2]
    with pytest.raises(WorkbenchError, match=r"the query can't be run: .*mentionss"):
        archive.sql("select * from mentionss")


def test_the_session_is_in_utc(data: Path) -> None:
    with open_archive("acme", data).connection() as connection:
        assert connection.execute("select min(created_at)::varchar from mentions").fetchall() == [
            ("2026-03-31 23:59:59.999999+00",)
        ]


def test_a_brand_without_an_archive_says_which_there_are(data: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"acm has no archive in .* \(there are 2024, acme\): load one with"):
        open_archive("acm", data)
    with pytest.raises(WorkbenchError, match=r"nothing has been loaded yet"):
        open_archive("acme", tmp_path)
    with pytest.raises(UsageError, match="can't be a brand name"):
        open_archive("../acme", data)


def test_the_environment_names_the_folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_DATA", str(data))
    assert open_archive("acme").data == data


def test_the_archive_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    row = {"platform": "twitter", "created_at": "2026-03-04T14:10:00Z", "text": "a"}
    moments = [dt.datetime.now(dt.UTC)]
    for number in range(3):
        file.write_text(json.dumps(row | {"id": str(number)}) + "\n")
        load("acme", [file], data=tmp_path)
        time.sleep(0.02)
        moments.append(dt.datetime.now(dt.UTC))
        time.sleep(0.02)
    for number in (1, 2, 3):
        archive = open_archive("acme", tmp_path, as_of=moments[number])
        assert (archive.version, len(archive.mentions()), len(archive.receipts())) == (number, number, number)
    naive = moments[1].replace(tzinfo=None)
    assert open_archive("acme", tmp_path, as_of=naive).version == 1
    with pytest.raises(WorkbenchError, match=r"the archive of acme did not exist at 20.*: its first load came later"):
        open_archive("acme", tmp_path, as_of=moments[0])


def test_an_archive_that_was_opened_goes_on_when_files_are_replaced(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    file = tmp_path / "a.jsonl"
    row = {"platform": "twitter", "created_at": "2026-03-04T14:10:00Z", "text": "a"}
    for number in range(3):
        file.write_text(json.dumps(row | {"id": str(number)}) + "\n")
        load("acme", [file], data=tmp_path)
    archive = open_archive("acme", tmp_path)
    table = DeltaTable(tmp_path / "archive")
    table.optimize.compact()
    table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
    assert archive.mentions().id.tolist() == ["0", "1", "2"]
    assert load("acme", [file], data=tmp_path)[0].duplicates == 1
    assert len(open_archive("acme", tmp_path).receipts()) == 4


def test_importing_the_archive_brings_nothing_heavy() -> None:
    heavy = "{'pandas', 'duckdb', 'deltalake', 'plotly', 'statsmodels', 'numpy'}"
    code = f"import sys, workbench.archive, workbench.readers; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
