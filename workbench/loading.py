"""One load: export files in; one commit to the archive and a receipt a file out, or nothing at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import archive, fingerprint, merge, quarantine, receipt, spoken, suppression, table
from workbench.engine import connect
from workbench.errors import UsageError, WorkbenchError
from workbench.readers import source
from workbench.readers.format import Format, Reading
from workbench.readers.intake import intake
from workbench.readers.mapping import Mapping as Told
from workbench.readers.mapping import make_mapping
from workbench.readers.source import Source
from workbench.receipt import Receipt
from workbench.scratch import discard, locked, scratch

if TYPE_CHECKING:
    import duckdb

#: What the engine may hold in memory while it loads; the rest is spilled to disk.
MEMORY = "800MB"
#: Where each message of the load stands, its key, whether its id is our own, and what is wrong with it.
_PLACES = (
    "(file integer, place bigint, nested boolean, key uhugeint, created_at timestamptz, bare boolean, reason varchar,"
    " suppressed boolean)"
)


@dataclass(frozen=True)
class Opened:
    """A file that was recognised and read; `identity` tells it when it comes again."""

    name: str
    format: Format
    reading: Reading
    identity: fingerprint.Identity


@dataclass(frozen=True)
class Load:
    """One load under way: its staging database, its scratch folder (named by the load id), and what it read."""

    brand: str
    data: Path
    query: str | None
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
    query: str | None,
    options: str,
    say: Callable[[str], None],
) -> list[Receipt]:
    """See `archive.load`; `options` is what `fingerprint.options` says of them."""
    import duckdb
    from deltalake.exceptions import DeltaError

    if not files:
        raise UsageError("no file to load: name at least one export")
    for file in files:
        source.check(file)
    try:
        identities = {file: fingerprint.identify(file, options) for file in files}
        chosen = make_mapping(mapping, timezone)
        recognised = intake(files, chosen, format, data / "formats", say)
        for part, _, reader in recognised:
            if chosen.columns and not reader.mappable:
                raise UsageError(f"{part} is {reader.title}: --map is for tables, leave it out")
        with scratch(data, say) as folder, connect(folder / "spill", memory=MEMORY) as connection:
            connection.execute(f"create table places {_PLACES}")
            this = Load(brand, data, query, connection, folder, [], say)
            for part, head, reader in recognised:
                say(f"reading {part.name} as {reader.name}")
                prepared = source.prepare(part, folder, head, f"file_{len(this.opened)}")
                reading = _read(reader, connection, prepared, chosen)
                _note(this, Opened(part.name, reader, reading, identities[part.file]))
            with locked(data, say):
                return _commit(this)
    except (OSError, DeltaError, duckdb.Error) as error:
        raise WorkbenchError(f"the load stopped and changed nothing: {str(error).splitlines()[0]}") from error


def _read(reader: Format, connection: duckdb.DuckDBPyConnection, prepared: Source, mapping: Told) -> Reading:
    """What `reader` reads; where it can't, the message names the file: there may be many."""
    try:
        return reader.read(connection, prepared, mapping)
    except WorkbenchError as error:
        if prepared.name in str(error):
            raise
        raise type(error)(f"{prepared.name}: {error}") from error


def _note(load: Load, opened: Opened) -> None:
    """Adds a file to the load, and its messages to the table `places`.

    A message inside another counts once, and only where the file does not hold it on its own.
    """
    number = len(load.opened)
    rows, kept_out = suppression.screened(load.connection, load.brand, load.data, opened.reading.rows)
    opened = replace(opened, reading=replace(opened.reading, rows=rows))
    load.opened.append(opened)
    found = f"""select {number} as file, place, nested, {merge.KEY} as key, created_at, starts_with(id, 'x-') as bare,
        reason, {kept_out} as suppressed from ({opened.reading.rows})"""
    if opened.reading.nested:
        found = f"""with found as materialized ({found}), own as (select key from found where not nested)
            select * from found where not nested
            union all
            select any_value(file), min(place), true, key, arg_min(created_at, place), arg_min(bare, place),
                arg_min(reason, place), arg_min(suppressed, place)
            from found anti join own using (key) where nested group by key"""
    load.connection.execute("set preserve_insertion_order = false")  # a place is a number: no need to buffer for order
    load.connection.execute(f"insert into places {found}")
    load.connection.execute("set preserve_insertion_order = true")
    rows = spoken.told(load.connection, opened.reading.rows, f"spoken_{number}", load.scratch, load.say)
    load.opened[number] = replace(opened, reading=replace(opened.reading, rows=rows))


def _commit(load: Load) -> list[Receipt]:
    """All that changes the archive: files are put in place, then one commit makes the rows and the receipts count."""
    found = archive.open_table(load.data)
    counts = merge.settle(load, archive.relation(load.data, found, load.brand))
    changes = any(count.loaded or count.updated for count in counts)
    if changes and found is None:
        found = table.create(load.data)
    receipts = _receipts(load, counts, (found.version() if found else 0) + changes)
    folder = load.data / "archive" / archive.LOADS
    folder.mkdir(exist_ok=True)
    try:
        if any(entry.quarantined for entry in receipts):
            load.say("putting aside the rows that can't be mentions")
            quarantine.put_aside(load, folder / f"{load.id}.parquet")
        if changes and found:
            load.say(f"writing {sum(count.loaded for count in counts):,} mentions")
            actions = table.write(load, found)
            receipt.store(folder, receipts)
            table.commit(found, load.id, actions)
        else:
            receipt.store(folder, receipts)
    except BaseException:
        if not archive.took_place(receipts, archive.open_table(load.data)):
            discard(load.data, load.id)
        raise
    return receipts


def _receipts(load: Load, counts: Sequence[merge.Counts], version: int) -> list[Receipt]:
    at = dt.datetime.now(dt.UTC)
    return [
        Receipt(
            file=opened.name,
            format=opened.format.name,
            read=count.read,
            loaded=count.loaded,
            duplicates=count.read - count.wrong - count.loaded,
            quarantined=count.wrong,
            ignored=opened.reading.ignored + count.suppressed,
            updated=count.updated,
            suppressed=count.suppressed,
            brand=load.brand,
            load_id=load.id,
            at=at,
            version=version,
            content=opened.identity.content,
            stamp=opened.identity.stamp,
            query=load.query,
            first=count.first,
            last=count.last,
        )
        for opened, count in zip(load.opened, counts, strict=True)
    ]
