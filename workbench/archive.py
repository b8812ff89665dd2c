"""The archive: every mention of a brand, in one Delta Lake table of Parquet files under `data/archive/`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbench import receipt
from workbench.engine import connect, literal
from workbench.errors import WorkbenchError
from workbench.mention import COLUMNS, brand_name
from workbench.receipt import Receipt

if TYPE_CHECKING:
    import duckdb
    import pandas
    from deltalake import DeltaTable

Result = TypeVar("Result")

#: Where receipts and quarantined rows are, beside the table's own files.
LOADS = "_loads"


def data_folder(data: Path | str | None = None) -> Path:
    """The folder that holds the archive: `data`, else the environment's WORKBENCH_DATA, else `data`."""
    return Path(data or os.environ.get("WORKBENCH_DATA") or "data")


def brands(data: Path | str | None = None) -> list[str]:
    """The brands that have an archive, in alphabetical order."""
    folder = data_folder(data)
    table = open_table(folder)
    if table is None:
        return sorted({load[0].brand for load in _counted(folder, None)})
    return sorted({part["brand"] for part in table.partitions()} | {load[0].brand for load in _counted(folder, table)})


def open_archive(brand: str, data: Path | str | None = None, as_of: dt.datetime | None = None) -> Archive:
    """The archive of `brand`, as it is or as it was at `as_of` (UTC where it has no zone).

    Raises WorkbenchError where the brand has no archive, or had none then.
    """
    folder = data_folder(data)
    brand_name(brand)
    known = brands(folder)
    if brand not in known:
        there = f"there are {', '.join(known)}" if known else "nothing has been loaded yet"
        raise WorkbenchError(
            f"{brand} has no archive in {folder} ({there}): load one with `workbench load {brand} FILE`"
        )
    archive = Archive(brand, folder, as_of)
    if as_of is not None and not archive.receipts():
        raise WorkbenchError(f"the archive of {brand} did not exist at {as_of.isoformat()}: its first load came later")
    return archive


class Archive:
    """All mentions of one brand at one version of the table. Made by `open_archive`."""

    def __init__(self, brand: str, data: Path, as_of: dt.datetime | None = None) -> None:
        self.brand = brand
        self.data = data
        self.as_of = as_of.replace(tzinfo=as_of.tzinfo or dt.UTC) if as_of else None
        self._table = open_table(data, self.as_of)

    @property
    def version(self) -> int:
        """The version of the table that is read; 0 before anything was loaded."""
        return self._table.version() if self._table else 0

    @cached_property
    def fingerprint(self) -> str:
        """32 hex digits that tell the contents of this version: the same for the same messages, however loaded."""
        from workbench import contents

        return self._reading(contents.fingerprint)

    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection in UTC with the view `mentions`: the columns of `mention.COLUMNS` in their order."""
        connection = connect()
        connection.execute(f"create view mentions as {relation(self.data, self._table, self.brand)}")
        return connection

    def sql(self, query: str, **parameters: Any) -> pandas.DataFrame:
        """The rows that `query` gives over the relation `mentions`, with `$name` for each of the parameters.

        Raises WorkbenchError where DuckDB refuses the query.
        """
        return self._reading(lambda connection: frame(connection, query, parameters))

    def mentions(self, since: dt.datetime | None = None, until: dt.datetime | None = None) -> pandas.DataFrame:
        """The mentions from `since` to before `until` (UTC where they have no zone), by time, platform and id."""
        bounds = {"since": since, "until": until}
        given = {name: _utc_text(moment) for name, moment in bounds.items() if moment}
        conditions = {"since": "created_at >= $since::timestamptz", "until": "created_at < $until::timestamptz"}
        where = " and ".join(conditions[name] for name in given) or "true"
        found = self.sql(f"select * from mentions where {where} order by created_at, platform, id", **given)
        kinds = {"VARCHAR": "str", "BIGINT": "Int64"}  # whether or not something is missing
        return found.astype({name: kinds[kind] for name, kind in COLUMNS.items() if kind in kinds})

    def receipts(self) -> list[Receipt]:
        """The receipts of all loads up to this version, oldest first."""
        loads = _counted(self.data, self._table)
        return [
            entry
            for load in loads
            for entry in load
            if entry.brand == self.brand and (self.as_of is None or entry.at <= self.as_of)
        ]

    def quarantined(self) -> pandas.DataFrame:
        """The rows put aside that are still open: `quarantine.COLUMNS`, with the id of the first load with the row.

        A row is closed when the archive holds a mention with its id, or with its `ticket` as id.
        """
        from workbench import quarantine

        loads = dict.fromkeys(entry.load_id for entry in self.receipts())
        files = [file for load in loads if (file := _loads(self.data) / f"{load}.parquet").exists()]
        return self._reading(lambda connection: frame(connection, quarantine.still_open(files), {}))

    def _reading(self, ask: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
        """What `ask` gives; asked once more of the newest version where a file has gone since this one was opened."""
        import duckdb

        try:
            with self.connection() as connection:
                return ask(connection)
        except duckdb.IOException:
            self._table = open_table(self.data, self.as_of)
        try:
            with self.connection() as connection:
                return ask(connection)
        except duckdb.IOException as error:
            if self.as_of is None:
                raise
            raise WorkbenchError(
                f"the archive of {self.brand} as it was at {self.as_of:%Y-%m-%d %H:%M} UTC is gone: messages were"
                " erased since, and every version that held them; leave out --as-of, or ask for a later time"
            ) from error


def load(
    brand: str,
    files: Sequence[Path | str],
    *,
    data: Path | str | None = None,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    timezone: str | None = None,
    query: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Receipt]:
    """Reads export files into the archive of `brand`, which the first load creates: all of them, or none.

    `format` is a name in `readers.FORMATS`; `mapping` as `readers.mapping.parse_map` makes it; `timezone` the zone of
    times that have none; `query` what the files were collected by; `progress` is told what is being done. One receipt a
    file.
    Raises UsageError for a call that can't be right, WorkbenchError for files that can't be read.
    """
    from workbench import fingerprint

    paths, folder, say = [Path(file) for file in files], data_folder(data), progress or (lambda message: None)
    brand_name(brand)
    options = fingerprint.options(brand, format, mapping, timezone, folder)
    known = fingerprint.again(brand, paths, folder, options, query, say)
    if known is not None:
        return known
    from workbench import loading

    return loading.load(brand, paths, folder, format, mapping, timezone, query, options, say)


def retain(brand: str, months: int, data: Path | str | None = None, reports: Path | str = "reports") -> int:
    """How many messages of `brand` were removed for good because they were older than `months`.

    Raises WorkbenchError where a legal hold is in force.
    """
    from workbench.forget import retain as run

    done = run(brand, months, data, reports)
    return done.messages if done else 0


def relation(data: Path, table: DeltaTable | None, brand: str) -> str:
    """A SELECT of the mentions of `brand` in `table`: exactly the columns of `mention.COLUMNS`."""
    files = table.file_uris(file_pruning_predicate=[("brand", "=", brand)]) if table else []
    if not files:
        nothing = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS.items())
        return f"select {nothing} where false"
    # the last three parts are ours, the others delta-rs escapes as it would a URL's
    places = ((data / "archive").absolute().joinpath(*file.split("/")[-3:]) for file in files)
    listed = ", ".join(literal(escape(str(place))) for place in places)
    return (
        f"select {', '.join(COLUMNS)} from read_parquet([{listed}], hive_partitioning = true,"
        " hive_types = {'brand': 'VARCHAR', 'month': 'VARCHAR'})"
    )


def frame(connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any]) -> pandas.DataFrame:
    """The result of `query` as a DataFrame; WorkbenchError where DuckDB refuses it."""
    import warnings

    import duckdb

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # duckdb 2.0 calls pandas in a way that pandas 3.1 deprecates
            return connection.execute(query, dict(parameters)).df()
    except duckdb.IOException:
        raise
    except duckdb.Error as error:
        raise WorkbenchError(f"the query can't be run: {str(error).splitlines()[0]}") from error


def open_table(data: Path, as_of: dt.datetime | None = None) -> DeltaTable | None:
    """The Delta table under `data`, or None where there is none, or none yet at `as_of`."""
    if not (data / "archive" / "_delta_log").is_dir():
        return None
    from deltalake import DeltaTable

    table = DeltaTable(data / "archive")
    if as_of is None:
        return table
    moment = as_of.timestamp() * 1000
    versions = [commit["version"] for commit in table.history() if commit["timestamp"] <= moment]
    if not versions:
        return None
    table.load_as_version(max(versions))
    return table


def current_version(data: Path) -> int:
    """The newest version of the table under `data`; 0 where there is none. Its log is kept for good (table.create)."""
    return max((int(file.stem) for file in (data / "archive" / "_delta_log").glob("*.json")), default=0)


def _loads(data: Path) -> Path:
    return data / "archive" / LOADS


def _counted(data: Path, table: DeltaTable | None) -> list[list[Receipt]]:
    """The loads that took place: one that brought rows did so only when the table knows its transaction."""
    return [load for load in receipt.read_all(_loads(data)) if took_place(load, table)]


def took_place(load: Sequence[Receipt], table: DeltaTable | None) -> bool:
    """Whether the load with these receipts is part of `table`, or had no rows to add."""
    if not any(entry.loaded or entry.updated for entry in load):
        return True
    return table is not None and table.transaction_version(load[0].load_id) is not None


def _utc_text(moment: dt.datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).isoformat()
