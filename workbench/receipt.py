"""What happened to every row of a load, kept beside the archive with the rows that were put aside."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Receipt(BaseModel):
    """One file of one load. read = loaded + duplicates + quarantined; `ignored` records are no messages."""

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
