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
_COUNTS = ("followers", "likes", "reposts", "replies", "views")
_TEXTS = ("author_id", "parent_id", "conversation_id", "url", "title")
_URL = r"https?://[^\s\p{Z}<>\"…]*[^\s\p{Z}<>\"'.,;:!?)\]}…]"
#: A primary language subtag, but for those that say nothing: und, zxx, and qaa to qtz, which are private use.
_LANGUAGE = "^([a-z][a-z]|[a-pr-z][a-z][a-z]|qu[a-z])$"
_LANGUAGES = {"und": "", "zxx": "", "in": "id", "iw": "he", "ji": "yi"}


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
    outer = ", ".join(f"{expression} as {name}" for name, expression in _columns().items())
    return f"select place, nested, {outer}, {_reason()} as reason from ({middle} from (select {inner} from {relation}))"


def _columns() -> dict[str, str]:
    rules = {
        "platform": _lower("platform"),
        "id": _clean("id"),
        "created_at": "created_at::timestamptz",
        "author": _handle(),
        "text": _without_nul("text"),
        "lang": _language(),
        "kind": _kind(),
        "visibility": f"coalesce({_lower('visibility')}, 'public')",
        "links": _links(),
        "collected_at": "collected_at::timestamptz",
        "source_row": "source_row::bigint",
    }
    rules |= {
        name: f"try_cast(try_cast({name} as ubigint) as bigint)"
        for name in _COUNTS  # none is below zero
    }
    rules |= {name: _clean(name) for name in _TEXTS}
    return {name: rules[name] for name in COLUMNS if name in rules}


def _clean(name: str, also: str = "false", more: str = "{}") -> str:
    """SQL for the text in `name` without NULs and blanks around it, null where nothing is left.

    `more` is done besides where `also` holds. One CASE, for of every hundred values ninety-nine are clean.
    """
    text = f"{name}::varchar"
    clean = more.format(f"nullif(trim(replace({text}, chr(0), '')), '')")
    dirty = f"contains({text}, ' ') or strlen({text}) <> length({text}) or contains({text}, chr(0)) or {text} = ''"
    return f"case when {dirty} or {also} then {clean} else {text} end"


def _lower(name: str) -> str:
    return f"lower({trimmed(f'{name}::varchar')})"


def _handle() -> str:
    return _clean("author", "contains(author::varchar, '@')", "nullif(ltrim({}, '@'), '')")


def _without_nul(name: str) -> str:
    text = f"{name}::varchar"
    return f"case when contains({text}, chr(0)) then replace({text}, chr(0), '') else {text} end"


def _language() -> str:
    primary = "lower(split_part(replace(trim(lang::varchar), '_', '-'), '-', 1))"
    known = " ".join(f"when {literal(old)} then {literal(new)}" for old, new in _LANGUAGES.items())
    any_other = f"nullif(case {primary} {known} else regexp_extract({primary}, {literal(_LANGUAGE)}) end, '')"
    plain = "regexp_full_match(lang::varchar, '[a-hk-z][a-z]')"
    return f"case when {plain} then lang::varchar else {any_other} end"


def _kind() -> str:
    mark = r"regexp_matches(text::varchar, '^RT @\w+:') and lower(platform) = 'twitter'"
    repost = f"case when starts_with(text::varchar, 'RT @') then {mark} else false end"
    answers = f"nullif({trimmed('parent_id::varchar')}, '') is not null"
    derived = f"case when {repost} then 'repost' when {answers} then 'reply' else 'post' end"
    return f"coalesce(nullif({_lower('kind')}, ''), {derived})"


def _links() -> str:
    found = f"regexp_extract_all(text::varchar, {literal(_URL)})"
    return f"coalesce(links::varchar[], case when contains(text::varchar, '://') then {found} end, []::varchar[])"


def _reason() -> str:
    def listed(name: str, allowed: tuple[str, ...]) -> str:
        words = literal("|".join(allowed))  # an expression: of IN with a list DuckDB makes a join
        value = _lower(name)
        return (
            f"when not regexp_full_match({value}, {words})"
            f" then '{name} ' || left({value}, 40) || ' is not one that the archive knows'"
        )

    cases = [
        "when reason is not null then reason::varchar",
        f"when nullif({trimmed('platform::varchar')}, '') is null then 'platform is missing'",
        listed("platform", PLATFORMS),
        f"when nullif({trimmed('id::varchar')}, '') is null then 'id is missing'",
        "when created_at is null and nullif(trim(time_text), '') is not null"
        " then 'created_at ' || left(time_text, 40) || ' is no ' || wanted",
        "when created_at is null then 'created_at is missing'",
        "when created_at::timestamptz < '1990-01-01 00:00:00+00' or created_at::timestamptz >= '2200-01-01 00:00:00+00'"
        " then 'created_at is not between 1990 and 2199'",
        "when text is null then 'text is missing'",
        listed("kind", KINDS),
        listed("visibility", VISIBILITIES),
    ]
    return f"case {' '.join(cases)} end"
