"""What happened to every row of a load, kept beside the archive with the rows that were put aside."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Receipt:
    """One file of one load. read = loaded + duplicates + quarantined; `ignored` records are no messages.

    `updated` of the duplicates brought something new to a message that was there. `suppressed` of the ignored records
    are of people who were erased. `content` and `stamp` tell the file when it comes again.
    """

    file: str
    format: str
    read: int
    loaded: int
    duplicates: int
    quarantined: int
    ignored: int
    brand: str
    load_id: str
    at: dt.datetime
    version: int
    updated: int = 0
    suppressed: int = 0
    content: str | None = None
    stamp: str | None = None
    query: str | None = None
    first: dt.datetime | None = None
    last: dt.datetime | None = None


def repeated(known: Sequence[Receipt], load_id: str, version: int, query: str | None) -> list[Receipt]:
    """The receipts of loading once more what the receipts `known` tell of; a `query` that is said now counts."""
    now = dt.datetime.now(dt.UTC)
    new: dict[str, Any] = {"loaded": 0, "updated": 0, "load_id": load_id, "at": now, "version": version}
    return [replace(old, duplicates=old.read - old.quarantined, query=query or old.query, **new) for old in known]


def once(receipts: Sequence[Receipt]) -> list[Receipt]:
    """The first receipt of every export in `receipts`: what was loaded again, also under another name, is left out."""
    found: list[Receipt] = []
    seen: set[object] = set()
    for entry in receipts:
        counts = (entry.format, entry.read, entry.quarantined, entry.ignored, entry.first, entry.last)
        marks = {(mark, counts) for mark in (entry.file, entry.content) if mark}
        if not marks & seen:
            found.append(entry)
        seen |= marks
    return found


def store(folder: Path, receipts: Sequence[Receipt]) -> None:
    """Writes the receipts of one load into `folder`, all or none."""
    target = folder / f"{receipts[0].load_id}.json"
    text = json.dumps(as_json(receipts), indent=1, ensure_ascii=False)
    part = target.with_suffix(".part")
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(target)


def read(file: Path) -> list[Receipt]:
    """The receipts in one file that `store` wrote."""
    return [_read(entry) for entry in json.loads(file.read_text(encoding="utf-8"))]


def as_json(receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """`receipts` for machines, with times in ISO 8601."""
    return [
        {
            name: value.isoformat().replace("+00:00", "Z") if isinstance(value, dt.datetime) else value
            for name, value in asdict(entry).items()
        }
        for entry in receipts
    ]


def read_all(folder: Path) -> list[list[Receipt]]:
    """The receipts of every load in `folder`, a list a load, oldest first."""
    return [read(file) for file in sorted(folder.glob("*.json"))]


def table(receipts: Sequence[Receipt]) -> str:
    """`receipts` as lines of text with a head and a sum, oldest first."""
    counts = ("read", "loaded", "duplicates", "updated", "quarantined", "ignored")
    rows: list[tuple[str, ...]] = [("loaded at (UTC)", *counts, "format", "file")]
    for entry in receipts:
        numbers = [str(getattr(entry, name)) for name in counts]
        rows.append((f"{entry.at:%Y-%m-%d %H:%M}", *numbers, entry.format, plain(entry.file)))
    rows.append(("all", *(str(sum(getattr(entry, name) for entry in receipts)) for name in counts), "", ""))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if 1 <= place <= len(counts) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def plain(name: str) -> str:
    """`name` without characters that a terminal would obey."""
    return "".join(character if character.isprintable() else "?" for character in name)


def _read(entry: dict[str, Any]) -> Receipt:
    moments = {name: dt.datetime.fromisoformat(entry[name]) for name in ("at", "first", "last") if entry.get(name)}
    return Receipt(**entry | moments)
