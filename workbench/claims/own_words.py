"""What people say in words of their own: the parts of a topic that no listed kind of claim covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.facts import Subtopic
from workbench.stories import PLAIN_SQL
from workbench.unspaced import LETTERS

if TYPE_CHECKING:
    import duckdb

#: The kind of all such claims in the facts; their words tell them apart.
KIND = "own words"
#: A message makes it when it holds so many of the part's first words.
TELLING, LEAST = 6, 2
#: It is covered when so many of its messages make a claim of a listed kind.
COVERED = 0.5


def mark(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Subtopic], kinds: Sequence[str]
) -> dict[str, list[str]]:
    """Adds to the table `claimed` what is said in the words of each of `parts` and not of `kinds`: code → its words.

    Needs the tables of `stories.mark` and `claims.mark`.
    """
    terms = [(f"{KIND} {number}", term) for number, part in enumerate(parts) for term in part.terms[:TELLING]]
    connection.execute(f"INSERT INTO claimed {_holding('wording')} ORDER BY ALL", _given(terms))
    rows = connection.execute(
        """
        WITH of_kind AS (SELECT DISTINCT wording, true AS covered FROM claimed WHERE kind IN (SELECT unnest($kinds)))
        SELECT kind FROM told JOIN claimed USING (wording) LEFT JOIN of_kind USING (wording)
        WHERE starts_with(kind, $own) GROUP BY kind HAVING count(covered) < $most * count(*) ORDER BY kind
        """,
        {"kinds": list(kinds) or [""], "own": KIND, "most": COVERED},
    ).fetchall()
    return {code: [term for kind, term in terms if kind == code] for (code,) in rows}


def usual(connection: duckdb.DuckDBPyConnection, code: str, words: Sequence[str]) -> float:
    """The share of the table `ordinary` (wording, plain) that says it."""
    terms = [(code, word) for word in words]
    rows = connection.execute(
        f"SELECT count(*) / greatest((SELECT count(*) FROM ordinary), 1) FROM ({_holding('ordinary')})",
        _given(terms),
    ).fetchall()
    return float(rows[0][0])


def _given(terms: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    return {"codes": [code for code, _ in terms], "terms": [term for _, term in terms]}


def _holding(table: str) -> str:
    """SQL for (wording, kind): which row of `table` holds enough of which kind's terms."""
    folded = PLAIN_SQL.replace("concat_ws(' ', title, text)", "term")
    return f"""
        SELECT wording, kind FROM (
            SELECT DISTINCT wording, kind, term FROM (
                SELECT wording, unnest(string_split(plain, ' ')) AS word FROM {table}
            ) JOIN (SELECT kind, term, {folded} AS word FROM (
                SELECT unnest($codes::VARCHAR[]) AS kind, unnest($terms::VARCHAR[]) AS term)) USING (word)
            UNION
            SELECT wording, kind, term FROM {table} JOIN (
                SELECT kind, term, {folded} AS word FROM (
                    SELECT unnest($codes::VARCHAR[]) AS kind, unnest($terms::VARCHAR[]) AS term)
                WHERE regexp_matches(term, '[{LETTERS}]')
            ) ON contains(plain, word)
        ) GROUP BY wording, kind HAVING count(*) >= {LEAST}
    """
