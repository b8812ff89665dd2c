"""An archive's fingerprint tells its messages, not how they came in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.archive import load, open_archive

ROWS = [
    {"platform": "twitter", "id": str(n), "created_at": f"2026-03-04T14:{n:02}:00Z", "text": f"a recall {n}",
     "author": f"a{n}", "followers": n, "links": [f"https://acme.example/{n}"]}
    for n in range(20)
]  # fmt: skip


def fingerprint(folder: Path, *exports: list[dict[str, Any]], names: str = "abcdef") -> str:
    for name, rows in zip(names, exports, strict=False):
        folder.mkdir(exist_ok=True)
        file = folder / f"{name}.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        load("acme", [file], data=folder / "data")
    return open_archive("acme", folder / "data").fingerprint


def test_the_same_messages_have_the_same_fingerprint_however_loaded(tmp_path: Path) -> None:
    once = fingerprint(tmp_path / "once", ROWS)
    assert len(once) == 32
    assert fingerprint(tmp_path / "once", ROWS) == once
    assert fingerprint(tmp_path / "parts", ROWS[10:], ROWS[:12][::-1], ROWS, names="xyz") == once


def test_another_message_another_word_another_fingerprint(tmp_path: Path) -> None:
    other = [ROWS[0] | {"text": "a recall 1"}, *ROWS[1:]]
    marks = {fingerprint(tmp_path / str(n), rows) for n, rows in enumerate([ROWS, ROWS[1:], other])}
    assert len(marks) == 3
