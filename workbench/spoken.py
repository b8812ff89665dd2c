"""The language of messages whose export does not say it: read from their texts while they are loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.engine import literal

if TYPE_CHECKING:
    import duckdb

#: So many texts are in memory at a time.
_CHUNK = 200_000


def told(
    connection: duckdb.DuckDBPyConnection, rows: str, table: str, scratch: Path, say: Callable[[str], None]
) -> str:
    """`rows`, a SELECT of mentions, with the language that their texts tell where it is null; null stays what they
    leave open.

    Equal texts are read once. What is found is kept in `table`.
    """
    silent = f"from ({rows}) where lang is null and text <> ''"
    if connection.execute(f"select exists ({silent})").fetchall() != [(True,)]:
        return rows
    from workbench.language import READ, guess_all

    key = f"hash(left(text, {READ}))"
    say("telling the language of texts where the export does not")
    found = scratch / f"{table}.jsonl"
    with connection.cursor() as reading, found.open("w", encoding="utf-8") as out:
        reading.execute(f"select {key}, any_value(left(text, {READ})) {silent} group by 1")
        while chunk := reading.fetchmany(_CHUNK):
            for (known, _), lang in zip(chunk, guess_all([text for _, text in chunk]), strict=True):
                if lang:
                    out.write(json.dumps({"text": known, "lang": lang}) + "\n")
    kinds = "{text: 'UBIGINT', lang: 'VARCHAR'}"
    lines = f"read_json({literal(str(found))}, format = 'newline_delimited', columns = {kinds})"
    connection.execute(f"create table {table} as from {lines}")
    return (
        f"select said.* replace (coalesce(said.lang, heard.lang) as lang) from ({rows}) as said"
        f" left join {table} as heard"
        f" on case when said.lang is null then {key.replace('text', 'said.text')} end = heard.text"
    )
