"""`workbench receipts`, `coverage`, `quarantine`, `forget`: what came in, what is missing, what must go."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands.options import DATA, REPORTS, AsJson, AsOf, Brand, Data, Reports, time
from workbench.errors import UsageError
from workbench.progress import Progress


def receipts(
    brand: Brand, as_of: AsOf = None, as_json: AsJson = False, data: Data = DATA, reports: Reports = REPORTS
) -> None:
    """Show what became of every row of every load into the archive of BRAND, and what was erased."""
    from workbench import archive, forget, receipt

    found = archive.open_archive(brand, data, time(as_of, "--as-of")).receipts()
    if as_json:
        print(json.dumps(receipt.as_json(found), indent=2))
        return
    print(receipt.table(found))
    for erased in forget.erasures(brand, data):
        print(f"erased {erased['at']}: {erased['what']}, {erased['messages']} messages")


def coverage(
    brand: Brand,
    query: Annotated[str | None, typer.Option(help="Note that this query was collected …", show_default=False)] = None,
    query_from: Annotated[
        str | None, typer.Option(help="… from this time on (UTC), e.g. 2026-03-04T14:10.", show_default=False)
    ] = None,
    sample: Annotated[
        str | None, typer.Option(help="Note that the archive is a sample, and which.", show_default=False)
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Write a page with the plot here.", show_default=False)] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Show what the archive of BRAND cannot know: gaps, exports cut off, samples, changes of the query."""
    from workbench import archive, limits, plan, queries

    if (query is None) != (query_from is None):
        raise UsageError("--query and --query-from belong together: which query, and since when")
    opened = archive.open_archive(brand, data, time(as_of, "--as-of"))
    if query:
        limits.record(
            brand, data, "query", queries.COLLECTED.format(query=repr(query)), time(query_from, "--query-from")
        )
    if sample:
        limits.record(brand, data, "sample", sample)
    with Progress() as progress:
        progress(f"reading the archive of {brand}")
        found = limits.find(opened, plan.read(brand, data).timezone)
        limits.store(opened, found)
    if plot:
        limits.draw(opened, found, plot)
        print(f"the plot is in {plot}", file=sys.stderr)
    if as_json:
        print(json.dumps(limits.as_json(found), indent=2, ensure_ascii=False))
    elif found:
        print(limits.table(found))
    else:
        print("no gap, no cut and no change of query was found", file=sys.stderr)


def quarantine(
    brand: Brand,
    export: Annotated[
        Path | None,
        typer.Option(help="Write the open rows here (JSON lines), to be mended and loaded.", show_default=False),
    ] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Show the rows that could not become mentions of BRAND and were not mended yet."""
    from workbench import archive, receipt
    from workbench import quarantine as aside

    rows = archive.open_archive(brand, data).quarantined()
    if export:
        number = aside.export(rows, export)
        print(f"{number} rows are in {export}: mend them, then `workbench load {brand} {export}`", file=sys.stderr)
    elif as_json:
        print(rows.to_json(orient="records", force_ascii=False, indent=2))
    else:
        for row in rows.to_dict("records"):
            print(receipt.plain(f"{row['source_file']} row {row['source_row']}: {row['reason']}"))
        if rows.empty:
            print("no row is waiting to be mended", file=sys.stderr)


def forget(
    brand: Brand,
    author: Annotated[str, typer.Option(help="Handle or id of the account to forget.", show_default=False)],
    platform: Annotated[
        str | None, typer.Option(help="Only on this platform; else on all.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Remove a person from the archive of BRAND for good, older versions and reports included, and keep them out."""
    from workbench import forget as erasure
    from workbench.report import index

    with Progress() as progress:
        done = erasure.forget(brand, author, platform, data=data, reports=reports, progress=progress)
    if reports.is_dir():
        index.write(reports)
    if as_json:
        print(json.dumps(dataclasses.asdict(done), indent=2, ensure_ascii=False))
        return
    print(
        f"{done.messages} messages removed, {done.blanked} of others blanked, {done.quarantined} quarantined rows,"
        f" {len(done.incoming)} incoming files, {done.notes} notes; {len(done.reports)} reports to be made again"
    )
    for file in done.incoming:
        print(f"incoming: {file}")
