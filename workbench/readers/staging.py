"""Where what was read of a file stands until all of it was judged: in memory, or on disk where the file is large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.engine import literal
from workbench.readers.source import Source

if TYPE_CHECKING:
    import duckdb

#: More than this is staged on disk, for a table that does not fit is spilled block by block. Bytes.
IN_MEMORY = 384 << 20


def stage(connection: duckdb.DuckDBPyConnection, source: Source, rows: str, kept: float = 1) -> str:
    """The relation (the body of a FROM) of `rows`, a SELECT over the file, kept in their order; `record` counts from 0.

    `kept` is how much of the file they are, about: large ones are on disk.
    """
    table = source.table
    if source.path.stat().st_size * kept <= IN_MEMORY:
        connection.execute(f"create or replace table {table} as {rows}")
        return f"(select rowid as record, * from {table})"
    file = literal(str(source.scratch / f"{table}.parquet"))
    form = "format parquet, compression lz4_raw, dictionary_size_limit 1000, row_group_size 40960"
    connection.execute(f"copy ({rows}) to {file} ({form})")
    staged = f"read_parquet({file}, file_row_number = true, hive_partitioning = false)"
    return f"(select file_row_number as record, * exclude (file_row_number) from {staged})"
