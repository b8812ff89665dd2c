"""Overlapping exports: what the first left open is filled, engagement is the newest, nothing is there twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.archive import load, open_archive
from workbench.readers.mapping import parse_map

ROW: dict[str, Any] = {"platform": "twitter", "id": "1", "created_at": "2026-03-04T14:10:00Z", "text": "a recall?"}


def export(file: Path, *rows: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(ROW | row) + "\n" for row in rows))
    return file


def at(day: int, **more: Any) -> dict[str, Any]:
    return {"collected_at": f"2026-03-{day:02}T00:00:00Z", **more}


OLD, NEW = at(5, likes=3, replies=1), at(9, likes=8, author="ada", views=50)


@pytest.mark.parametrize("apart", [True, False], ids=["two loads", "one load"])
@pytest.mark.parametrize(
    ("first", "second", "updated", "expected"),
    [
        (OLD, NEW, 1, (8, 1, 50, "ada", "2026-03-09")),
        (NEW, OLD, 1, (8, 1, 50, "ada", "2026-03-09")),
        (OLD, OLD, 0, (3, 1, None, None, "2026-03-05")),
        (at(5, likes=3), {"likes": 9}, 0, (3, None, None, None, "2026-03-05")),
        ({"likes": 9}, at(5, likes=3), 1, (3, None, None, None, "2026-03-05")),
        ({"author": "ada"}, {"author": "bo", "views": 4}, 1, (None, None, 4, "ada", None)),
        (at(9, likes=8), at(5, likes=3, replies=2), 1, (8, 2, None, None, "2026-03-09")),
    ],
)
def test_what_a_second_export_brings(
    tmp_path: Path, apart: bool, first: Any, second: Any, updated: int, expected: tuple[Any, ...]
) -> None:
    files = [export(tmp_path / "a.jsonl", first, {"id": "2"}), export(tmp_path / "b.jsonl", second)]
    data = tmp_path / "data"
    receipts = [
        entry for some in ([[file] for file in files] if apart else [files]) for entry in load("acme", some, data=data)
    ]
    assert [(entry.read, entry.loaded, entry.duplicates, entry.updated) for entry in receipts] == [
        (2, 2, 0, 0),
        (1, 0, 1, updated),
    ]
    found = open_archive("acme", data).mentions().set_index("id")
    assert found.index.tolist() == ["1", "2"]
    row = found.loc["1"]
    told = [row[name] for name in ("likes", "replies", "views", "author")]
    plain = [None if pd.isna(value) else value for value in told]
    assert (*plain, str(row.collected_at)[:10] if row.collected_at == row.collected_at else None) == expected
    assert row.source_file == "a.jsonl"


def test_the_same_message_twice_in_one_file_merges(tmp_path: Path) -> None:
    file = export(tmp_path / "a.jsonl", OLD, NEW, OLD)
    (receipt,) = load("acme", [file], data=tmp_path / "data")
    assert (receipt.read, receipt.loaded, receipt.duplicates, receipt.updated) == (3, 1, 2, 1)
    assert open_archive("acme", tmp_path / "data").mentions().likes.tolist() == [8]


def test_an_update_leaves_all_other_rows_and_older_versions_as_they_were(tmp_path: Path) -> None:
    data = tmp_path / "data"
    many = [
        {"id": str(number), "created_at": f"2026-0{1 + number % 3}-04T14:10:00Z", "likes": number}
        for number in range(90)
    ]
    load("acme", [export(tmp_path / "a.jsonl", *many)], data=data)
    load("other", [tmp_path / "a.jsonl"], data=data)
    before = open_archive("acme", data)
    rows = before.mentions()
    load("acme", [export(tmp_path / "b.jsonl", many[7] | at(9, likes=1000))], data=data)
    after = open_archive("acme", data)
    assert before.mentions().equals(rows)
    changed = after.mentions()
    assert changed.loc[changed.id == "7", "likes"].tolist() == [1000]
    keep = [name for name in rows.columns if name not in ("likes", "collected_at")]
    assert changed[keep].equals(rows[keep])
    assert open_archive("other", data).mentions().likes.max() == 89
    assert [entry.version for entry in after.receipts()] == [1, 3]


TABLE = "created_at,author,text,likes\n2026-03-04T14:10:00.250Z,Ada,a recall?,7\n2026-03-04T15:00:00Z,bo,me too,1\n"


@pytest.mark.parametrize("order", ["without first", "with first", "together"])
def test_a_message_with_and_without_its_id_is_one(tmp_path: Path, order: str) -> None:
    without, given = tmp_path / "a.csv", export(tmp_path / "b.jsonl", {"author": "ada"}, {"id": "2", "author": "zoe"})
    without.write_text(TABLE)
    data = tmp_path / "data"
    calls = {"without first": [[without], [given]], "with first": [[given], [without]], "together": [[without, given]]}
    for files in calls[order]:
        load(
            "acme",
            files,
            data=data,
            mapping=parse_map(["platform=:twitter"]) if files[0] == without and len(files) == 1 else None,
        ) if order != "together" else None
    if order == "together":
        load("acme", [without], data=data, mapping=parse_map(["platform=:twitter"]))
        load("acme", [given], data=data)
    found = open_archive("acme", data).mentions()
    assert sorted(found.id.str.slice(0, 2)) == ["1", "2", "x-"]
    assert found[found.id == "1"].likes.tolist() == [7]
    (again,) = load("acme", [given], data=data, timezone="UTC")
    assert (again.loaded, again.duplicates, again.updated) == (0, 2, 0)


def test_two_messages_with_ids_of_their_own_stay_two(tmp_path: Path) -> None:
    file = export(tmp_path / "a.jsonl", {"author": "ada"}, {"id": "2", "author": "ada"})
    assert load("acme", [file], data=tmp_path / "data")[0].loaded == 2


def test_a_known_file_is_known_by_its_stamp_and_by_its_bytes(tmp_path: Path) -> None:
    data, said = tmp_path / "data", list[str]()
    file = export(tmp_path / "a.jsonl", OLD, {"id": "2"}, {"text": None})
    load("acme", [file], data=data)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(file.read_bytes())
    for known in (file, copy):
        (receipt,) = load("acme", [known], data=data, progress=said.append)
        assert (receipt.read, receipt.loaded, receipt.duplicates, receipt.quarantined) == (3, 0, 2, 1)
    assert said == ["these very files were loaded before"] * 2
    said.clear()
    (receipt,) = load("acme", [file], data=data, timezone="UTC", progress=said.append)
    assert receipt.duplicates == 2
    assert "reading a.jsonl as mentions" in said
    status = file.stat()
    file.write_text(file.read_text().replace('"2"', '"3"'))
    import os

    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert load("acme", [file], data=data)[0].loaded == 1
    assert load("other", [copy], data=data)[0].loaded == 2
