"""`workbench map`: a mapping drafted for a table that nobody has described yet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands.options import DATA, REPORTS, Data, Reports
from workbench.errors import WorkbenchError


def draft(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A table: CSV, TSV or a spreadsheet.", show_default=False)
    ],
    out: Annotated[Path | None, typer.Option(help="Write the mapping here.", show_default=False)] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the file, where it is not seen.")] = None,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Draft a mapping for FILE, show what it would load, and write it once you confirm."""
    from workbench.readers import draft as drafts
    from workbench.readers.mapping import make_mapping, read_map

    text = drafts.draft(file, encoding)
    print(text, end="")
    if out is None:
        return
    part = out.with_name(f".{out.name}.draft.yml")
    part.write_text(text, encoding="utf-8")
    try:
        print(drafts.preview(file, make_mapping(read_map(part))), file=sys.stderr)
    except WorkbenchError as error:
        print(f"as it stands it would not load: {error}", file=sys.stderr)
    finally:
        part.unlink()
    if out.exists() and not yes:
        raise WorkbenchError(f"{out} is there already: name another file, or say --yes to replace it")
    if not yes and not typer.confirm(f"Write this mapping to {out}?", err=True):
        raise typer.Exit(1)
    out.write_text(text, encoding="utf-8")
    print(f"load with: workbench load BRAND {file} --map {out}", file=sys.stderr)
