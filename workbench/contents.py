"""What tells one archive's contents from another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.mention import COLUMNS

if TYPE_CHECKING:
    import duckdb

#: Where a row came from is no part of what it says: the same export under another name is the same.
_WHENCE = ("source_file", "source_row")


def fingerprint(connection: duckdb.DuckDBPyConnection) -> str:
    """32 hex digits that tell the rows of the relation `mentions`, whatever their order and the files they came from.

    The exclusive or of the rows' MD5 sums, which no order changes; the table's key keeps any two rows different.
    """
    parts = ", chr(31), ".join(f"coalesce({_text(name, kind)}, chr(30))" for name, kind in COLUMNS.items()
                               if name not in _WHENCE)  # fmt: skip
    ((number,),) = connection.execute(f"SELECT bit_xor(md5_number(concat({parts}))) FROM mentions").fetchall()
    return f"{number or 0:032x}"


def _text(name: str, kind: str) -> str:
    """SQL for a column as text, the same on every machine."""
    if kind.endswith("[]"):
        return f"array_to_string({name}, chr(29))"
    return f"epoch_us({name})::VARCHAR" if kind.startswith("TIMESTAMP") else f"{name}::VARCHAR"
