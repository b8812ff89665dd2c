"""What the cells of a table say: SQL for our columns from the text in the file's."""

from __future__ import annotations

from workbench.engine import literal
from workbench.readers.addresses import ID_IN_URL
from workbench.readers.places import in_our_words
from workbench.readers.twitter_v1 import unescaped

#: What tools write where they have nothing, in columns that hold no prose.
_NOTHING = r"'(?i)\p{Zs}*(na|n/a|nan|none|null|-)?\p{Zs}*'"
_KINDS = {
    "retweet": "repost",
    "share": "repost",
    "tweet": "post",
    "status": "post",
    "original": "post",
    "quoted": "quote",
}
_COUNTS = {"followers", "likes", "reposts", "replies", "views"}
_REFERENCES = {"id", "author_id", "parent_id", "conversation_id"}
_LINK = r"https?://[^\s\p{Z},'\"\]]+"


def given(fields: dict[str, str], moments: dict[str, str], platform: str | None) -> dict[str, str]:
    """SQL for each of our columns from the file's; `platform` where it is the same for all rows."""
    found = {name: _something(sql) for name, sql in fields.items()}
    found |= {count: _count(fields[count]) for count in _COUNTS & found.keys()}
    found |= {reference: _reference(fields[reference]) for reference in _REFERENCES & found.keys()}
    if "platform" in found and platform is None:
        found["platform"] = in_our_words(found["platform"])
    found |= {name: fields[name] for name in ("author", "title") if name in fields} | moments
    if "lang" in found:  # other words than these two are no language anyway
        found["lang"] = f"nullif(nullif(lower({fields['lang']}), 'na'), 'nan')"
    if "kind" in found:
        words = " ".join(f"when {literal(theirs)} then {literal(ours)}" for theirs, ours in _KINDS.items())
        found["kind"] = f"case lower({found['kind']}) {words} else {found['kind']} end"
    if "links" in found:
        found["links"] = f"regexp_extract_all({found['links']}, {literal(_LINK)})"
    found["text"] = f"coalesce({fields['text']}, '')"
    if platform == "twitter":
        found["text"] = unescaped(found["text"])
        if "url" in found:
            url = found["url"]
            found["url"] = f"case when starts_with({url}, '/') then 'https://twitter.com' || {url} else {url} end"
    found["id"] = _identity(found, platform, fields.get("url"))
    return found


def _something(sql: str) -> str:
    """SQL trimmed, null where it says nothing. Most values are too long for that, and have no blank to trim."""
    slow = f"when not regexp_full_match({sql}, {_NOTHING}) then trim({sql})"
    return f"case when strlen({sql}) > 4 and not contains({sql}, ' ') then {sql} {slow} end"


def _count(sql: str) -> str:
    """SQL for the number in `sql`: its thousands may be parted by commas, points, blanks or quotes; or it says 1.2K."""
    parted = rf"regexp_full_match({sql}, '\s*\d{{1,3}}([,.'' \x{{a0}}\x{{202f}}]\d\d\d)+([.]\d)?\s*')"
    whole = f"case when {parted} then regexp_replace({sql}, '[.]\\d$|\\D', '', 'g') else {sql} end"
    scale = f"case upper(right(trim({sql}), 1)) when 'K' then 1e3 when 'M' then 1e6 else 1e9 end"
    short = f"(try_cast(regexp_extract(replace({sql}, ',', '.'), '[0-9.]+') as double) * {scale})::bigint::varchar"
    said = rf"regexp_full_match({sql}, '\s*\d+([.,]\d+)?\s*[kKmMbB]')"
    other = f"case when {said} then {short} else {whole} end"
    plain = f"try_cast(case when not contains({sql}, '.') then {sql} end as ubigint)"
    return f"coalesce({plain}, try_cast({other} as ubigint))"


def _reference(sql: str) -> str:
    """SQL for an id. Tools guard it as ="123", "123" or '123, pandas writes 123.0; 9.0E+17 has lost its end: null.

    Most are led by a digit or too long to say nothing, and bear none of these marks.
    """
    unmarked = f"strlen({sql}) > 4 and not ({sql} between '=' and '>' or {sql} between '\"' and '(')"
    marked = " or ".join(f"contains({sql}, '{mark}')" for mark in " .+")
    usual = f"({sql} between '0' and ':' or {unmarked}) and not ({marked})"
    nothing = rf"regexp_full_match({sql}, {_NOTHING}) or regexp_full_match({sql}, ' *[0-9][.,]?[0-9]*[eE][+][0-9]+ *')"
    bare = rf"regexp_replace(trim({sql}), '^(?:=?\"(.*)\"|''(.*)|([0-9]+)\.0)$', '\1\2\3')"
    return f"case when {usual} then {sql} when not ({nothing}) then {bare} end"


def _identity(given: dict[str, str], platform: str | None, url: str | None) -> str:
    """SQL for the id: the column for it, else what the platform's links (the column `url`) hold, else null."""
    found: list[str] = []
    for name, patterns in ID_IN_URL.items():
        if url is not None and platform in (name, None):
            ways = [
                f"when {given['platform']} = {literal(name)} and regexp_matches({url}, {literal(pattern)})"
                f" then regexp_extract({url}, {literal(pattern)}, 1)"
                for pattern in patterns
            ]
            found.append(f"case {' '.join(ways)} end")
    return f"coalesce({', '.join([given.get('id', 'null'), *found, 'null'])})"
