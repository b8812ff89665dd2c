"""Who was erased stays out: a keyed list that knows a person when they come again, and names nobody."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.engine import literal

if TYPE_CHECKING:
    import duckdb

FOLDER = "suppressed"
#: What stands where a name was, and the columns of others' messages in which one can stand.
BLANK = "[erased]"
_NAME = r"(?:@|://[^/\s]+/@?)([\w.-]*\w)"
TEXTS = ("text", "title", "url", "parent_id", "conversation_id")


def read(brand: str, data: Path) -> set[str]:
    """The marks of what stays out of the archive of `brand`."""
    file = data / FOLDER / f"{brand}.json"
    return set(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else set()


def add(brand: str, data: Path, marks: Iterable[str]) -> None:
    """Puts `marks` on the list."""
    file = data / FOLDER / f"{brand}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_text(json.dumps(sorted(read(brand, data) | set(marks))) + "\n", encoding="utf-8")
    part.replace(file)


def mark(secret: bytes, kind: str, platform: str, value: str) -> str:
    """The mark of a person's handle (`kind` "author"), their id ("author_id") or a message of theirs ("id")."""
    text = f"{kind}\0{platform}\0{value.lower() if kind == 'author' else value}"
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def screened(connection: duckdb.DuckDBPyConnection, brand: str, data: Path, rows: str) -> tuple[str, str]:
    """`rows` (made by a reader) with erased people's names blanked, and SQL that is true for what stays out of them.

    Out stays what they wrote, and others' reposts and quotes of it.
    """
    marks = read(brand, data)
    if not marks:
        return rows, "false"
    from workbench import privacy

    secret = privacy.key(data)

    def found(kind: str, column: str, unnested: bool = False) -> list[tuple[str, str]]:
        values = f"unnest({column})" if unnested else column
        query = f"select distinct platform, value from (select platform, {values} as value from ({rows}))"
        seen = connection.execute(f"{query} where value is not null and platform is not null").fetchall()
        return [(platform, value) for platform, value in seen if mark(secret, kind, platform, value) in marks]

    wanted = {
        "author": found("author", "author"),
        "author_id": found("author_id", "author_id"),
        "id": found("id", "id"),
        "parent_id": found("id", "parent_id"),
        "named": found(
            "author",
            f"regexp_extract_all(concat_ws(' ', text, array_to_string(links, ' ')), {literal(_NAME)}, 1)",
            True,
        ),
    }
    out = [_in(column, wanted[column]) for column in ("author", "author_id", "id") if wanted[column]]
    if wanted["parent_id"]:
        out.append(f"(kind in ('repost', 'quote') and {_in('parent_id', wanted['parent_id'])})")
    names = {name for _, name in wanted["named"] + wanted["author"]}
    return (blanked(rows, names), f"coalesce({' or '.join(out)}, false)" if out else "false")


def blanked(rows: str, names: Collection[str], *more: str) -> str:
    """`rows`, a SELECT with a mention's columns, without `names` as words in its texts and in the columns `more`."""
    if not names:
        return rows
    pattern = literal(words(names))
    texts = [f"regexp_replace({name}, {pattern}, {literal(BLANK)}, 'gi') as {name}" for name in (*TEXTS, *more)]
    links = f"[regexp_replace(link, {pattern}, {literal(BLANK)}, 'gi') for link in links] as links"
    return f"select * replace ({', '.join([*texts, links])}) from ({rows})"


def words(names: Iterable[str]) -> str:
    """The regular expression for any of `names` as a word."""
    return "|".join(rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in sorted(names))


def _in(column: str, pairs: list[tuple[str, str]]) -> str:
    listed = ", ".join(f"({literal(platform)}, {literal(value)})" for platform, value in pairs)
    return f"(platform, {column}) in ({listed})"
