"""From an archive to published reports."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from workbench import editions, notes, privacy, report
from workbench.dossier import Dossier, characterize
from workbench.engine import connect
from workbench.errors import WorkbenchError
from workbench.facts import Facts
from workbench.plan import Plan
from workbench.report import press
from workbench.report.reading import write_light
from workbench.study import Found, Say, Study

#: Tables that hold people's words and names: they get references, and stay in the analyst's copy.
PERSONAL = ("evidence", "worklist", "questions")


def publish(
    study: Study,
    found: Found | None,
    reports: Path,
    parameters: Mapping[str, object] | None = None,
    progress: Say | None = None,
    pictures: bool | None = False,
) -> Path:
    """The path of the page `<reports>/<brand>/<crisis id>/postmortem.html`, made anew; `none/` where `found` is None.

    What was published before stays until the new report is whole; what is final stays for good, and what is new since
    makes the next edition. `pictures`, and what is raised: see `report.build`.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        job = prepare(study, found, reports, Path(folder), parameters, progress)
        if job is None:
            return editions.latest(_out(study, found, reports)) / "postmortem.html"
        if progress:
            progress(f"writing the report {job.out.name}")
        return report.build(job.work, job.out, parameters=job.parameters, pictures=pictures)


def publish_all(
    study: Study,
    found: Sequence[Found],
    reports: Path,
    parameters: Mapping[str, object] | None = None,
    progress: Say | None = None,
    pictures: bool | None = False,
) -> list[Path]:
    """As `publish`, for several crises at once. WorkbenchError names those whose report could not be made."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        made = [prepare(study, one, reports, Path(folder), parameters, progress) for one in found]
        jobs = [job for job in made if job]
        if progress:
            progress(f"writing {len(jobs)} reports")
        press.build_all(jobs, lambda job, why: failures.append(f"{job.out.name}: {why}"), pictures)
    if failures:
        raise WorkbenchError("; ".join(failures))
    return [editions.latest(_out(study, one, reports)) / "postmortem.html" for one in found]


def prepare(
    study: Study,
    found: Found | None,
    reports: Path,
    folder: Path,
    parameters: Mapping[str, object] | None = None,
    progress: Say | None = None,
) -> press.Job | None:
    """The report on `found` (None: no crisis), ready to be made: facts and tables in a new folder in `folder`.

    None where the latest edition is final and has nothing new to say.
    """
    brand, data = study.archive.brand, study.archive.data
    dossier = characterize(study, found, dt.datetime.now(dt.UTC).replace(microsecond=0), progress)
    out = _out(study, found, reports)
    said = notes.read(brand, out.name, data)
    dossier.facts.lessons = said.lessons()
    dossier.facts.actions, dossier.facts.earlier_actions = notes.actions(brand, out.name, data)
    public = _public(study.plan)
    secret, named = privacy.key(data), privacy.strangers(study.connection, dossier.facts, public)
    shared = privacy.without_people(dossier.facts, secret, public, named)
    edition = editions.next_one(out, shared, said)
    if edition is None:
        return None
    dossier.facts.edition = shared.edition = edition
    work = Path(tempfile.mkdtemp(dir=folder))
    write(dossier, shared, secret, work)
    given = {"timezone": study.plan.timezone, "language": study.plan.language, **(parameters or {})}
    return press.Job(work, editions.folder(out, edition.number), given)


def write(dossier: Dossier, shared: Facts, secret: bytes, work: Path) -> None:
    """Fills the folder `work` with what a report reads: `facts.json`, `analyst-facts.json`, `tables/*.parquet`.

    `shared` is what leadership reads of the dossier's facts.
    """
    (work / "facts.json").write_text(_with_tables(shared, dossier, "analyst/tables"), encoding="utf-8")
    (work / "analyst-facts.json").write_text(_with_tables(dossier.facts, dossier, "tables"), encoding="utf-8")
    tables = work / "tables"
    tables.mkdir()
    for name, table in dossier.tables.items():
        if name in PERSONAL:
            table = table.assign(
                reference=[_reference(secret, *row) for row in zip(table["id"], table["author"], strict=True)]
            )
        _write_parquet(table, tables / f"{name}.parquet")


def _out(study: Study, found: Found | None, reports: Path) -> Path:
    return reports / study.archive.brand / (found.crisis.id if found else "none")


def _public(plan: Plan) -> Callable[[str], bool]:
    """Whether a name is the brand's own, or of somebody whom the plan calls a public figure."""
    people = [person.name for person in plan.spokespersons]
    known = [*(account.handle for _, account, _ in plan.own_accounts()), *plan.public_figures, *people]
    names = {name.lower().removeprefix("@") for name in known}
    return lambda name: name.lower() in names


def _reference(secret: bytes, key: str | None, author: str | None) -> str:
    """A message's reference, or where the row stands for an account, the account's."""
    return privacy.reference(secret, "m", key) if key else privacy.reference(secret, "a", author or "")


def _with_tables(facts: Facts, dossier: Dossier, folder: str) -> str:
    named = {name: f"{folder}/{name}.parquet" for name in sorted(dossier.tables)}
    return facts.model_copy(update={"tables": named}).to_json()


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    """The table for whoever reads Parquet, and beside it for the notebook."""
    with connect() as connection:
        connection.register("given", table)
        connection.execute(
            "COPY (FROM given) TO '" + str(path).replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)"
        )
    write_light(path)
