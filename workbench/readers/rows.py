"""From what a reader found to rows of the mention table: one SELECT that puts columns right, or says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.engine import literal
from workbench.mention import COLUMNS, KINDS, PLATFORMS, VISIBILITIES
from workbench.readers.mapping import FIELDS
from workbench.readers.times import trimmed

_DEFAULTS = {
    "place": "record",
    "source_row": "record + 1",
    "nested": "false",
    "reason": "null::varchar",
    "time_text": "null::varchar",
    "wanted": "'time'",
    "fingerprint": "false",
}
_FINGERPRINT = (
    "'x-' || sha256(concat_ws(chr(31), lower(platform), coalesce(author, author_id, ''),"
    " strftime(created_at, '%Y-%m-%dT%H:%M:%S.%fZ'), text))"
)
#: Columns of few words, and the SQL type of those words, which is written into Parquet many times as fast as text.
WORDS = {
    name: f"enum({', '.join(map(literal, words))})"
    for name, words in (("platform", PLATFORMS), ("kind", KINDS), ("visibility", VISIBILITIES))
}
_COUNTS = ("followers", "likes", "reposts", "replies", "views")
_TEXTS = ("id", "author_id", "parent_id", "conversation_id", "url", "title")
_URL = r"https?://[^\s\p{Z}<>\"…]*[^\s\p{Z}<>\"'.,;:!?)\]}…]"
#: SQL for the links in `text`, where an export does not list them.
LINKS = f"case when contains(text, '://') then regexp_extract_all(text, {literal(_URL)}) else []::varchar[] end"
#: A primary language subtag, but for those that say nothing: und, zxx, and qaa to qtz, which are private use.
_LANGUAGE = "[a-z][a-z]|[a-pr-z][a-z][a-z]|qu[a-z]"
_LANGUAGES = {"und": "null", "zxx": "null", "in": "'id'", "iw": "'he'", "ji": "'yi'"}


def canonical(given: Mapping[str, str], relation: str, **extra: str) -> str:
    """A SELECT of the mention columns but brand and source_file, from `relation` (the body of a FROM).

    `given` maps our columns to SQL expressions over `relation`; what it leaves out is null. `extra` may set
    - `place`, a number unique in the file, in the order of reading (default `record`);
    - `source_row` (default `record + 1`); `nested`, true for a message inside another;
    - `reason`, why the row can't be a mention (default null: nothing is known against it);
    - `time_text`, what stood where created_at should be, and `wanted`, what was wanted there, for the reason;
    - `fingerprint`, true where a row without an id shall be told by its content.
    Beside the mention columns the SELECT has place, nested and reason; reason is null exactly where the row is sound.
    """
    columns = {name: given.get(name, f"null::{COLUMNS[name]}") for name in FIELDS} | _DEFAULTS | extra
    inner = ", ".join(f"{expression} as {name}" for name, expression in columns.items())
    middle = "select * replace (case when id is null and fingerprint then " + _FINGERPRINT + " else id end as id)"
    clean = ", ".join(f"{expression} as {name}" for name, expression in _clean_columns().items())
    rules = _derived_columns(given)
    outer = ", ".join(f"{rules[name]} as {name}" if name in rules else name for name in (*FIELDS, "source_row"))
    return (
        f"select place, nested, {outer}, {_reason()} as reason"
        f" from (select * replace ({clean}) from ({middle} from (select {inner} from {relation})))"
    )


def _clean_columns() -> dict[str, str]:
    """SQL for what is worked out once, for the columns themselves and for the reason."""
    rules = {name: f"nullif({_lower(name)}, '')" for name in ("platform", "kind")}
    rules |= {name: f"{name}::timestamptz" for name in ("created_at", "collected_at")}
    rules |= {name: _clean(name) for name in _TEXTS}
    return rules | {
        "author": _clean("author", "@"),
        "text": _without_nul("text"),
        "lang": _primary_language(),
        "visibility": _lower("visibility"),
    }


def _derived_columns(given: Mapping[str, str]) -> dict[str, str]:
    rules = {name: f"try_cast(try_cast({name} as ubigint) as bigint)" for name in _COUNTS}  # none is below zero
    return rules | {
        "lang": _language(),
        "kind": f"coalesce(kind, {_derived_kind()})" if "kind" in given else _derived_kind(),
        "visibility": "coalesce(visibility, 'public')" if "visibility" in given else _word("visibility", "public"),
        "links": f"coalesce(links::varchar[], {LINKS})",
        "source_row": "source_row::bigint",
    }


def _word(name: str, word: str) -> str:
    return f"{literal(word)}::{WORDS[name]}"


def _clean(name: str, also: str = "") -> str:
    """SQL for the text in `name` without NULs, blanks around it and the character `also` before it; null for nothing.

    Of every hundred values ninety-nine are clean.
    """
    text = f"{name}::varchar"
    marks = [f"contains({text}, {mark})" for mark in ("' '", "chr(0)", *([literal(also)] if also else []))]
    clean = f"trim(replace({text}, chr(0), ''))"
    clean = f"ltrim({clean}, {literal(also)})" if also else clean
    something = rf"regexp_matches({text}, '[^\p{{Zs}}\x00{also}]')"
    dirty = " or ".join([*marks, f"strlen({text}) <> length({text})", f"{text} = ''"])
    return f"case when not ({dirty}) then {text} when {something} then {clean} end"


def _lower(name: str) -> str:
    return f"lower({trimmed(f'{name}::varchar')})"


def _without_nul(name: str) -> str:
    text = f"{name}::varchar"
    return f"case when contains({text}, chr(0)) then replace({text}, chr(0), '') else {text} end"


def _primary_language() -> str:
    primary = "lower(split_part(replace(trim(lang::varchar), '_', '-'), '-', 1))"
    return f"case when lang::varchar glob '[a-z][a-z]' then lang::varchar else {primary} end"


def _language() -> str:
    known = " ".join(f"when lang = {literal(old)} then {new}" for old, new in _LANGUAGES.items())
    other = f"when regexp_full_match(lang, {literal(_LANGUAGE)}) then lang"
    return f"case when lang glob '[a-hk-z][a-z]' then lang {known} {other} end"


def _derived_kind() -> str:
    mark = r"platform = 'twitter' and regexp_matches(text, '^RT @\w+:')"
    repost = f"case when starts_with(text, 'RT @') then {mark} else false end"
    words = [_word("kind", word) for word in ("repost", "reply", "post")]
    return f"case when {repost} then {words[0]} when parent_id is not null then {words[1]} else {words[2]} end"


def _reason() -> str:
    def listed(name: str) -> str:
        return (
            f"when {name} is not null and try_cast({name} as {WORDS[name]}) is null"
            f" then '{name} ' || left({name}, 40) || ' is not one that the archive knows'"
        )

    cases = [
        "when reason is not null then reason::varchar",
        "when platform is null then 'platform is missing'",
        listed("platform"),
        "when id is null then 'id is missing'",
        r"when created_at is null and regexp_matches(time_text, '[^\p{Zs}]')"
        " then 'created_at ' || left(time_text, 40) || ' is no ' || wanted",
        "when created_at is null then 'created_at is missing'",
        "when created_at < '1990-01-01 00:00:00+00' or created_at >= '2200-01-01 00:00:00+00'"
        " then 'created_at is not between 1990 and 2199'",
        "when text is null then 'text is missing'",
        listed("kind"),
        listed("visibility"),
    ]
    return f"case {' '.join(cases)} end"
