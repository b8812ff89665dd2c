"""One load: export files in; one commit to the archive and a receipt a file out, or nothing at all."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import archive, readers, receipt
from workbench.engine import connect, literal
from workbench.errors import UsageError, WorkbenchError
from workbench.mention import COLUMNS, brand_name
from workbench.readers import source
from workbench.readers.format import Format, Reading
from workbench.readers.mapping import make_mapping
from workbench.receipt import Receipt
from workbench.scratch import discard, locked, scratch

if TYPE_CHECKING:
    import duckdb
    from deltalake import DeltaTable
    from deltalake.transaction import AddAction, RemoveAction

#: What the engine may hold in memory while it loads; the rest is spilled to disk.
MEMORY = "800MB"
#: As much of a quarantined row as is kept, characters.
_LONGEST = 2 << 20
#: Where each message of the load stands, its key, and what is wrong with it.
_PLACES = "(file integer, place bigint, nested boolean, platform varchar, id varchar, reason varchar)"


@dataclass(frozen=True)
class Opened:
    """A file that was recognised and read."""

    name: str
    format: Format
    reading: Reading


@dataclass(frozen=True)
class Load:
    """One load under way: its staging database, its scratch folder (named by the load id), and what it read."""

    brand: str
    data: Path
    connection: duckdb.DuckDBPyConnection
    scratch: Path
    opened: list[Opened]
    say: Callable[[str], None]

    @property
    def id(self) -> str:
        """The id of the load."""
        return self.scratch.name


def load(
    brand: str,
    files: Sequence[Path],
    data: Path,
    format: str,
    mapping: Mapping[str, str] | None,
    timezone: str | None,
    progress: Callable[[str], None] | None,
) -> list[Receipt]:
    """See `archive.load`."""
    import duckdb
    from deltalake.exceptions import DeltaError

    say = progress or (lambda message: None)
    brand_name(brand)
    if not files:
        raise UsageError("no file to load: name at least one export")
    chosen = make_mapping(mapping, timezone)
    recognised = []
    for file in files:
        source.check(file)
        head = source.peek(file, chosen.encoding)
        recognised.append((file, head, readers.recognise(file, head, format)))
        if chosen.columns and recognised[-1][2].name != "csv":
            raise UsageError(f"{file} is {recognised[-1][2].title}: --map is for tables, leave it out")
    try:
        with scratch(data, say) as folder, connect(folder / "stage.duckdb", memory=MEMORY) as connection:
            connection.execute(f"create table places {_PLACES}")
            this = Load(brand, data, connection, folder, [], say)
            for file, head, reader in recognised:
                say(f"reading {file.name} as {reader.name}")
                prepared = source.prepare(file, folder, head, f"file_{len(this.opened)}")
                _note(this, Opened(file.name, reader, reader.read(connection, prepared, chosen)))
            with locked(data, say):
                return _commit(this)
    except (OSError, DeltaError, duckdb.Error) as error:
        raise WorkbenchError(f"the load stopped and changed nothing: {str(error).splitlines()[0]}") from error


def _note(load: Load, opened: Opened) -> None:
    """Adds a file to the load, and its messages to the table `places`.

    A message inside another counts once, and only where the file does not hold it on its own.
    """
    number = len(load.opened)
    load.opened.append(opened)
    found = f"select place, nested, platform, id, reason from ({opened.reading.rows})"
    if not opened.reading.nested:
        load.connection.execute(f"insert into places select {number}, * from ({found})")
        return
    load.connection.execute(
        f"""insert into places
        with found as materialized ({found}), own as (select platform, id from found where not nested)
        select {number}, * from found where not nested
        union all
        select {number}, min(place), true, platform, id, arg_min(reason, place) from found
        where nested and not exists (select 1 from own where own.platform = found.platform and own.id = found.id)
        group by platform, id"""
    )


def _commit(load: Load) -> list[Receipt]:
    """All that changes the archive: files are put in place, then one commit makes the rows and the receipts count."""
    table = archive.open_table(load.data)
    rows = _find_fresh(load, archive.relation(load.data, table, load.brand))
    if rows and table is None:
        table = _create(load.data)
    version = (table.version() if table else 0) + bool(rows)
    receipts = _receipts(load, version)
    folder = load.data / "archive" / archive.LOADS
    folder.mkdir(exist_ok=True)
    try:
        if any(entry.quarantined for entry in receipts):
            load.say("putting aside the rows that can't be mentions")
            _put_aside(load, folder / f"{load.id}.parquet")
        if rows and table:
            load.say(f"writing {rows:,} mentions")
            actions = _write(load, load.data / "archive")
            receipt.store(folder, receipts)
            _append(table, load.id, actions)
        else:
            receipt.store(folder, receipts)
    except BaseException:
        if not archive.took_place(receipts, archive.open_table(load.data)):
            discard(load.data, load.id)
        raise
    return receipts


def _find_fresh(load: Load, known: str) -> int:
    """Makes the table `fresh`: file and place of the first sound message with each key that `known` lacks. Its size."""
    load.connection.execute(
        f"""create table fresh as
        select (first >> 44)::integer as file, first & ((1::bigint << 43) - 1) as place from (
            select min((file::bigint << 44) + (nested::bigint << 43) + place) as first
            from places anti join (select platform, id from ({known})) as known using (platform, id)
            where reason is null group by platform, id)"""
    )
    (rows,) = load.connection.execute("select count(*) from fresh").fetchone() or (0,)
    return int(rows)


def _receipts(load: Load, version: int) -> list[Receipt]:
    query = "select file, count(*), count(reason) from places group by file"
    counts = {file: (read, wrong) for file, read, wrong in load.connection.execute(query).fetchall()}
    fresh = dict(load.connection.execute("select file, count(*) from fresh group by file").fetchall())
    at = dt.datetime.now(dt.UTC)
    receipts = []
    for number, opened in enumerate(load.opened):
        read, wrong = counts.get(number, (0, 0))
        loaded = fresh.get(number, 0)
        receipts.append(
            Receipt(
                file=opened.name,
                format=opened.format.name,
                read=read,
                loaded=loaded,
                duplicates=read - wrong - loaded,
                quarantined=wrong,
                ignored=opened.reading.ignored,
                brand=load.brand,
                load_id=load.id,
                at=at,
                version=version,
            )
        )
    return receipts


def _put_aside(load: Load, target: Path) -> None:
    """Writes the quarantined rows of all files to `target`."""
    lines = load.scratch / "quarantine.jsonl"
    with lines.open("w", encoding="utf-8") as out:
        for number, opened in enumerate(load.opened):
            wrong = f"select place from places where file = {number} and reason is not null"
            query = (
                f"select source_row, rows.reason from ({opened.reading.rows}) as rows semi join ({wrong}) using (place)"
            )
            refused = load.connection.execute(f"{query} order by place").fetchall()
            texts = opened.reading.raw([row for row, _ in refused])
            for row, reason in refused:
                entry = {
                    "source_file": opened.name,
                    "source_row": row,
                    "reason": reason,
                    "row": texts.get(row, "")[:_LONGEST],
                }
                out.write(json.dumps(entry | {"load_id": load.id}, ensure_ascii=False) + "\n")
    types = ", ".join(f"{name}: {literal(kind)}" for name, kind in archive.QUARANTINE.items())
    rows = f"select * from read_json({literal(str(lines))}, format = 'newline_delimited', columns = {{{types}}})"
    load.connection.execute(f"copy ({rows}) to {literal(str(target))} (format parquet, compression zstd)")


def _write(load: Load, folder: Path) -> list[AddAction | RemoveAction]:
    """Writes the fresh mentions as Parquet, a folder a month, into the table's `folder`; the actions that add them."""
    from deltalake.transaction import AddAction

    out = load.scratch / "out"
    out.mkdir()
    for number, opened in enumerate(load.opened):
        given = {"brand": literal(load.brand), "source_file": literal(opened.name)}
        columns = ", ".join(f"{given[name]} as {name}" if name in given else name for name in COLUMNS)
        load.connection.execute(
            f"""copy (
                select {columns}, strftime(created_at, '%Y-%m') as month from ({opened.reading.rows})
                semi join (select place from fresh where file = {number}) using (place)
            ) to {literal(str(out))} (format parquet, compression zstd, partition_by (brand, month),
                overwrite_or_ignore true, filename_pattern '{load.id}-{number}-{{i}}')"""
        )
    pattern = literal(f"{escape(str(out))}/*/*/*.parquet")
    counts = load.connection.execute(f"select file_name, num_rows from parquet_file_metadata({pattern})").fetchall()
    actions: list[AddAction | RemoveAction] = []
    for name, rows in sorted(counts):
        place = Path(name).relative_to(out)
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        Path(name).replace(file)
        brand, month = (part.partition("=")[2] for part in place.parts[:-1])
        stats, status = json.dumps({"numRecords": rows}), file.stat()
        partition: dict[str, str | None] = {"brand": brand, "month": month}
        actions.append(AddAction(str(place), status.st_size, partition, int(status.st_mtime * 1000), True, stats))
    return actions


def _append(table: DeltaTable, load_id: str, actions: list[AddAction | RemoveAction]) -> None:
    """The commit. It notes the load as a Delta transaction: that is what makes its receipts count."""
    from deltalake import CommitProperties, Transaction

    table.create_write_transaction(
        actions,
        mode="append",
        schema=table.schema(),
        partition_by=["brand", "month"],
        commit_properties=CommitProperties(app_transactions=[Transaction(load_id, 1)]),
    )


def _create(data: Path) -> DeltaTable:
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
