"""What a table that no format knows says of itself: by the names of its columns and by its first rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.mention import PLATFORMS
from workbench.readers.addresses import HOSTS
from workbench.readers.headings import CLOCKS, MARKS, PLACES, PRESS, RATINGS, SORTS
from workbench.readers.layout import Table
from workbench.readers.mapping import Mapping
from workbench.readers.names import find, named, places_of, plain
from workbench.readers.places import WORDS, identity, kind, platform

_DAY = re.compile(r"\D*\d{1,4}\D{1,6}\d{1,4}[^\d:]+\d{1,4}\D{0,3}([T ]00:00(:00)?)?")
#: A time has a year, or a day and a month, and an hour.
_TIME = re.compile(r"(\D*\d){4}.*", re.S)
_CLOCK = re.compile(r"\d{1,2}( ?[hH] ?|[:.])\d\d([:.]\d\d)?( ?[AaPp]\.?[Mm]\.?| ?[Uu]hr)?")


def completed(table: Table, mapping: Mapping) -> tuple[Mapping, dict[str, str]]:
    """`mapping` with what `table` tells of the columns that it leaves out, and our columns as SQL over the table's.

    The SQL is as `delimited.read` takes it. What could be two things is left out, for the reader to ask.
    """
    told = {ours: f"#{place + 1}" for ours, place in _plain_columns(table, mapping).items()}
    columns, sql = told | mapping.columns, dict[str, str]()
    when = [f"#{place + 1}" for place in (_moment(table) if "created_at" not in columns else ())]
    if len(when) == 2:
        sql["created_at"] = joined(*(f"{{{place}}}" for place in when))
    elif when:
        columns["created_at"] = when[0]
    if "platform" not in columns:
        found = _whereabouts(table, columns)
        made = {ours: said for ours, said in found.items() if "{" in said or said == "null"}
        columns |= {ours: f":{said}" for ours, said in found.items() if ours not in made and ours not in columns}
        sql |= made
    there = dict.fromkeys((ours for ours in sql if not ours.startswith("_") and ours not in columns), ":")
    return replace(mapping, columns=there | columns), {ours: made for ours, made in sql.items() if ours not in columns}


def holds_messages(table: Table) -> bool:
    """Whether some column of `table` could be a time, and some a text: a sheet of sums has neither."""
    told = completed(table, Mapping())[0].columns.keys() | named(table.header).keys()
    return {"created_at", "text"} <= told


def joined(day: str, clock: str) -> str:
    """SQL for a time whose day and clock stand in two columns; a day that has its clock with it stays as it is.

    The clock may be written as in French (14h10) or German (14.10 Uhr).
    """
    date = f"regexp_replace(trim({day}), '[ T]00:00(:00)?$', '')"
    clock = rf"regexp_replace(trim({clock}), '^(\d\d?)(?: ?[hH] ?|[.])(\d\d)(?: ?[Uu]hr)?$', '\1:\2')"
    return f"case when contains({date}, ':') then {date} else trim(concat_ws(' ', {date}, {clock})) end"


def _plain_columns(table: Table, mapping: Mapping) -> dict[str, int]:
    """Our columns that one of the table's stands for where names alone would not say so."""
    found: dict[str, int] = {}
    titles = places_of(table.header, "title")
    if "text" not in mapping.columns and titles and not places_of(table.header, "text", titles[:1]):
        found["text"] = titles[0]  # lists of articles have headlines and no more
    return found


def _moment(table: Table) -> tuple[int, ...]:
    """The one column that holds the time of a message, or the two that hold its day and its clock; none where that
    is open."""
    called = places_of(table.header, "created_at")
    if not table.sample:
        return tuple(called[:1])  # of no message
    could = [place for place in called if _all(table, place, _TIME)]
    names = [plain(name) for name in table.header]
    clocks = [place for place, name in enumerate(names) if name in CLOCKS and _all(table, place, _CLOCK)]
    days = [place for place in could if place not in clocks and _all(table, place, _DAY)]
    whole = [place for place in could if place not in (*days, *clocks)]
    if len(days) == 1 and len(clocks) == 1 and not whole:
        return days[0], clocks[0]
    if len(whole) > 1 and _same(table, whole):
        whole = whole[:1]
    return tuple(whole) if len(whole) == 1 else tuple(could) if len(could) == 1 else ()


def _same(table: Table, places: list[int]) -> bool:
    """Whether the columns tell the same moments, each with its zone."""
    rows = [[_instant(row[place]) for place in places] for row in table.sample if len(row) == table.width]
    return bool(rows) and all(None not in row and len(set(row)) == 1 for row in rows)


def _instant(text: str) -> int | None:
    """Unix seconds of an ISO 8601 time with its offset, or of a Unix time; None for anything else."""
    if re.fullmatch(r"1\d{9}(\d{3})?", text):
        return int(text[:10])
    try:
        moment = dt.datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return int(moment.timestamp()) if moment.tzinfo else None


def _whereabouts(table: Table, columns: dict[str, str]) -> dict[str, str]:
    """The platform, and what follows from it, as SQL or as constants; nothing where the first rows leave it open."""
    names = [plain(name) for name in table.header]
    rows = _messages(table)
    called = places_of(table.header, "platform")
    if called and all(row[called[0]] in PLATFORMS or _platform(row, None, called[:1]) for row in rows):
        return {}  # the column says it itself
    for mark, where in MARKS.items():
        if any(name.startswith(mark) for name in names):
            return {"platform": where}
    url = _column(table, "url", columns)
    said = [names.index(name) for name in PLACES if name in names]
    tells = [_platform(row, url, said) for row in rows]
    if not table.sample:
        return {"platform": "other"}  # of no message
    address = f"{{#{url + 1}}}" if url is not None and _told_apart(table, url) else "null::varchar"
    linked = [where or (url is not None and "//" in row[url]) for row, where in zip(rows, tells, strict=True)]
    if not any(tells) or not all(linked):
        return _by_kind(names, rows, address, url)
    if set(tells) == {tells[0]} and not said and tells[0] != "review":
        alone = "{" in address or places_of(table.header, "id")
        return {"platform": str(tells[0])} | ({} if alone else {"id": "null"})
    sort = next((f"{{#{names.index(name) + 1}}}" for name in SORTS if name in names), "null::varchar")
    told = f"{{#{url + 1}}}" if url is not None else "null::varchar"
    own = places_of(table.header, "id") if len(set(tells)) == 1 else []  # else they are a tool's
    return {
        "_where": platform(told, *(f"{{#{place + 1}}}" for place in said)),
        "platform": "{_where}",
        "kind": kind(sort, "{_where}"),
        "id": f"coalesce({identity(address, '{_where}')}, {f'{{#{own[0] + 1}}}' if own else 'null'})",
    }


def _by_kind(names: list[str], rows: list[list[str]], address: str, url: int | None) -> dict[str, str]:
    """The same for tables whose rows don't tell their platform: by what only reviews, the press or one site have."""
    if set(names) & set(RATINGS):
        return {"platform": "review", "kind": "review"}
    if set(names) & set(PRESS):
        own = {"id": identity(address, "'news'")} if "{" in address else {}
        return {"platform": "news", "kind": "article"} | own
    linking = [place for place, name in enumerate(names) if url is None and re.search("url|link", name)]
    columns = [{_platform(row, place, []) for row in rows} for place in linking]
    sites = {site for column in columns if len(column) == 1 for site in column if site}
    return {"platform": str(*sites)} if len(sites) == 1 else {}


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


def _messages(table: Table) -> list[list[str]]:
    """The rows of the sample that tell a time: no sums at the foot, no header in the middle."""
    times = places_of(table.header, "created_at")
    return [
        row
        for row in table.sample
        if len(row) == table.width and (not times or any(_TIME.fullmatch(row[place].strip()) for place in times))
    ]


def _told_apart(table: Table, url: int) -> bool:
    """Whether no two different messages of the sample have the same address, as comments under one post would."""
    text = next(iter(places_of(table.header, "text")), url)
    rows = {(row[url], row[text]) for row in table.sample if len(row) == table.width and row[url]}
    return len({address for address, _ in rows}) == len(rows)


def _all(table: Table, place: int, form: re.Pattern[str]) -> bool:
    values = [row[place].strip() for row in _messages(table) if row[place].strip()]
    return bool(values) and all(form.fullmatch(value) for value in values)
