"""Which messages of a load are new, which are known, and what a later export adds to those that are.

A message is known by its platform and id. One that a tool exported without its id is recognised by author, second and
text. Of what several exports say about a message the first stands; later ones fill what it left open, and engagement is
as of the newest `collected_at`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.engine import literal
from workbench.mention import COLUMNS
from workbench.readers.rows import WORDS

if TYPE_CHECKING:
    from workbench.loading import Load

#: SQL for the key that tells a mention from all others of its brand: 128 bits in place of two strings. Never stored.
KEY = "(hash(platform::varchar, id)::uhugeint << 64) | hash(id || chr(31))"
#: SQL for what two exports of the same message have in common when one of them left the id out.
_TWIN = (
    "md5_number(concat_ws(chr(31), platform, lower(coalesce(author, author_id)),"
    " epoch(date_trunc('second', created_at))::bigint::varchar, trim(text)))"
)
ENGAGEMENT = ("followers", "likes", "reposts", "replies", "views")
_FILLED = ("author_id", "author", "lang", "parent_id", "conversation_id", "url", "title", "collected_at", *ENGAGEMENT)
#: The order of reading: file by file, what stands on its own before what stands inside another.
_ORDER = "(file::bigint << 44) + (nested::bigint << 43) + place"


@dataclass(frozen=True)
class Counts:
    """What became of the messages of one file, and when the sound ones of them were published."""

    read: int
    wrong: int
    suppressed: int
    first: dt.datetime | None
    last: dt.datetime | None
    loaded: int
    updated: int


def settle(load: Load, known: str) -> list[Counts]:
    """Decides on every message of the load; `known` is the relation of the mentions that the archive holds.

    Makes the tables `left_out` (file, place: what is not to be written as it stands) and `merged` (the columns of a
    mention, `key`, `fresh`: what is to be written in its stead, or in the stead of the archive's row with that key).
    """
    run = load.connection.execute
    run("delete from places where suppressed and nested")
    run(f"create table known as select {KEY} as key, starts_with(id, 'x-') as bare from ({known})")
    _recognise(load, known)
    run(
        f"""create table firsts as select key, min({_ORDER}) as first from places
        where reason is null and not suppressed and key not in (select key from known) group by key"""
    )
    (fresh,) = run("select (select count(*) from places) = (select count(*) from firsts)").fetchone() or (False,)
    joined = "where false" if fresh else f"anti join firsts on places.key = firsts.key and {_ORDER} = firsts.first"
    run(
        f"""create table left_out as select file, place, key, nested, {_ORDER} as turn, reason, suppressed
        from places {joined}"""
    )
    _merge(load, known)
    return _counts(load)


def all_fresh(load: Load) -> bool:
    """Whether every message of the load is written as it stands."""
    return load.connection.execute("select not exists (from left_out)").fetchone() == (True,)


def written(load: Load, number: int, where: str) -> str:
    """A SELECT of the mentions of file `number` that are written as they stand, where the SQL `where` is true."""
    rows, here = mentions(load, number), f"where file = {number}"
    if load.opened[number].reading.nested:  # of what stands inside others `places` holds only some
        rows += f" semi join (select place from places anti join left_out using (file, place) {here}) using (place)"
    elif not all_fresh(load):
        rows += f" anti join (select place from left_out {here}) using (place)"
    return f"{rows} where {where}"


def mentions(load: Load, number: int, *more: str) -> str:
    """A SELECT of the columns of a mention, and `more`, of the rows of file `number`."""
    opened = load.opened[number]
    file = literal(opened.name)
    given = {name: f"try_cast({name} as {kind})" for name, kind in WORDS.items()}
    given |= {"brand": literal(load.brand), "source_file": f"{file}::enum({file})"}
    columns = ", ".join([*(f"{given[name]} as {name}" if name in given else name for name in COLUMNS), *more])
    return f"select {columns} from ({opened.reading.rows}) as rows"


def _recognise(load: Load, known: str) -> None:
    """Gives messages without an id the key of the same message with one, and the other way round."""
    run = load.connection.execute
    (bare,) = run("select exists (from places where bare) or exists (from known where bare)").fetchone() or (False,)
    if not bare:
        return
    rows = [
        f"select {_TWIN} as twin, {KEY} as key, {number}::bigint << 44 | place as turn, starts_with(id, 'x-') as bare"
        f" from ({opened.reading.rows}) where reason is null and not nested and coalesce(author, author_id) is not null"
        for number, opened in enumerate(load.opened)
    ]
    there = f"select {_TWIN}, {KEY}, -1, starts_with(id, 'x-') from ({known}) where coalesce(author, author_id) <> ''"
    run(
        f"""create table moved as with seen as materialized ({" union all ".join([*rows, there])}),
        homes as (
            select twin, arg_min(key, (turn >= 0, bare, turn)) as home,
                arg_min(bare, (turn >= 0, bare, turn)) as home_is_bare,
                arg_min(key, turn) filter (not bare and turn >= 0) as first_with_id
            from seen group by twin having bool_or(bare) and count(distinct key) > 1
        )
        select distinct seen.key, home from seen join homes using (twin)
        where turn >= 0 and seen.key <> home and (seen.bare or (home_is_bare and seen.key = first_with_id))
            and seen.key not in (select key from known)"""
    )
    run("update places set key = home from moved where places.key = moved.key")


def _merge(load: Load, known: str) -> None:
    run = load.connection.execute
    empty = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS.items())
    run(f"create table merged as select {empty}, null::uhugeint as key, true as fresh, 0 as file where false")
    again = "from left_out where reason is null and not suppressed and not nested"
    (some,) = run(f"select exists ({again})").fetchone() or (False,)
    if not some:
        return
    run(f"create table again as select file, place, key, turn {again}")
    run("create table doubled as select distinct key from again")
    run(
        "create table bases as select firsts.key, first as turn, (first >> 44)::integer as file,"
        " first & ((1::bigint << 43) - 1) as place from firsts semi join doubled using (key)"
    )
    slim = f"turn, collected_at, {', '.join(ENGAGEMENT)}, {_filled()} as filled, starts_with(id, 'x-') as bare"
    run(f"create table news as select key, file, {slim} from ({_rows(load, 'again')})")
    run(f"create table old as {_base(load, known, slim)}")
    run(
        f"""create table bringing as select news.key, max(news.file) as file from news join old using (key)
        where (news.filled & ~old.filled) <> 0 or (old.bare and not news.bare)
            or (news.collected_at > coalesce(old.collected_at, '-infinity'::timestamptz)
                and coalesce({", ".join(f"news.{name}" for name in ENGAGEMENT)}) is not null) group by key"""
    )
    run("delete from again where key not in (select key from bringing)")
    run("delete from bases where key not in (select key from bringing)")
    run("create or replace table doubled as select key from bringing")
    columns = ", ".join(COLUMNS)
    later = f"select key, turn, {columns} from ({_rows(load, 'again')})"
    pool = f"{_base(load, known, f'turn, {columns}')} union all by name {later}"
    run(
        f"""insert into merged with pool as ({pool})
        select {", ".join(f"{sql} as {name}" for name, sql in _merged().items())}, key, min(turn) >= 0,
            any_value(file) from pool join (select key, file from bringing) using (key) group by key"""
    )
    run("insert into left_out select file, place, key, false, turn, null, false from bases")


def _base(load: Load, known: str, columns: str) -> str:
    """A SELECT of `columns` of the rows that stand so far for the keys in `doubled`: the archive's, or the load's."""
    rows = f"select {KEY} as key, -1::bigint as turn, * from ({known})"
    there = f"select key, {columns} from ({rows}) semi join doubled using (key)"
    return f"{there} union all select key, {columns} from ({_rows(load, 'bases')})"


def _rows(load: Load, places: str) -> str:
    """A SELECT of the load's mentions at the places in the table `places`, with key, turn and file."""
    selects = [
        f"select mention.*, spot.key, spot.turn, spot.file from ({mentions(load, number, 'place')}) as mention"
        f" join (select * from {places} where file = {number}) as spot using (place)"
        for number in range(len(load.opened))
    ]
    return " union all ".join(selects)


def _filled() -> str:
    flags = [f"(({name} is not null)::integer << {bit})" for bit, name in enumerate(_FILLED)]
    return f"({' | '.join([*flags, f'((len(links) > 0)::integer << {len(_FILLED)})'])})"


def _merged() -> dict[str, str]:
    """SQL for each column of a mention, aggregated over what several exports say of it."""
    newest = "(coalesce(collected_at, '-infinity'::timestamptz), -turn)"
    rules = {name: f"arg_min({name}, turn)" for name in COLUMNS}
    rules |= {name: f"arg_max({name}, {newest})" for name in ENGAGEMENT}
    return rules | {
        "id": "coalesce(arg_min(id, turn) filter (not starts_with(id, 'x-')), arg_min(id, turn))",
        "collected_at": "max(collected_at)",
        "links": "coalesce(arg_min(links, turn) filter (len(links) > 0), [])",
        "visibility": "case when bool_or(visibility = 'private') then 'private' else 'public' end",
    }


def _counts(load: Load) -> list[Counts]:
    sound = "filter (reason is null and not suppressed)"
    query = f"""select file, count(*) filter (not suppressed),
        count(*) filter (reason is not null and not suppressed), count(*) filter (suppressed),
        epoch_us(min(created_at) {sound}), epoch_us(max(created_at) {sound})
        from places group by file"""
    seen = {file: counts for file, *counts in load.connection.execute(query).fetchall()}
    loaded = dict(load.connection.execute("select first >> 44, count(*) from firsts group by all").fetchall())
    updated = dict(load.connection.execute("select file, count(*) from merged group by file").fetchall())
    found = []
    for number in range(len(load.opened)):
        read, wrong, out, *moments = seen.get(number, (0, 0, 0, None, None))
        first, last = (None if at is None else dt.datetime.fromtimestamp(at / 1e6, dt.UTC) for at in moments)
        found.append(Counts(read, wrong, out, first, last, loaded.get(number, 0), updated.get(number, 0)))
    return found
