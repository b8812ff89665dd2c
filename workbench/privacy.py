"""References in place of people: what leaves the analyst's copy names no stranger and no message.

A reference is a keyed hash, so that it can be looked up with the archive and the key, and not guessed without.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.facts import Facts

if TYPE_CHECKING:
    import duckdb

KEY_FILE = ".key"
#: The keys of the facts that hold mention ids, and those that hold authors' names.
MESSAGES = frozenset({"mention_id", "most_referenced", "lost", "evidence", "examples"})
PEOPLE = frozenset({"author"})
#: A word in more names than these tells of nobody.
COMMON = 20
#: Texts of the brand or of this program that hold no stranger: left as they are.
_OURS = frozenset({"brand", "id", "platform", "program", "kind", "verdict", "type", "tip"})
#: Sentences of this program, in which a word that is also a name is just a word.
_PROSE = frozenset({"unknown", "kind_reason", "check", "target", "observed", "reason"})
#: A handle as people write one; a mail address is none.
_HANDLE = re.compile(r"(?<![\w@./])@([A-Za-z0-9_](?:[\w.-]*\w)?(?:@[\w.-]+\w)?)")
#: The address of somebody's page: what comes before the name, the name, and which post of theirs it leads to.
_PROFILE = re.compile(
    r"((?:https?://)?(?:[\w-]+\.)?(?:twitter|x|facebook|instagram|threads|tiktok|youtube|reddit|linkedin|t|bsky)"
    r"\.(?:com|net|me|app)/(?:u/|user/|in/|profile/|@)?|https?://[\w.:-]+/@)([\w.-]*\w)((?:[/?][\w.~%=&/?-]*\w)?)",
    re.IGNORECASE,
)


def key(data: Path) -> bytes:
    """The secret in `data/.key`, made at first use, readable by its owner alone."""
    path = data / KEY_FILE
    data.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return key(data)


def reference(secret: bytes, kind: str, value: str) -> str:
    """A stable stand-in for `value`: `kind` ("m" for a message, "a" an author), a dash, ten hex digits."""
    digest = hmac.new(secret, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
    return f"{kind}-{digest[:10]}"


def strangers(connection: duckdb.DuckDBPyConnection, facts: Facts, public: Callable[[str], bool]) -> set[str]:
    """The names of the archive's authors that stand in the free texts of `facts`, in lower case.

    A word that others write as an ordinary one, too, is a name only where it stands as a handle (`@airbag`).
    """
    words = "\n".join(_texts(facts.model_dump(mode="json"))).lower()
    rows = connection.execute(
        r"""
        SELECT DISTINCT lower(author) FROM mentions
        WHERE length(author) > 2 AND regexp_matches(author, '\p{L}') AND contains($words, lower(author)) ORDER BY 1
        """,
        {"words": words},
    ).fetchall()
    found = {name for (name,) in rows if not public(name) and _whole(name).search(words)}
    return {name for name in found if not _ordinary(connection, name)} | _parts(connection, words, public)


def _ordinary(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether at least three others write `name` as they would any words, and more than write it as a name.

    As a name a single word is written with an `@`, which some exports set apart, several words with capitals; a
    hashtag is either.
    """
    if not all(part.isalpha() for part in name.split()):
        return False
    bare = rf"(^\s*|[^\w\s@#./]\s*|[\w./]\s+){re.escape(name)}($|\W)"
    as_words, as_name = connection.execute(
        r"""
        SELECT count(DISTINCT author) FILTER (regexp_matches(if($several, text, lower(text)), $bare)),
               count(DISTINCT author) FILTER (
                   if($several, NOT contains(text, $name), regexp_matches(lower(text), '@\s*' || $name)))
        FROM mentions WHERE contains(lower(text), $name) AND lower(author) IS DISTINCT FROM $name
        """,
        {"bare": bare, "name": name, "several": " " in name and name != name.upper()},
    ).fetchall()[0]
    return bool(as_words >= 3 and as_words > as_name)


def _parts(connection: duckdb.DuckDBPyConnection, words: str, public: Callable[[str], bool]) -> set[str]:
    """Words among `words` that are part of an author's name of several parts, and mostly written within that name.

    A word that is in many names is none, nor one that is mostly written without a capital where the name has spaces
    between its parts: an address of mail has none, and is written small.
    """
    rows = connection.execute(
        rf"""
        WITH name AS (
            SELECT DISTINCT lower(author) AS name FROM mentions
            WHERE regexp_matches(author, '\p{{L}}(\s|[.@-])+\S*\p{{L}}')
        ), part AS (
            SELECT DISTINCT name, unnest(regexp_extract_all(name, '[\p{{L}}\p{{N}}_]{{3,}}')) AS part FROM name
        ), candidate AS (
            SELECT name, part FROM part JOIN (SELECT unnest($said) AS part) USING (part)
            QUALIFY count(*) OVER (PARTITION BY part) <= {COMMON}
        ), written AS MATERIALIZED (SELECT text, lower(text) AS small FROM mentions)
        SELECT name, part FROM candidate JOIN written ON contains(small, part) GROUP BY name, part
        HAVING count(*) FILTER (contains(small, name)) * 2 > count(*)
           AND (count(*) FILTER (contains(text, part)) * 2 < count(*) OR part = upper(part)
                OR NOT regexp_matches(name, '\s'))
        ORDER BY part, name
        """,
        {"said": sorted(set(re.findall(r"\w{3,}", words)))},
    ).fetchall()
    return {part for name, part in rows if not public(name)}


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)@?{re.escape(name)}(?!\w)", re.IGNORECASE)


def _texts(part: object, name: str = "") -> Iterator[str]:
    """Every text of the facts but those that are replaced as a whole."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key not in _PROSE | _OURS:
                yield from _texts(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value, name)
    elif isinstance(part, str) and name not in MESSAGES | PEOPLE:
        yield part


def _masked(text: str, secret: bytes, public: Callable[[str], bool], named: Set[str]) -> str:
    """`text` with a reference in place of every handle, every profile's address, and every name in `named`."""

    def instead(found: re.Match[str]) -> str:
        handle = found.group(1)
        return found.group(0) if public(handle) else reference(secret, "a", handle)

    def page(found: re.Match[str]) -> str:
        host, handle, post = found.groups()
        return found.group(0) if public(handle) else host + reference(secret, "a", handle) + ("/…" if post else "")

    text = _HANDLE.sub(instead, _PROFILE.sub(page, text))
    for name in sorted(named, key=lambda name: (-len(name), name)):
        text = _whole(name).sub(lambda m: reference(secret, "a", m.group(0).lstrip("@")), text)
    return text


def without_people(facts: Facts, secret: bytes, public: Callable[[str], bool], named: Set[str] = frozenset()) -> Facts:
    """`facts` with references in place of every mention id, every author for whom `public` is false, every handle.

    `named` holds more names that stand in its texts (see `strangers`).
    """

    def replaced(part: object, name: str = "") -> object:
        if isinstance(part, dict):
            within = name if name in _PROSE else ""
            return {key: replaced(value, within or key) for key, value in part.items()}
        if isinstance(part, list):
            return [replaced(value, name) for value in part]
        if isinstance(part, str) and name in MESSAGES:
            return reference(secret, "m", part)
        if isinstance(part, str) and name in PEOPLE and not public(part):
            return reference(secret, "a", part)
        if isinstance(part, str) and name not in _OURS:
            return _masked(part, secret, public, frozenset() if name in _PROSE else named)
        return part

    return Facts.model_validate(replaced(facts.model_dump(by_alias=True)))
