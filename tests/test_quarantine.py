"""What was put aside is listed, handed out, mended, and then no longer listed."""

from __future__ import annotations

import json
from pathlib import Path

from workbench import quarantine
from workbench.archive import load, open_archive
from workbench.readers.mapping import parse_map


def test_rows_go_out_come_back_mended_and_are_closed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    table, lines = tmp_path / "a.csv", tmp_path / "b.jsonl"
    table.write_text("created_at,text,author\n2026-03-04T14:10:00Z,good,ada\nsoon,\"=cmd|'/c'!A0\",bo\n")
    lines.write_text('{"platform":"reddit","id":"7","created_at":"2026-03-04","text":"no zone"}\nnot JSON\n')
    load("acme", [table], data=data, mapping=parse_map(["platform=:twitter"]))
    load("acme", [lines], data=data)
    archive = open_archive("acme", data)
    aside = archive.quarantined()
    assert aside.source_row.tolist() == [2, 1, 2]
    out = tmp_path / "aside.jsonl"
    assert quarantine.export(aside, out) == 3
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(row["platform"], row["text"], row["source_file"]) for row in rows] == [
        ("twitter", "=cmd|'/c'!A0", "a.csv"),
        ("reddit", "no zone", "b.jsonl"),
        (None, None, "b.jsonl"),
    ]
    assert rows[0]["id"].startswith("q-")
    assert rows[1]["id"] == "7"
    for row in rows[:2]:
        row["created_at"] = "2026-03-04T15:00:00Z"
    out.write_text("".join(json.dumps(row) + "\n" for row in rows[:2]))
    (receipt,) = load("acme", [out], data=data)
    assert (receipt.loaded, receipt.quarantined) == (2, 0)
    archive = open_archive("acme", data)
    assert archive.quarantined().row.tolist() == ["not JSON"]
    assert sorted(archive.mentions().text) == ["=cmd|'/c'!A0", "good", "no zone"]


def test_the_same_row_put_aside_twice_is_listed_once(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"platform":"twitter","id":"1","created_at":"soon","text":"a"}\n')
    for zone in (None, "UTC"):
        load("acme", [file], data=tmp_path / "data", timezone=zone)
    opened = open_archive("acme", tmp_path / "data")
    rows = opened.quarantined()
    assert rows.reason.tolist() == ["created_at soon is no time that can be read, or none that exists in UTC"]
    assert rows.load_id.tolist() == [opened.receipts()[0].load_id]
