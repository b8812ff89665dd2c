"""`workbench diff`: what one edition of a report says that another does not."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from workbench.commands.options import DATA, REPORTS, AsJson, Brand, CrisisId, Data, Reports
from workbench.errors import WorkbenchError


def diff(
    brand: Brand,
    crisis: CrisisId = "latest",
    since: Annotated[
        int | None, typer.Option("--from", help="Edition to compare; the last but one by default.", show_default=False)
    ] = None,
    until: Annotated[int | None, typer.Option("--to", help="Edition it became; the last.", show_default=False)] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """What has changed from one edition of BRAND's report to another: each value with what it was and is."""
    from workbench import editions
    from workbench.phrase import UTC, plain
    from workbench.report import changed, unknowns

    home = editions.home(reports, brand, crisis)
    there = editions.numbers(home)
    if len(there) < 2 and (since is None or until is None):
        many = "only one edition" if there else "no report"
        raise WorkbenchError(f"{home.name} of {brand} has {many}: a second is made when a final report's facts change")
    first, last = since or there[-2], until or there[-1]
    found = editions.differences(editions.read(home, first), editions.read(home, last))
    if as_json:
        print(json.dumps([change.model_dump() for change in found], indent=2, ensure_ascii=False))
        return
    for change in found:
        before, after = (changed.value(change, text, UTC) for text in (change.before, change.after))
        print(plain(f"{changed.title(change.place) or unknowns.name(change.place)}: {before} → {after}"))
