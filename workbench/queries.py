"""Changes of the query that the archive was collected by: those that people noted, and those that show in the messages.

What a query asks for stands in nearly every message that it brings. Where from some day on many messages hold none of
it, something else was asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import coverage
from workbench.archive import Archive
from workbench.languages import key
from workbench.receipt import Receipt

if TYPE_CHECKING:
    import duckdb

#: What is said of a query that a person named.
COLLECTED = key("collected by the query {query} from then on")
#: SQL for all that a query may have found its words in.
_SEARCHED = "lower(concat_ws(' ', text, title, author, array_to_string(links, ' ')))"
_DAY = "time_bucket(interval 1 day, created_at, '1970-01-01 00:00:00+00'::timestamptz)"
#: Changes of several platforms within this time are one.
_NEAR = dt.timedelta(days=1)
#: Words are looked at in so many messages at most.
SAMPLE = 200_000
#: Days before and after a change, and messages a day: fewer show nothing.
_BEFORE, _AFTER, _A_DAY = 7, 3, 5
#: A query is told by so many words at most, each in this share or more of the messages that hold none of the others.
_WORDS, _COMMON = 4, 0.4
#: So many of the messages before may lack all its words on any day, and so many more on every day after must.
_LACKED, _MORE = 0.05, 0.1


@dataclass(frozen=True)
class Change:
    """From `at` (UTC) on the archive was collected by another query: `noted` by a person, else seen in the messages.

    `platform` is None where it holds for all.
    """

    at: dt.datetime
    platform: str | None
    noted: bool
    what: str


def changes(connection: duckdb.DuckDBPyConnection, brand: str, data: Path) -> list[Change]:
    """Every change of the query of `brand`, by time; `connection` has the relation `mentions`.

    One that was seen within a day of a noted one is that one.
    """
    told = [
        Change(dt.datetime.fromisoformat(entry["from"]), entry["platform"], True, entry["what"])
        for entry in coverage.told(brand, data)
        if entry["kind"] == "query"
    ]
    noted = told + _between_files(Archive(brand, data).receipts())
    new = [one for one in seen(connection) if not any(abs(one.at - other.at) <= _NEAR for other in noted)]
    return sorted([*noted, *new], key=lambda one: (one.at, one.platform or "", one.what))


def _between_files(receipts: Sequence[Receipt]) -> list[Change]:
    """The changes between files of which was said, when they were loaded, by which query they were collected."""
    files = {(entry.file, entry.first): entry for entry in receipts if entry.query and entry.first}  # the last counts
    ordered = sorted(files.values(), key=lambda entry: (entry.first or entry.at, entry.file))
    return [
        Change(entry.first, None, True, COLLECTED.format(query=repr(entry.query)))
        for before, entry in pairwise(ordered)
        if entry.first and entry.query != before.query
    ]


def seen(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Since when many messages hold no word of what was asked for before, platform by platform, or of several."""
    connection.execute(
        f"""create or replace temp table worded as
        select platform, {_DAY} as day, created_at,
            list_distinct(regexp_extract_all(searched, '[\\p{{L}}\\p{{N}}_]{{3,}}')) as words
        from (select platform, created_at, {_SEARCHED} as searched from mentions order by hash(id) limit {SAMPLE})"""
    )
    platforms = connection.execute(
        f"""select platform from (select platform, day from worded group by all having count(*) >= {_A_DAY})
        group by platform having count(*) >= {_BEFORE + _AFTER} order by platform"""
    ).fetchall()
    found = [change for (platform,) in platforms for change in _of_platform(connection, platform)]
    connection.execute("drop table worded")
    found.sort(key=lambda one: one.at)
    if len(found) > 1 and found[-1].at - found[0].at <= _NEAR:
        return [replace(found[0], platform=None)]
    return found


def _of_platform(connection: duckdb.DuckDBPyConnection, platform: str) -> list[Change]:
    given: dict[str, object] = {"platform": platform}
    full = f"from worded where platform = $platform group by day having count(*) >= {_A_DAY} order by epoch_us(day)"
    days = [day for (day,) in connection.execute(f"select epoch_us(day) {full}", given).fetchall()]
    asked = _asked(connection, {**given, "before": days[_BEFORE]})
    if not asked:
        return []
    given["asked"] = asked
    rows = connection.execute(f"select avg((not list_has_any(words, $asked))::int) {full}", given).fetchall()
    shares = [share for (share,) in rows]
    place = _step(shares)
    if place is None:
        return []
    middle = (shares[place - 1] + max(shares[place:])) / 2
    moment = _turn(connection, {**given, "middle": middle, "first": days[place - 1], "last": days[place]})
    what = key(
        "until then {share} of a day's messages held none of {words}, from then on {more} and more: another query was"
        " collected"
    ).format(share=f"{shares[place - 1]:.0%}", words=", ".join(map(repr, asked)), more=f"{min(shares[place:]):.0%}")
    return [Change(moment, platform, False, what)]


def _turn(connection: duckdb.DuckDBPyConnection, given: dict[str, object]) -> dt.datetime:
    """When within two days the share of messages without the words asked for rose: where the sum of what is above the
    middle is least (Page 1954, "Continuous inspection schemes").
    """
    ((micros,),) = connection.execute(
        """with turning as (
            select epoch_us(created_at) as moment, (not list_has_any(words, $asked))::int - $middle as above
            from worded where platform = $platform and epoch_us(day) between $first and $last
        )
        select arg_min(moment, (sum_before, moment))
        from (select moment, sum(above) over (order by moment) - above as sum_before from turning)""",
        given,
    ).fetchall()
    return dt.datetime.fromtimestamp(micros / 1e6, dt.UTC)


def _asked(connection: duckdb.DuckDBPyConnection, given: dict[str, object]) -> list[str]:
    """The words, few, of which nearly every message of a platform before a day holds one; none where it is not so."""
    asked: list[str] = []
    early = "from worded where platform = $platform and epoch_us(day) < $before"
    for _ in range(_WORDS):
        rest = f"{early} and not list_has_any(words, $asked::varchar[])"
        rows = connection.execute(
            f"""select word, times, (select count(*) {rest}), (select count(*) {early}) from (
                select word, count(*) as times from (select unnest(words) as word {rest}) group by word)
            order by times desc, word limit 1""",
            {**given, "asked": asked},
        ).fetchall()
        if not rows or rows[0][2] <= _LACKED * rows[0][3]:
            return asked
        if rows[0][1] < _COMMON * rows[0][2]:
            return []
        asked.append(rows[0][0])
    return []


def _step(shares: Sequence[float]) -> int | None:
    """The place in a list of daily `shares` from which on all are higher than all before by more than chance."""
    for place in range(_BEFORE, len(shares) - _AFTER + 1):
        worst = max(shares[:place])
        if worst > 2 * _LACKED:
            return None
        if min(shares[place:]) >= 2 * worst + _MORE:
            return place
    return None
