"""What a table that no format knows says of itself: by the names of its columns and by its first rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.mention import PLATFORMS
from workbench.readers.addresses import HOSTS
from workbench.readers.headings import CLOCKS, PLACES, RATINGS, SORTS
from workbench.readers.layout import Table
from workbench.readers.mapping import Mapping
from workbench.readers.names import find, places_of, plain
from workbench.readers.places import WORDS, identity, kind, platform

_DAY = re.compile(r"\D*\d{1,4}\D{1,6}\d{1,4}[^\d:]+\d{1,4}\D{0,3}([T ]00:00(:00)?)?")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d([:.]\d\d)?( ?[AaPp]\.?[Mm]\.?)?")


def completed(table: Table, mapping: Mapping) -> tuple[Mapping, dict[str, str]]:
    """`mapping` with what `table` tells of the columns that it leaves out, and our columns as SQL over the table's.

    The SQL is as `delimited.read` takes it. What could be two things is left out, for the reader to ask.
    """
    told = {ours: f"#{place + 1}" for ours, place in _plain_columns(table, mapping).items()}
    columns, sql = told | mapping.columns, dict[str, str]()
    day = _day_and_clock(table) if "created_at" not in mapping.columns else None
    if day:
        sql["created_at"] = joined(*(f"{{#{place + 1}}}" for place in day))
    if "platform" not in columns:
        found = _whereabouts(table, columns)
        made = {ours: said for ours, said in found.items() if "{" in said or said == "null"}
        columns |= {ours: f":{said}" for ours, said in found.items() if ours not in made and ours not in columns}
        sql |= made
    there = dict.fromkeys((ours for ours in sql if not ours.startswith("_") and ours not in columns), ":")
    return replace(mapping, columns=there | columns), {ours: made for ours, made in sql.items() if ours not in columns}


def joined(day: str, clock: str) -> str:
    """SQL for a time whose day and clock stand in two columns; a day that has its clock with it stays as it is."""
    date = f"regexp_replace(trim({day}), '[ T]00:00(:00)?$', '')"
    return f"case when contains({date}, ':') then {date} else trim(concat_ws(' ', {date}, {clock})) end"


def _plain_columns(table: Table, mapping: Mapping) -> dict[str, int]:
    """Our columns that one of the table's stands for where names alone would not say so."""
    found: dict[str, int] = {}
    titles = places_of(table.header, "title")
    if "text" not in mapping.columns and titles and not places_of(table.header, "text", titles[:1]):
        found["text"] = titles[0]  # lists of articles have headlines and no more
    return found


def _day_and_clock(table: Table) -> tuple[int, int] | None:
    """The columns that hold the day and the clock of a message apart, if so."""
    days = [place for place in places_of(table.header, "created_at") if _all(table, place, _DAY)]
    names = [plain(name) for name in table.header]
    clocks = [place for place, name in enumerate(names) if name in CLOCKS and _all(table, place, _CLOCK)]
    clocks = [place for place in clocks if place not in days]
    return (days[0], clocks[0]) if len(days) == 1 and len(clocks) == 1 else None


def _whereabouts(table: Table, columns: dict[str, str]) -> dict[str, str]:
    """SQL for the platform, and for what follows from it; nothing where the first rows leave it open."""
    names = [plain(name) for name in table.header]
    rows = [row for row in table.sample if len(row) == table.width]
    named = places_of(table.header, "platform")
    if named and all(row[named[0]] in PLATFORMS or _platform(row, None, named[:1]) for row in rows):
        return {}  # the column says it itself
    for mark, where in (("tweet", "twitter"), ("subreddit", "reddit")):
        if any(mark in name for name in names):
            return {"platform": where}
    url = _column(table, "url", columns)
    said = [names.index(name) for name in PLACES if name in names]
    tells = [_platform(row, url, said) for row in rows]
    if not rows:
        return {"platform": "other"}
    if not any(tells) or not all(
        where or (url is not None and "//" in row[url]) for row, where in zip(rows, tells, strict=True)
    ):
        return {"platform": "review", "kind": "review"} if set(names) & set(RATINGS) else {}
    shared = url is not None and not _told_apart(table, url)
    if set(tells) == {tells[0]} and not said and tells[0] != "review":
        return {"platform": str(tells[0])} | ({"id": "null"} if shared and not places_of(table.header, "id") else {})
    address = f"{{#{url + 1}}}" if url is not None else "null::varchar"
    sort = next((f"{{#{names.index(name) + 1}}}" for name in SORTS if name in names), "null::varchar")
    sql = {
        "_where": platform(address, *(f"{{#{place + 1}}}" for place in said)),
        "platform": "{_where}",
        "kind": kind(sort, "{_where}"),
    }
    return sql | {"id": _identity(table, "null::varchar" if shared else address, len(set(tells)) == 1)}


def _column(table: Table, ours: str, columns: dict[str, str]) -> int | None:
    """The place of the column that is `ours`, as `columns` say or by its name."""
    if ours not in columns:
        return next(iter(places_of(table.header, ours)), None)
    said = columns[ours]
    return int(said[1:]) - 1 if re.fullmatch(r"#\d+", said) else find(table.header, said)


def _platform(row: Sequence[str], url: int | None, said: Sequence[int]) -> str | None:
    """The platform of one row, as `places.platform` finds it."""
    if url is not None:
        for name, host in HOSTS.items():
            if re.search(host, row[url].lower()):
                return name
    for place in said:
        for name, word in WORDS.items():
            if re.search(word, row[place].replace("_", " ").strip().lower()):
                return name
    return None


def _told_apart(table: Table, url: int) -> bool:
    """Whether no two different messages of the sample have the same address, as comments under one post would."""
    text = next(iter(places_of(table.header, "text")), url)
    rows = {(row[url], row[text]) for row in table.sample if len(row) == table.width and row[url]}
    return len({address for address, _ in rows}) == len(rows)


def _identity(table: Table, address: str, single: bool) -> str:
    """SQL for the id: what the address says; a column of ids only where all is from one platform, not a tool's."""
    own = places_of(table.header, "id") if single else []
    return f"coalesce({identity(address, '{_where}')}, {f'{{#{own[0] + 1}}}' if own else 'null'})"


def _all(table: Table, place: int, form: re.Pattern[str]) -> bool:
    values = [row[place].strip() for row in table.sample if len(row) > place and row[place].strip()]
    return bool(values) and all(form.fullmatch(value) for value in values)
