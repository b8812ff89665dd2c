"""`workbench worklist`: what still waits for an answer, to be worked through."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands.analysis import opened, study_of
from workbench.commands.options import DATA, REPORTS, AsJson, Brand, CrisisId, Data, Reports
from workbench.errors import WorkbenchError


def worklist(
    brand: Brand,
    crisis: CrisisId = "latest",
    out: Annotated[Path | None, typer.Option(help="Write the list to this .csv or .xlsx file.")] = None,
    labels: Annotated[
        Path | None, typer.Option(help="Take the labels and notes filled in here; they stay from then on.")
    ] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """List what was still open when the archive ends, most urgent first; keep the labels people gave it."""
    from workbench import answer, caveats, episode
    from workbench import worklist as work

    if labels is not None:
        print(f"{work.take(brand, data, labels)} messages are labelled now", file=sys.stderr)
    seen = study_of(opened(brand, data))
    found = seen.pick(crisis)
    if found is None:
        raise WorkbenchError(f"{brand} has no crisis: `workbench detect {brand}` lists what there is")
    if not caveats.observable(seen.connection):
        raise WorkbenchError(f"the archive holds nothing by {brand}'s own accounts: name them in its plan")
    episode.mark(seen.connection, found.episode)
    answers = answer.find(seen.connection, found.episode, seen.history.last or found.episode.until)
    listed = work.table(answers, work.read(brand, data))
    if out is not None:
        work.write(listed, out)
        print(out)
    elif as_json:
        print(listed.to_json(orient="records", date_format="iso", date_unit="s", indent=2))
    else:
        for line in work.lines(listed):
            print(line)
