"""What becomes of an export among the fixtures: loaded into an archive of its own and read back."""

from __future__ import annotations

from pathlib import Path

from workbench.archive import load, open_archive
from workbench.readers.mapping import parse_map
from workbench.receipt import Receipt

EXPORTS = Path(__file__).parent / "fixtures" / "exports"


def loaded(
    tmp_path: Path, name: str | Path, columns: str, *maps: str, timezone: str | None = None
) -> tuple[Receipt, list[tuple[object, ...]]]:
    """The receipt of one fixture and the columns of its mentions, in the order of the file."""
    (receipt,) = load("acme", [EXPORTS / name], data=tmp_path, mapping=parse_map(maps), timezone=timezone)
    with open_archive("acme", tmp_path).connection() as connection:
        order = "" if columns.startswith(("count", "distinct")) else "order by source_row, id"
        return receipt, connection.execute(f"select {columns} from mentions {order}").fetchall()


def counts(receipt: Receipt) -> tuple[int, int, int, int, int]:
    """Rows read, loaded, duplicates, quarantined, ignored."""
    return receipt.read, receipt.loaded, receipt.duplicates, receipt.quarantined, receipt.ignored


def quarantined(tmp_path: Path) -> list[tuple[int, str]]:
    """Row and reason of what was put aside."""
    frame = open_archive("acme", tmp_path).quarantined()
    return list(zip(frame.source_row, frame.reason, strict=True))
