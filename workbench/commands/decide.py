"""`workbench crisis declare|merge|split|reject|cause|trigger`: what people decide."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.options import DATA, REPORTS, Brand, Data, Reports, now, required_time
from workbench.errors import UsageError, WorkbenchError

if TYPE_CHECKING:
    from workbench.archive import Archive
    from workbench.facts import Crisis

app = typer.Typer(help="Overrule what was found; it survives re-runs and is marked as yours.", no_args_is_help=True)

Reason = Annotated[str, typer.Option(help="Why; it stands in the report.", show_default=False)]
Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the crisis.", show_default=False)]
By = Annotated[str | None, typer.Option(help="Who decides; your login by default.", show_default=False)]


@app.command()
def declare(
    brand: Brand,
    since: Annotated[
        str, typer.Option("--from", help="When it began (UTC), e.g. 2026-03-04T14:10.", show_default=False)
    ],
    until: Annotated[str, typer.Option("--to", help="When it ended (UTC).", show_default=False)],
    reason: Reason,
    topic: Annotated[str, typer.Option(help="Words that make a message one on the topic; learnt when left out.")] = "",
    by: By = None,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Say that a crisis lay between two times, also where the archive is too short for one to be found."""
    start, stop = required_time(since, "--from"), required_time(until, "--to")
    if start >= stop:
        raise UsageError(f"--from {since} is not before --to {until}")
    _hold_messages(_open(brand, data), start, stop)
    name = _new_id(brand, data, start)
    _record(brand, data, "declare", (name,), reason, by, since=start, until=stop, words=tuple(topic.split()))
    print(name)


@app.command()
def merge(
    brand: Brand,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Ids of the crises that are one.", show_default=False)
    ],
    reason: Reason,
    by: By = None,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Make one crisis of several; it keeps the earliest one's id."""
    if len(set(ids)) < 2:
        raise UsageError("merging takes at least two different ids")
    _there(brand, data, ids)
    _record(brand, data, "merge", tuple(ids), reason, by)
    print(f"merged into the earliest of {', '.join(ids)}")


@app.command()
def split(
    brand: Brand,
    id: Id,
    at: Annotated[str, typer.Option(help="When the second one begins (UTC).", show_default=False)],
    reason: Reason,
    by: By = None,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Make two crises of one; the first keeps the id."""
    moment = required_time(at, "--at")
    whole = _there(brand, data, [id])[0]
    if not whole.onset < moment < (whole.end or dt.datetime.max.replace(tzinfo=dt.UTC)):
        raise UsageError(f"--at {at} is not within {id}, which goes from {whole.onset:%Y-%m-%dT%H:%M} on")
    name = _new_id(brand, data, moment)
    _record(brand, data, "split", (id, name), reason, by, since=moment)
    print(name)


@app.command()
def reject(
    brand: Brand,
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of what is no crisis.", show_default=False)],
    reason: Reason,
    by: By = None,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Say that something is no crisis; it stays listed as attention, with your reason."""
    _there(brand, data, [id])
    _record(brand, data, "reject", (id,), reason, by)
    print(f"{id} is attention from now on")


@app.command()
def cause(
    brand: Brand,
    id: Id,
    verdict: Annotated[str, typer.Option(help="internal or external.", show_default=False)],
    cluster: Annotated[str, typer.Option(help="victim, accidental or preventable.", show_default=False)],
    reason: Reason,
    by: By = None,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Confirm or overrule whose doing it was; it stands in the report in place of the proposal, as yours."""
    if verdict not in ("internal", "external"):
        raise UsageError(f"--verdict {verdict} is neither internal nor external")
    if cluster not in ("victim", "accidental", "preventable"):
        raise UsageError(f"--cluster {cluster} is none of victim, accidental, preventable")
    if (verdict == "external") != (cluster == "victim"):
        raise UsageError(f"--verdict {verdict} does not go with --cluster {cluster}: victim is external, else internal")
    _there(brand, data, [id])
    _record(brand, data, "cause", (id,), reason, by, verdict=verdict, cluster=cluster)
    print(f"the cause of {id} is {verdict}, {cluster}, as you say")


@app.command()
def trigger(
    brand: Brand,
    id: Id,
    what: Annotated[str, typer.Option(help="What set it off outside the archive.", show_default=False)],
    by: By = None,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Say what set a crisis off where the archive can't know it: a broadcast, an accident, a court's decision."""
    if not what.strip():
        raise UsageError("--what is empty: say what set it off, it stands in the report")
    _there(brand, data, [id])
    _record(brand, data, "trigger", (id,), what, by)
    print(f"noted what set off {id}")


def _record(
    brand: str, data: Path, action: str, ids: tuple[str, ...], reason: str, by: str | None, **more: object
) -> None:
    from workbench import decisions

    if not reason.strip():
        raise UsageError("--reason is empty: say why, it stands in the report")
    made = {"action": action, "ids": ids, "reason": reason.strip(), "by": by or getpass.getuser(), "at": now(), **more}
    decisions.record(brand, data, decisions.Decision.model_validate(made))


def _new_id(brand: str, data: Path, onset: dt.datetime) -> str:
    """An id that neither a crisis that was found nor a decision has."""
    from workbench import decisions, register

    decided = {name for made in decisions.read(brand, data) for name in made.ids}
    return decisions.new_id(brand, onset, register.known(brand, data) | decided)


def _open(brand: str, data: Path) -> Archive:
    from workbench.archive import open_archive

    return open_archive(brand, data)


def _hold_messages(archive: Archive, start: dt.datetime, stop: dt.datetime) -> None:
    with archive.connection() as connection:
        found = connection.execute(
            "SELECT count(*) FROM mentions WHERE created_at >= $1 AND created_at <= $2", [start, stop]
        ).fetchall()[0][0]
    if not found:
        raise WorkbenchError(
            f"the archive of {archive.brand} holds no message between these times: `workbench detect` works in UTC"
        )


def _there(brand: str, data: Path, ids: list[str]) -> list[Crisis]:
    from workbench.study import study

    seen = study(_open(brand, data))
    crises = []
    for name in ids:
        found = seen.pick(name)
        if found is None:
            raise WorkbenchError(f"{brand} has no crisis to call {name}")
        crises.append(found.crisis)
    return crises
