"""`workbench plan check|new|coverage|schema`, `rehearse`: the plan before it is needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.commands.options import DATA, REPORTS, AsJson, Brand, Data, Reports
from workbench.errors import UsageError, WorkbenchError
from workbench.progress import Progress

if TYPE_CHECKING:
    import duckdb

    from workbench.rehearse import Turn
    from workbench.study import Study

app = typer.Typer(help="What a brand agreed on before the crisis: check it, write it, try it.", no_args_is_help=True)


@app.command()
def check(brand: Brand, data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Say what is wrong with BRAND's plan, by line: in the file, against other plans, against the archive."""
    from workbench import plan, plan_check, receipt

    path = plan.file_of(brand, data)
    if not path.exists():
        raise WorkbenchError(f"{path} is not there: `workbench plan new {brand}` writes one")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise WorkbenchError(f"{path}: this is no UTF-8 text: save the plan as UTF-8") from None
    found = plan_check.problems(brand, text, plan_check.others(brand, data), _connection(brand, data))
    for line, sentence in found:
        print(receipt.plain(f"{path}:{line}: {sentence}"))
    if found:
        raise WorkbenchError(f"{len(found)} {'mistake' if len(found) == 1 else 'mistakes'} in {path}")
    print(f"{path}: no mistake found", file=sys.stderr)


@app.command()
def new(brand: Brand, data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Ask for the most needful things and write BRAND's plan; an Enter takes what stands in brackets."""
    from workbench import plan, plan_draft

    path = plan.file_of(brand, data)
    if path.exists():
        raise WorkbenchError(
            f"{path} is there already: edit it, and `workbench plan check {brand}` tells what is wrong"
        )
    connection = _connection(brand, data)
    seen = plan_draft.suggested(connection, brand) if connection is not None else {}
    suggested = ", ".join(f"{platform} {handle}" for platform, handles in seen.items() for handle in handles)
    ask = partial(_told, brand, {})
    ask("Words that name the brand, by commas", brand, lambda said: {"terms": _listed(said)})
    ask("Time zone", "UTC", lambda said: {"timezone": said})
    ask(
        "Its own accounts, such as: twitter acme, reddit acme_official",
        suggested,
        lambda said: {"accounts": plan_draft.accounts(said)},
    )
    name = _ask("Who speaks for it, by name", "")
    if name:
        ask("In which role", "spokesperson", lambda said: {"spokespersons": [{"name": name, "role": said}]})
    ask("Address of the page with answers", "", lambda said: {"hub": {"urls": [said]} if said else {}})
    told = ask("First statement within", "15 min", lambda said: {"targets": {"first_statement": said}})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(plan_draft.text(brand, told), encoding="utf-8")
    print(path)


@app.command()
def coverage(brand: Brand, as_json: AsJson = False, data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Hold each archived crisis of BRAND against today's plan: which scenario it was, and which one to write."""
    from workbench import scenario
    from workbench.commands.analysis import opened, study_of

    matches = scenario.coverage(study_of(opened(brand, data)))
    if as_json:
        told = [{"crisis": crisis.id, **match.model_dump(mode="json")} for crisis, match in matches]
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for crisis, match in matches:
        print(f"{crisis.id}  {scenario.line(match)}")
    if not matches:
        print(f"{brand} has no archived crisis to hold the plan against", file=sys.stderr)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a plan, for editors that complete and check YAML."""
    from workbench import plan

    print(plan.schema(), end="")


def rehearse(
    brand: Brand,
    crisis: Annotated[
        str | None, typer.Option(help="Id of an archived crisis, or `latest`.", show_default=False)
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(help="Id of a scenario of the plan that has not been lived yet.", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the exercise to this .html file, to print.")] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Go through a crisis as a table-top exercise: what is known, what today's plan wants done by when, by whom."""
    from workbench import rehearse_page
    from workbench.commands.analysis import opened, study_of
    from workbench.commands.answering import write
    from workbench.languages import speaking

    if crisis is not None and scenario is not None:
        raise UsageError("rehearse one thing: --crisis ID or --scenario ID")
    seen = study_of(opened(brand, data))
    with speaking("en" if as_json else seen.plan.language):
        name, turns = _exercise(seen, crisis or "latest", scenario)
        if out is not None:
            write(out, rehearse_page.build(brand, name, turns))
            print(out)
        elif as_json:
            print(json.dumps([turn.model_dump(mode="json") for turn in turns], indent=2, ensure_ascii=False))
        else:
            print("\n".join(line for turn in turns for line in turn.lines()))


def _exercise(seen: Study, crisis: str, scenario: str | None) -> tuple[str, list[Turn]]:
    """The name of what is rehearsed, and its turns."""
    from workbench import rehearse as exercise

    if scenario is not None:
        return scenario, exercise.imagined(seen, scenario)
    found = seen.pick(crisis)
    if found is None:
        brand = seen.archive.brand
        raise WorkbenchError(f"{brand} has no crisis to rehearse: name a scenario of its plan with --scenario ID")
    with Progress() as progress:
        return found.crisis.id, exercise.lived(seen, found, progress)


def _connection(brand: str, data: Path) -> duckdb.DuckDBPyConnection | None:
    """The archive of `brand`; None where nothing has been loaded yet."""
    from workbench.archive import open_archive

    try:
        return open_archive(brand, data).connection()
    except WorkbenchError:
        return None


def _told(
    brand: str, told: dict[str, Any], question: str, usual: str, part: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """What was `told`, and in it the part of a plan that the answer stands for; asks again until it can stand there."""
    from workbench import plan_check, plan_draft

    while True:
        answer = _ask(question, usual)
        try:
            added = part(answer)
            wrong = [
                sentence for _, sentence in plan_check.problems(brand, plan_draft.text(brand, told | added), {}, None)
            ]
        except ValueError as error:
            wrong = [str(error)]
        if not wrong:
            told.update(added)
            return told
        print(wrong[0], file=sys.stderr)


def _ask(question: str, usual: str) -> str:
    """The answer from standard input; the question goes to standard error, with the rest of the talk."""
    print(f"{question} [{usual}]: ", end="", file=sys.stderr, flush=True)
    try:
        return input().strip() or usual
    except EOFError:
        raise WorkbenchError("nothing was written: the answers ended before the questions did") from None


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
