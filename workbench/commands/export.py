"""`workbench export`: a report in other forms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands.options import DATA, REPORTS, Brand, CrisisId, Data, Reports
from workbench.errors import UsageError, WorkbenchError

PAPERS = ("A4", "Letter")


def export(
    brand: Brand,
    to: Annotated[Path, typer.Option(help="Folder that the files go to.", show_default=False)],
    crisis: CrisisId = "latest",
    paper: Annotated[str, typer.Option(help="A4 or Letter.")] = "A4",
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """BRAND's report as PDF, as a one-page mail (HTML and text), its charts as PNG and SVG, its facts as a workbook."""
    from workbench import editions
    from workbench.report import forms

    if paper not in PAPERS:
        raise UsageError(f"--paper {paper!r} is none: choose {' or '.join(PAPERS)}")
    folder = editions.latest(editions.home(reports, brand, crisis))
    try:
        made, left_out = forms.write(folder, to, paper)
    except OSError as error:
        raise WorkbenchError(f"{to} can't be written to: {error.strerror or error}") from error
    for path in made:
        print(path)
    if left_out:
        print(f"left out: {left_out}", file=sys.stderr)
