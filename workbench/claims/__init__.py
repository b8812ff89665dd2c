"""What people say happened, whom they hold to account and what they ask for, in nine languages.

One hand-written file a language lists the phrases of each kind, under the part it plays: an event that struck from
outside, a failure, a misdeed, a demand, a defence. A trailing or leading `*` is any ending or beginning of a word, `…`
stands for up to three words between; accents and case don't matter.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from workbench import language
from workbench.engine import literal
from workbench.stories import PLAIN_SQL

if TYPE_CHECKING:
    import duckdb

#: Messages that are shown for a claim.
EXAMPLES = 3
LANGUAGES: tuple[str, ...] = ("en", "es", "de", "fr", "pt", "lv", "ru", "ar", "ja")


@cache
def listed(lang: str) -> dict[str, dict[str, list[str]]]:
    """The phrases of a language by part and kind, as they stand in its file, accents gone."""
    content = tomllib.loads((files(__name__) / f"{lang}.toml").read_text(encoding="utf-8"))
    return {part: {kind: _phrases(text) for kind, text in kinds.items()} for part, kinds in content.items()}


def kinds(*parts: str) -> list[str]:
    """The kinds of claims that play one of `parts`, in their order."""
    return [kind for part in parts for kind in listed("en")[part]]


@cache
def pattern(lang: str, kind: str) -> str:
    """The regular expression (RE2) that finds `kind` in a plain text with a space before and after it."""
    phrases = next(kinds[kind] for kinds in listed(lang).values() if kind in kinds)
    return f" (?:{'|'.join(_expression(phrase) for phrase in phrases)}) "


def mark(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the temporary table `claimed` (wording, kind): what each row of `wording` claims; see `stories.mark`."""
    fill_languages(connection, "wording")
    connection.execute("CREATE OR REPLACE TEMP TABLE claimed (wording BIGINT, kind VARCHAR)")
    for lang in spoken(connection, "wording"):
        connection.execute(
            f"""
            INSERT INTO claimed SELECT DISTINCT wording, kind FROM (
                SELECT wording, unnest({heard_sql(lang)}) AS kind FROM wording WHERE lang = $lang
            ) WHERE kind IS NOT NULL ORDER BY ALL
            """,
            {"lang": lang},
        )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE claimed AS SELECT DISTINCT wording, kind FROM claimed ORDER BY ALL"
    )


def shares(
    connection: duckdb.DuckDBPyConnection, messages: str, parameters: Mapping[str, object] | None = None
) -> dict[str, float]:
    """Of the rows that the query `messages` gives (title, text, lang), the share that claims each kind."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE heard AS SELECT row_number() OVER () AS number, lang, {PLAIN_SQL} AS plain"
        f" FROM ({messages})",
        dict(parameters or {}),
    )
    fill_languages(connection, "heard")
    found: dict[str, set[int]] = {kind: set() for kind in kinds(*listed("en"))}
    for lang in spoken(connection, "heard"):
        rows = connection.execute(
            f"SELECT kind, number FROM (SELECT unnest({heard_sql(lang)}) AS kind, number FROM heard"
            " WHERE lang = $1) WHERE kind IS NOT NULL",
            [lang],
        ).fetchall()
        for kind, number in rows:
            found[kind].add(number)
    total = connection.execute("SELECT count(*) FROM heard").fetchall()[0][0]
    return {kind: len(numbers) / total if total else 0.0 for kind, numbers in found.items()}


def told_shares(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Of the messages in `told`, the share that claims each kind; needs the table of `mark`."""
    rows = connection.execute(
        "SELECT kind, count(*) / (SELECT count(*) FROM told) FROM told JOIN claimed USING (wording) GROUP BY kind"
    ).fetchall()
    return dict.fromkeys(kinds(*listed("en")), 0.0) | dict(rows)


def counted(connection: duckdb.DuckDBPyConnection, kind: str) -> tuple[int, int, list[str]]:
    """Messages in `told` that claim `kind`, originals among them, and the ids of its most repeated texts' firsts."""
    mentions, originals = connection.execute(
        "SELECT count(*), count(*) FILTER (NOT repost) FROM told"
        " SEMI JOIN (FROM claimed WHERE kind = $1) USING (wording)",
        [kind],
    ).fetchall()[0]
    rows = connection.execute(
        f"""
        SELECT min_by(id, (created_at, platform, id)) AS first, count(*) AS copies
        FROM told SEMI JOIN (FROM claimed WHERE kind = $1) USING (wording)
        GROUP BY story ORDER BY copies DESC, story LIMIT {EXAMPLES}
        """,
        [kind],
    ).fetchall()
    return mentions, originals, [key for key, _ in rows]


def fill_languages(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Guesses the missing languages in `table` (lang, plain); what can't be guessed is in the commonest one there."""
    texts = connection.execute(f"SELECT DISTINCT plain FROM {table} WHERE lang IS NULL ORDER BY plain").fetchall()
    guessed = pd.DataFrame([(plain, language.guess(plain, None)) for (plain,) in texts], columns=["plain", "lang"])
    connection.register("guessed", guessed.astype("str").where(guessed.notna(), None))
    connection.execute(
        f"UPDATE {table} SET lang = g.lang FROM guessed g WHERE {table}.lang IS NULL AND g.plain = {table}.plain"
    )
    connection.unregister("guessed")
    connection.execute(f"UPDATE {table} SET lang = (SELECT coalesce(mode(lang), 'en') FROM {table}) WHERE lang IS NULL")


def spoken(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Those of LANGUAGES that are in `table` (lang): a pattern is long, and costs where it finds nothing, too."""
    there = {lang for (lang,) in connection.execute(f"SELECT DISTINCT lang FROM {table}").fetchall()}
    return [lang for lang in LANGUAGES if lang in there]


def heard_sql(lang: str) -> str:
    """SQL for the kinds that a `plain` text in `lang` claims, null for each that it doesn't."""
    tests = (
        f"CASE WHEN regexp_matches(' ' || plain || ' ', {literal(pattern(lang, kind))}) THEN '{kind}' END"
        for kind in kinds(*listed(lang))
    )
    return f"[{', '.join(tests)}]"


def _phrases(text: str) -> list[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    entries = plain.replace("\n", " ").split(",")
    return [" ".join(re.sub(r"[^\w*…]+", " ", entry).split()) for entry in entries if entry.strip()]


def _expression(phrase: str) -> str:
    words = [re.escape(word).replace(r"\*", "[^ ]*") for word in phrase.split()]
    return " ".join(words).replace(" … ", " (?:[^ ]+ ){0,3}")
