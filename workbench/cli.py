"""The command line. Data goes to standard output, progress and messages to standard error."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.errors import UsageError, WorkbenchError
from workbench.progress import Progress

if TYPE_CHECKING:
    from workbench.archive import Archive
    from workbench.receipt import Receipt
    from workbench.study import Study

app = typer.Typer(
    name="workbench",
    help="Load an archive of mentions, find the crises in it, and write a post-mortem for each.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Brand = Annotated[
    str, typer.Argument(metavar="BRAND", help="Brand whose archive it is: lower-case letters, digits, - and _.")
]
Data = Annotated[Path, typer.Option(help="Folder of archives, plans and keys.", envvar="WORKBENCH_DATA")]
Reports = Annotated[Path, typer.Option(help="Folder that reports are written to.", envvar="WORKBENCH_REPORTS")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
AsOf = Annotated[str | None, typer.Option(help="Read the archive as it was at this time (UTC), e.g. 2026-03-04T14:10.")]
CrisisId = Annotated[str, typer.Option("--crisis", help="Id of the crisis as `detect` lists it, or `latest`.")]
DATA, REPORTS = Path("data"), Path("reports")


@app.command()
def load(
    brand: Brand,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Export files: plain, gzip or zstd.", show_default=False)
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
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Read export files into the archive of BRAND and print a receipt for each."""
    from workbench import archive
    from workbench.readers.mapping import parse_map

    with Progress() as progress:
        receipts = archive.load(
            brand, files, data=data, format=format, mapping=parse_map(map or []), timezone=timezone, progress=progress
        )
    if as_json:
        print(json.dumps([receipt.model_dump(mode="json") for receipt in receipts], indent=2))
    else:
        _print_receipts(receipts)


@app.command()
def detect(
    brand: Brand,
    since: Annotated[str | None, typer.Option(help="Only what was still going on at this time (UTC).")] = None,
    until: Annotated[str | None, typer.Option(help="Only what began before this time (UTC).")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """List the crises in BRAND's archive, and the bursts that were only attention."""
    low, high = _time(since, "--since"), _time(until, "--until")
    seen = _study(_open(brand, data, as_of))
    crises = [
        found.crisis
        for found in seen.found
        if (high is None or found.crisis.onset < high) and (low is None or (found.crisis.end or low) >= low)
    ]
    if as_json:
        print(json.dumps([crisis.model_dump(mode="json") for crisis in crises], indent=2))
        return
    for crisis in crises:
        end = crisis.end.strftime("%Y-%m-%d %H:%M") if crisis.end else "still running"
        print(
            f"{crisis.id}  {crisis.kind}  {crisis.onset:%Y-%m-%d %H:%M} to {end} UTC"
            f"  {crisis.mentions} mentions  {crisis.topic.label}"
        )
    if not crises:
        reason = seen.history.unknown or "nothing stood out of what is ordinary"
        print(f"no crisis found: {reason}", file=sys.stderr)


@app.command()
def characterize(
    brand: Brand,
    crisis: CrisisId = "latest",
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Print the facts of one crisis of BRAND."""
    from workbench.dossier import characterize as work_out

    seen = _study(_open(brand, data, as_of))
    found = seen.pick(crisis)
    with Progress() as progress:
        facts = work_out(seen, found, _now(), progress).facts
    if as_json:
        print(facts.to_json(), end="")
        return
    from workbench.phrase import zone_named
    from workbench.report import story

    for sentence in story.summary(facts, zone_named(seen.plan.timezone)):
        print(sentence)


@app.command()
def report(
    brand: Brand,
    crisis: Annotated[str, typer.Option("--crisis", help="Id as `detect` lists it, `latest`, or `all`.")] = "latest",
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter", "-p", help="NAME=VALUE for the notebook, e.g. timezone=Europe/Riga.", show_default=False
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Run the post-mortem notebook and write the report; say where."""
    from workbench import postmortem
    from workbench.report.parameters import check, parse

    parameters = check(parse(parameter or []), "postmortem")
    seen = _study(_open(brand, data, as_of))
    chosen = (
        [found for found in seen.found if found.crisis.kind == "crisis"] if crisis == "all" else [seen.pick(crisis)]
    )
    with Progress() as progress:
        pages = [postmortem.publish(seen, found, reports, parameters, progress) for found in chosen]
    _print_pages(pages, as_json)


@app.command()
def run(as_json: AsJson = False, data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Make every report that is missing or out of date, for every brand, then the index page. For cron, CI, Airflow."""
    from workbench import schedule

    failures: list[str] = []
    with Progress() as progress:
        pages = schedule.run(data, reports, progress, failures.append)
    _print_pages(pages, as_json)
    if failures:
        raise WorkbenchError("; ".join(failures))


@app.command()
def lab(data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Open JupyterLab on the notebooks."""
    from importlib.util import find_spec

    from workbench.report.parameters import notebook_path

    if find_spec("jupyterlab") is None:
        raise WorkbenchError("JupyterLab is not installed here: `pip install crisis-workbench[lab]` adds it")
    os.environ.update(WORKBENCH_DATA=str(data.absolute()), WORKBENCH_REPORTS=str(reports.absolute()))
    folder = notebook_path("explore").parent
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", str(folder)])


@app.command()
def demo(data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Make the bundled case studies: from their simulated archives to reports, in one go."""
    import tempfile

    from workbench import archive, casestudy, postmortem

    for case in casestudy.CASES:
        _write_once(data / "plans" / f"{case}.yml", casestudy.plan(case))
        with tempfile.TemporaryDirectory(prefix="workbench-") as folder, Progress() as progress:
            progress(f"simulating the archive of {case}")
            receipts = archive.load(case, [casestudy.write(case, Path(folder))], data=data, progress=progress)
        _print_receipts(receipts)
        seen = _study(_open(case, data, None))
        for found in seen.found:
            print(f"{found.crisis.id}: {found.crisis.kind}, {found.crisis.kind_reason}")
        with Progress() as progress:
            page = postmortem.publish(seen, seen.pick("latest"), reports, progress=progress)
        print(f"{case}: open {page}")


def _print_receipts(receipts: Sequence[Receipt]) -> None:
    for receipt in receipts:
        print(
            f"{receipt.file} ({receipt.format}): read {receipt.read} = {receipt.loaded} loaded"
            f" + {receipt.duplicates} duplicates + {receipt.quarantined} quarantined; {receipt.ignored} ignored"
        )


def _print_pages(pages: Sequence[Path], as_json: bool) -> None:
    if as_json:
        print(json.dumps([str(page) for page in pages], indent=2))
    else:
        for page in pages:
            print(page)


def _open(brand: str, data: Path, as_of: str | None) -> Archive:
    from workbench.archive import open_archive

    return open_archive(brand, data, _time(as_of, "--as-of"))


def _study(opened: Archive) -> Study:
    from workbench.study import study

    with Progress() as progress:
        progress(f"reading the archive of {opened.brand}")
        return study(opened, progress)


def _time(text: str | None, option: str) -> dt.datetime | None:
    if text is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is no time: write it as 2026-03-04 or 2026-03-04T14:10") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _write_once(path: Path, text: str) -> None:
    """What people may have changed since stays theirs."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """The command `workbench`: ordinary mistakes end in one sentence and an exit status, never in a traceback."""
    try:
        app(prog_name="workbench")
    except WorkbenchError as error:
        print(f"workbench: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        print("workbench: stopped", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has had enough; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
