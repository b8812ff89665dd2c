"""From an archive to published reports."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from workbench import privacy, report
from workbench.dossier import Dossier, characterize
from workbench.engine import connect
from workbench.facts import Facts
from workbench.plan import Plan
from workbench.study import Found, Say, Study

#: Tables that hold people's words and names: they get references, and stay in the analyst's copy.
PERSONAL = ("evidence", "worklist")


def publish(
    study: Study,
    found: Found | None,
    reports: Path,
    parameters: Mapping[str, object] | None = None,
    progress: Say | None = None,
) -> Path:
    """The path of the page `<reports>/<brand>/<crisis id>/postmortem.html`, made anew; `none/` where `found` is None.

    What was published before stays until the new report is whole. Raises what `report.build` raises.
    """
    dossier = characterize(study, found, dt.datetime.now(dt.UTC).replace(microsecond=0), progress)
    out = reports / study.archive.brand / (found.crisis.id if found else "none")
    given = {"timezone": study.plan.timezone, "language": study.plan.language, **(parameters or {})}
    if progress:
        progress(f"writing the report {out.name}")
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        work = Path(folder)
        write(dossier, study.plan, privacy.key(study.archive.data), work)
        return report.build(work, out, parameters=given)


def write(dossier: Dossier, plan: Plan, secret: bytes, work: Path) -> None:
    """Fills the folder `work` with what a report reads: `facts.json`, `analyst-facts.json`, `tables/*.parquet`."""
    public = {account.handle.lower() for _, account, _ in plan.own_accounts()} | {
        name.lower() for name in plan.public_figures
    }
    shared = privacy.without_people(dossier.facts, secret, lambda author: author.lower() in public)
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


def _reference(secret: bytes, key: str | None, author: str | None) -> str:
    """A message's reference, or where the row stands for an account, the account's."""
    return privacy.reference(secret, "m", key) if key else privacy.reference(secret, "a", author or "")


def _with_tables(facts: Facts, dossier: Dossier, folder: str) -> str:
    named = {name: f"{folder}/{name}.parquet" for name in sorted(dossier.tables)}
    return facts.model_copy(update={"tables": named}).to_json()


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    with connect() as connection:
        connection.register("given", table)
        connection.execute(
            "COPY (FROM given) TO '" + str(path).replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)"
        )
