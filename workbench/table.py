"""What a load changes in the Delta table: Parquet files written by DuckDB, and one commit that makes them count."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from glob import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from workbench import merge
from workbench.engine import literal
from workbench.mention import COLUMNS

if TYPE_CHECKING:
    import duckdb
    from deltalake import DeltaTable
    from deltalake.transaction import AddAction, RemoveAction

    from workbench.loading import Load

Actions = list["AddAction | RemoveAction"]
#: Small dictionaries only: most texts, links and ids occur once, and looking for repetitions is half of the writing.
#: Groups of rows that fit a processor's cache, and keep every core busy.
PARQUET = "format parquet, compression zstd, compression_level 1, dictionary_size_limit 1000, row_group_size 40960"
#: A month with fewer mentions than this is not worth a pass of its own over the rows.
_MANY = 20_000
_COLUMNS = ", ".join(COLUMNS)


def write(load: Load, found: DeltaTable) -> Actions:
    """Writes the mentions of the load into the table's folder; the actions that make them count."""
    out = load.scratch / "out"
    out.mkdir()
    load.connection.execute("set preserve_insertion_order = false")  # every row knows its place: no need to buffer
    for number in range(len(load.opened)):
        _write_file(load, number, out)
    (mended, changed) = load.connection.execute(
        "select count(*) filter (fresh), count(*) filter (not fresh) from merged"
    ).fetchone() or (0, 0)
    if mended:
        _by_month(load.connection, f"select {_COLUMNS} from merged where fresh", out, f"{load.id}-merged-")
    actions = add(load.connection, out, load.data / "archive")
    return actions + _replaced(load, found) if changed else actions


def add(connection: duckdb.DuckDBPyConnection, out: Path, folder: Path) -> Actions:
    """Moves the Parquet files under `out` into the table's `folder`; the actions that add them."""
    from deltalake.transaction import AddAction

    pattern = literal(f"{escape(str(out))}/*/*/*.parquet")
    query = f"select file_name, num_rows from parquet_file_metadata({pattern})"
    written = connection.execute(query).fetchall() if any(out.rglob("*.parquet")) else []
    actions: Actions = []
    for name, rows in sorted(written):
        if not rows:
            continue
        place = Path(name).relative_to(out)
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        Path(name).replace(file)
        brand, month = (part.partition("=")[2] for part in place.parts[:-1])
        stats, status = json.dumps({"numRecords": rows}), file.stat()
        partition: dict[str, str | None] = {"brand": brand, "month": month}
        actions.append(AddAction(str(place), status.st_size, partition, int(status.st_mtime * 1000), True, stats))
    return actions


def replace(
    connection: duckdb.DuckDBPyConnection, out: Path, folder: Path, place: str, rows: str, name: str
) -> Actions:
    """The actions that put `rows` (a SELECT of a mention's columns) in the stead of the table's file at `place`."""
    target = out / Path(place).parent / name
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f"copy (select * exclude (brand) from ({rows})) to {literal(str(target))} ({PARQUET})")
    return [*add(connection, out, folder), removed(place)]


def removed(place: str) -> RemoveAction:
    """The action that takes the file at `place`, such as `brand=acme/month=2026-03/….parquet`, out of the table."""
    from deltalake.transaction import RemoveAction

    brand, month = (part.partition("=")[2] for part in place.split("/")[:2])
    return RemoveAction(place, True, int(time.time() * 1000), None, {"brand": brand, "month": month})


def places(found: DeltaTable, brand: str) -> list[str]:
    """The files of `brand` in the table, as places in its folder."""
    uris = found.file_uris(file_pruning_predicate=[("brand", "=", brand)])
    return ["/".join(unquote(uri).split("/")[-3:]) for uri in uris]


def rows_of(folder: Path, place: str) -> str:
    """A SELECT of the mentions in the file at `place` of the table's `folder`."""
    file = literal(escape(str(folder.absolute() / place)))
    types = "hive_partitioning = true, hive_types = {'brand': 'VARCHAR', 'month': 'VARCHAR'}"
    return f"select {_COLUMNS} from read_parquet({file}, {types})"


def commit(found: DeltaTable, transaction: str, actions: Actions) -> None:
    """The commit. It notes the load as a Delta transaction: that is what makes its receipts count."""
    from deltalake import CommitProperties, Transaction

    found.create_write_transaction(
        actions,
        mode="append",
        schema=found.schema(),
        partition_by=["brand", "month"],
        commit_properties=CommitProperties(app_transactions=[Transaction(transaction, 1)]),
    )


def create(data: Path) -> DeltaTable:
    """A new table for all brands; its log is kept for good, so that every version can be read again."""
    from deltalake import DeltaTable, Field, Schema
    from deltalake.schema import ArrayType, PrimitiveType

    text = PrimitiveType("string")
    kinds = {"VARCHAR": text, "BIGINT": PrimitiveType("long"), "TIMESTAMPTZ": PrimitiveType("timestamp")}
    fields = [
        Field(name, kinds[kind] if kind in kinds else ArrayType(text, contains_null=True), nullable=True)
        for name, kind in COLUMNS.items()
    ]
    return DeltaTable.create(
        data / "archive",
        Schema([*fields, Field("month", text, nullable=True)]),
        partition_by=["brand", "month"],
        configuration={"delta.logRetentionDuration": "interval 36500 days"},
    )


def _write_file(load: Load, number: int, out: Path) -> None:
    """Writes the fresh mentions of one file.

    A large month is written by a pass of its own over the rows, for DuckDB's PARTITION_BY costs more than the writing;
    the rest together, with it.
    """
    months = _months(load, number)
    large = [month for month in months if month[-1] >= _MANY] or months[:1]
    in_order = all(one[4] < next_[3] for one, next_ in pairwise(months))
    rest, copies = [], []
    for name, start, stop, low, high, _ in large:
        bounds = f"created_at >= {literal(start)}::timestamptz and created_at < {literal(stop)}::timestamptz"
        rest.append(f"not ({bounds})")
        where = (
            f"place between {low} and {high}" + ("" if in_order else f" and {bounds}") if len(months) > 1 else "true"
        )
        target = out / f"brand={load.brand}" / f"month={name}" / f"{load.id}-{number}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        rows = f"select * exclude (brand) from ({merge.written(load, number, where)})"
        copies.append(f"copy ({rows}) to {literal(str(target))} ({PARQUET})")
    _at_once(load.connection, copies)
    if len(large) < len(months):
        _by_month(load.connection, merge.written(load, number, " and ".join(rest)), out, f"{load.id}-{number}-")


def _at_once(connection: duckdb.DuckDBPyConnection, copies: list[str]) -> None:
    """Runs `copies` two at a time: one alone leaves a core idle while it finishes its last groups of rows."""
    if len(copies) < 2:
        for copy in copies:
            connection.execute(copy)
        return

    def run(copy: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set timezone = 'UTC'")  # a cursor has a session of its own
            cursor.execute(copy)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, copies))


def _months(load: Load, number: int) -> list[tuple[str, str, str, int, int, int]]:
    """Of each month with fresh mentions of a file: name, first moment, end, lowest and highest place, how many."""
    query = f"""select strftime(month, '%Y-%m'), month || '+00', (month + interval 1 month) || '+00', low, high, number
        from (select date_trunc('month', make_timestamp(epoch_us(created_at))) as month, min(place) as low,
            max(place) as high,
            count(*) as number from (
                select created_at, place from places
                {"" if merge.all_fresh(load) else "anti join left_out using (file, place)"} where file = {number}
            ) group by month) order by month"""
    return load.connection.execute(query).fetchall()


def _by_month(connection: duckdb.DuckDBPyConnection, rows: str, out: Path, name: str) -> None:
    connection.execute(
        f"""copy (select *, strftime(created_at, '%Y-%m') as month from ({rows})) to {literal(str(out))} ({PARQUET},
            partition_by (brand, month), overwrite_or_ignore true, filename_pattern '{name}{{i}}')"""
    )


def _replaced(load: Load, found: DeltaTable) -> Actions:
    """The actions that put merged mentions in the stead of those that the archive held."""
    folder, out = load.data / "archive", load.scratch / "out"
    changed = "select key from merged where not fresh"
    actions: Actions = []
    for number, place in enumerate(places(found, load.brand)):
        old = f"select *, {merge.KEY} as key from ({rows_of(folder, place)})"
        load.connection.execute(
            f"create or replace table held as select key from ({old}) semi join ({changed}) using (key)"
        )
        if load.connection.execute("select exists (from held)").fetchone() == (True,):
            rows = (
                f"select {_COLUMNS} from ({old}) where key not in (select key from held) union all"
                f" select {_COLUMNS} from merged semi join held using (key) where not fresh"
            )
            actions += replace(load.connection, out, folder, place, rows, f"{load.id}-again-{number}.parquet")
    return actions
