"""What the cells of a table say: SQL for our columns from the text in the file's."""

from __future__ import annotations

from workbench.engine import literal
from workbench.readers.names import ID_IN_URL
from workbench.readers.twitter_v1 import unescaped

#: What tools write where they have nothing, in columns that hold no prose.
_NOTHING = "'|na|n/a|nan|none|null|-'"
_KINDS = {
    "retweet": "repost",
    "share": "repost",
    "tweet": "post",
    "status": "post",
    "original": "post",
    "quoted": "quote",
}
_LINK = r"https?://[^\s\p{Z},'\"\]]+"


def given(fields: dict[str, str], moments: dict[str, str], platform: str | None) -> dict[str, str]:
    """SQL for each of our columns from the file's; `platform` where it is the same for all rows."""
    found = {name: _something(sql) for name, sql in fields.items()}
    for count in {"followers", "likes", "reposts", "replies", "views"} & found.keys():
        sql = fields[count]  # what means nothing is no number either
        found[count] = f"case when contains({sql}, ',') then replace({sql}, ',', '') else {sql} end"
    for reference in {"id", "author_id", "parent_id", "conversation_id"} & found.keys():
        # pandas writes a column of ids with one gap in it as 123.0
        found[reference] = _something(fields[reference], r"regexp_replace({}, '^([0-9]+)\.0$', '\1')", ".")
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


def _something(sql: str, more: str = "{}", mark: str = " ") -> str:
    """SQL trimmed, null where it says nothing, and with `more` done where `mark` is in it.

    Most values are too long to say nothing, and have no blank to trim: they pass as they are.
    """
    slow = f"when not regexp_full_match(lower(trim({sql})), {_NOTHING}) then {more.format(f'trim({sql})')}"
    plain = f"strlen({sql}) > 4 and not contains({sql}, ' ') and not contains({sql}, {literal(mark)})"
    return f"case when {plain} then {sql} {slow} end"


def id_in_url(url: str, platform: str) -> str:
    """SQL for the id that the SQL expression `url` holds, by the ways of the platform that `platform` gives."""
    found = " ".join(
        f"when {literal(name)} then coalesce("
        + ", ".join(f"nullif(regexp_extract({url}, {literal(pattern)}, 1), '')" for pattern in patterns)
        + ")"
        for name, patterns in ID_IN_URL.items()
    )
    return f"case {platform} {found} end"


def _identity(given: dict[str, str], platform: str | None, url: str | None) -> str:
    """SQL for the id: the column for it, else what the platform's links (the column `url`) hold, else null."""
    found: list[str] = []
    for name, patterns in ID_IN_URL.items():
        if url is not None and platform in (name, None):
            ways = [f"nullif(regexp_extract({url}, {literal(pattern)}, 1), '')" for pattern in patterns]
            found.append(f"case when {given['platform']} = {literal(name)} then coalesce({', '.join(ways)}) end")
    linked = f"coalesce({', '.join([*found, 'null'])})"
    return f"case when {given['id']} is null then {linked} else {given['id']} end" if "id" in given else linked
