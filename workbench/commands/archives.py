"""`workbench load`: exports into the archive."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.options import DATA, REPORTS, AsJson, Brand, Data, Reports
from workbench.progress import Progress

if TYPE_CHECKING:
    from workbench.receipt import Receipt


def load(
    brand: Brand,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Export files: plain or packed.", show_default=False)
    ],
    format: Annotated[str, typer.Option(help="Name of the format; auto recognises it by content.")] = "auto",
    map: Annotated[
        list[str] | None,
        typer.Option(
            help="COLUMN=FIELD (again for each), COLUMN=:text for a constant, or a saved mapping file.",
            show_default=False,
        ),
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="Zone of times that have none, e.g. Europe/Riga.")] = None,
    query: Annotated[
        str | None,
        typer.Option(help="What the files were collected by, so that a change of it is known.", show_default=False),
    ] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Read export files into the archive of BRAND and print a receipt for each."""
    from workbench import archive, receipt
    from workbench.readers.mapping import parse_map

    with Progress() as progress:
        receipts = archive.load(
            brand,
            files,
            data=data,
            format=format,
            mapping=parse_map(map or []),
            timezone=timezone,
            query=query,
            progress=progress,
        )
    if as_json:
        print(json.dumps(receipt.as_json(receipts), indent=2))
    else:
        print_receipts(receipts)


def print_receipts(receipts: Sequence[Receipt]) -> None:
    """Prints a line a receipt."""
    from workbench import receipt

    for entry in receipts:
        print(
            f"{receipt.plain(entry.file)} ({entry.format}): read {entry.read} = {entry.loaded} loaded"
            f" + {entry.duplicates} duplicates + {entry.quarantined} quarantined;"
            f" {entry.ignored} ignored, {entry.updated} known ones updated"
            + (f", {entry.suppressed} kept out" if entry.suppressed else "")
        )
        if not entry.read:
            asked = f"no message was found in {receipt.plain(entry.file)}: is it the export that you meant?"
            print(asked, file=sys.stderr)
