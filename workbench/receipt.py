"""What happened to every row of a load, kept beside the archive with the rows that were put aside."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Receipt(BaseModel):
    """One file of one load. read = loaded + duplicates + quarantined; `ignored` records are no messages.

    `updated` of the duplicates brought something new to a message that was there. `suppressed` of the ignored records
    are of people who were erased. `content` and `stamp` tell the file when it comes again.
    """

    model_config = ConfigDict(frozen=True)

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


def repeated(known: Sequence[Receipt], load_id: str, version: int) -> list[Receipt]:
    """The receipts of loading once more what the receipts `known` tell of."""
    again = {"loaded": 0, "updated": 0, "load_id": load_id, "at": dt.datetime.now(dt.UTC), "version": version}
    return [old.model_copy(update=again | {"duplicates": old.read - old.quarantined}) for old in known]


def store(folder: Path, receipts: Sequence[Receipt]) -> None:
    """Writes the receipts of one load into `folder`, all or none."""
    target = folder / f"{receipts[0].load_id}.json"
    text = json.dumps([receipt.model_dump(mode="json") for receipt in receipts], indent=1, ensure_ascii=False)
    part = target.with_suffix(".part")
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(target)


def read(file: Path) -> list[Receipt]:
    """The receipts in one file that `store` wrote."""
    return [Receipt.model_validate(entry) for entry in json.loads(file.read_text(encoding="utf-8"))]


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
