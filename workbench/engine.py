"""DuckDB, set up the same way everywhere: UTC, no downloads, and a place of its own to spill to."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def connect(spill: Path | None = None, *, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory whose session runs in UTC.

    What doesn't fit goes to the folder `spill`, else into the system's temporary folder. `memory` limits what the
    engine holds, such as "800MB".
    """
    import duckdb

    spill = spill or Path(tempfile.gettempdir()) / "workbench-spill"
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if memory:
        settings["memory_limit"] = memory
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("set timezone = 'UTC'")
    # In a notebook's kernel the bar is off already, and DuckDB 2.0 refuses to be told so without ipywidgets.
    if connection.execute("select current_setting('enable_progress_bar')").fetchall()[0][0]:
        connection.execute("set enable_progress_bar = false")
    return connection


def literal(text: str) -> str:
    """`text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def column(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
