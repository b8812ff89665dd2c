"""`workbench detect`, `characterize`, `report`, `run`: from the archive to crises, facts and reports."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.options import (
    DATA,
    REPORTS,
    AsJson,
    AsOf,
    Brand,
    Controls,
    CrisisId,
    Data,
    Reports,
    now,
    time,
)
from workbench.errors import UsageError, WorkbenchError
from workbench.progress import Progress

if TYPE_CHECKING:
    from workbench.archive import Archive
    from workbench.facts import Crisis
    from workbench.study import Study

RETRO = "retrospective"
MODES = (RETRO, "online")


def detect(
    brand: Annotated[
        str | None, typer.Argument(metavar="BRAND", help="Brand whose archive to search.", show_default=False)
    ] = None,
    mode: Annotated[
        str, typer.Option(help="retrospective, or online: nothing later than each moment is used.")
    ] = RETRO,
    since: Annotated[str | None, typer.Option(help="Only what was still going on at this time (UTC).")] = None,
    until: Annotated[str | None, typer.Option(help="Only what began before this time (UTC).")] = None,
    counts: Annotated[Path | None, typer.Option("--series", help="Score bare counts instead: timestamp,value.")] = None,
    scores: Annotated[Path | None, typer.Option(help="Where the scores of --series go.")] = None,
    controls: Controls = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """List the crises in BRAND's archive, and the bursts that were only attention."""
    if mode not in MODES:
        raise UsageError(f"--mode {mode!r} is none: choose {' or '.join(MODES)}")
    if counts is not None or scores is not None:
        _score_counts(brand, counts, scores, mode)
        return
    if brand is None:
        raise UsageError("name a BRAND, or bare counts with --series COUNTS.csv --scores OUT.csv")
    if controls and mode != RETRO:
        raise UsageError("--controls compares with hindsight: leave out --mode online")
    low, high = time(since, "--since"), time(until, "--until")
    seen = study_of(opened(brand, data, as_of), controls)
    found = [one.crisis for one in seen.found] if mode == RETRO else _as_they_rang(seen)
    crises = [
        crisis
        for crisis in found
        if (high is None or crisis.onset < high) and (low is None or (crisis.end or low) >= low)
    ]
    _print_crises(crises, seen, as_json)


def characterize(
    brand: Brand,
    crisis: CrisisId = "latest",
    controls: Controls = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Print the facts of one crisis of BRAND."""
    from workbench.dossier import characterize as work_out

    seen = study_of(opened(brand, data, as_of), controls)
    found = seen.pick(crisis)
    with Progress() as progress:
        facts = work_out(seen, found, now(), progress).facts
    if as_json:
        print(facts.to_json(), end="")
        return
    from workbench.phrase import zone_named
    from workbench.report import story

    for line in story.plain_summary(facts, zone_named(seen.plan.timezone)):
        print(line)


def report(
    brand: Brand,
    crisis: Annotated[str, typer.Option("--crisis", help="Id as `detect` lists it, `latest`, or `all`.")] = "latest",
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter", "-p", help="NAME=VALUE for the notebook, e.g. timezone=Europe/Riga.", show_default=False
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the report: en or lv; the plan's if not given.", show_default=False)
    ] = None,
    pictures: Annotated[
        bool | None,
        typer.Option(
            "--pictures/--no-pictures",
            help="Set pictures of the charts into the pages, for readers without scripts; if not given, where there"
            " is a Chromium to draw them.",
            show_default=False,
        ),
    ] = None,
    controls: Controls = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Run the post-mortem notebook and write the report; say where."""
    from workbench import postmortem
    from workbench.report.parameters import check, parse

    given = parse(parameter or []) | ({"language": language} if language else {})
    parameters = check(given, "postmortem")
    seen = study_of(opened(brand, data, as_of), controls)
    with Progress() as progress:
        if crisis == "all":
            crises = [found for found in seen.found if found.crisis.kind == "crisis"]
            pages = postmortem.publish_all(seen, crises, reports, parameters, progress, pictures)
        else:
            pages = [postmortem.publish(seen, seen.pick(crisis), reports, parameters, progress, pictures)]
    print_pages(pages, as_json)


def replay(
    brand: Brand,
    crisis: CrisisId = "latest",
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Go through a crisis hour by hour, without hindsight: when could it have been known, and what was known when?"""
    from workbench.replay import hours

    seen = study_of(opened(brand, data))
    found = seen.pick(crisis)
    if found is None:
        raise WorkbenchError(f"{brand} has no crisis to replay: `workbench detect {brand}` lists what there is")
    with Progress() as progress:
        steps = hours(seen, found, progress)
    if as_json:
        print(json.dumps([step.model_dump(mode="json") for step in steps], indent=2))
        return
    for step in steps:
        print(step.line())


def run(as_json: AsJson = False, data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Make every report that is missing or out of date, for every brand, then the index page. For cron, CI, Airflow."""
    from workbench import schedule

    failures: list[str] = []
    told: list[str] = []
    with Progress() as progress:
        pages = schedule.run(data, reports, progress, failures.append, told.append)
    for line in told:
        print(line, file=sys.stderr)
    print_pages(pages, as_json)
    if failures:
        raise WorkbenchError("; ".join(failures))


def _print_crises(crises: Sequence[Crisis], seen: Study, as_json: bool) -> None:
    if as_json:
        print(json.dumps([crisis.model_dump(mode="json") for crisis in crises], indent=2))
        return
    for crisis in crises:
        end = crisis.end.strftime("%Y-%m-%d %H:%M") if crisis.end else "still running"
        print(
            f"{crisis.id}  {crisis.kind}  {crisis.onset:%Y-%m-%d %H:%M} to {end} UTC"
            f"  {crisis.mentions} mentions  {crisis.topic.label}"
        )
        compared = next((one.controls for one in seen.found if one.crisis.id == crisis.id), None)
        if compared:
            from workbench.controls import told

            print(f"    {told(compared)}")
    for line in seen.history.warnings():
        print(line, file=sys.stderr)
    if not crises:
        reason = seen.history.unknown or "nothing stood out of what is ordinary"
        print(f"no crisis found: {reason}", file=sys.stderr)


def _as_they_rang(seen: Study) -> list[Crisis]:
    """What was known of each at its alarm, from data up to then alone."""
    from workbench.replay import at_alarm

    known = []
    with Progress() as progress:
        for one in seen.found:
            progress(f"going back to the alarm of {one.crisis.id}")
            then = at_alarm(seen, one)
            known += [then] if then else []
    return known


def _score_counts(brand: str | None, counts: Path | None, scores: Path | None, mode: str) -> None:
    from workbench import bare_counts

    if brand is not None or counts is None or scores is None:
        raise UsageError("--series COUNTS.csv goes with --scores OUT.csv, and without a BRAND")
    table = bare_counts.read(counts)
    bare_counts.write(table, bare_counts.scores(table, mode), scores)
    for start, stop, due in bare_counts.silences(table):
        told = f"nothing from {start:%Y-%m-%d %H:%M} to {stop:%Y-%m-%d %H:%M} UTC where some {due:,.0f} were due"
        print(f"{told}: was it collected?", file=sys.stderr)


def print_pages(pages: Sequence[Path], as_json: bool) -> None:
    """Prints the pages that were made."""
    if as_json:
        print(json.dumps([str(page) for page in pages], indent=2))
    else:
        for page in pages:
            print(page)


def opened(brand: str, data: Path, as_of: str | None = None) -> Archive:
    """The archive of `brand`, as of a time when one is given."""
    from workbench.archive import open_archive

    return open_archive(brand, data, time(as_of, "--as-of"))


def study_of(opened: Archive, controls: Sequence[str] | None = None) -> Study:
    """The study of an archive, beside those of the `controls`, with progress for whoever waits."""
    from workbench.study import study

    names = [name for given in controls or () for name in given.replace(",", " ").split()]
    with Progress() as progress:
        progress(f"reading the archive of {opened.brand}")
        seen = study(opened, progress)
        if not names:
            return seen
        from workbench.controls import beside

        progress(f"comparing with {', '.join(names)}")
        return beside(seen, names)
