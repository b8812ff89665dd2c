"""What the archive cannot know: gaps, exports cut off at their limit, samples, and queries that changed on the way."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from workbench import bursts, coverage, queries, series, side_file
from workbench.engine import literal
from workbench.receipt import Receipt

if TYPE_CHECKING:
    import duckdb

    from workbench.archive import Archive

Kind = Literal["gap", "part of a day", "cap", "sample", "query"]

#: Exports end at their tool's limit, which is a round number. Rows.
_ROUND = 500


@dataclass(frozen=True)
class Limit:
    """One thing that the archive cannot know. `kind`: gap, part of a day, cap, sample, query.

    `start` and `until` are UTC, None where it has no time of its own. `missing`: the messages that were to be expected
    in a gap, and those that an export at its cap holds.
    """

    kind: Kind
    platform: str | None
    start: dt.datetime | None
    until: dt.datetime | None
    what: str
    missing: float | None = None


def find(archive: Archive, timezone: str = "UTC") -> list[Limit]:
    """All that is known of what `archive` lacks, in order of time; `timezone` is where the brand's day turns."""
    with archive.connection() as connection:
        changes = queries.changes(connection, archive.brand, archive.data)
        return known(connection, archive, changes, timezone)


def known(
    connection: duckdb.DuckDBPyConnection, archive: Archive, changes: Sequence[queries.Change], timezone: str
) -> list[Limit]:
    """As `find`, where the `changes` of the query are known already; `connection` has the relation `mentions`."""
    platforms = [name for (name,) in connection.execute("select distinct platform from mentions order by 1").fetchall()]
    breaks = {name: [pd.Timestamp(one.at) for one in changes if one.platform in (None, name)] for name in platforms}
    found = [limit for name in platforms for limit in _of_platform(connection, name, timezone, breaks[name])]
    found += [Limit("query", change.platform, change.at, None, change.what) for change in changes]
    found += [limit for limit in recorded(archive.brand, archive.data) if limit.kind != "query"]
    found += _caps(archive.receipts())
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    found.sort(key=lambda limit: (limit.start or far, limit.kind, limit.platform or "", limit.what))
    return found


def store(archive: Archive, found: Sequence[Limit]) -> None:
    """Puts what was found into `data/coverage/<brand>.json`; what was asked of an earlier time is not stored."""
    if archive.as_of is None:
        _store(
            archive.data / coverage.FOLDER / f"{archive.brand}.json",
            {"version": archive.version, "limits": as_json(found)},
        )


def record(
    brand: str, data: Path, kind: Kind, what: str, start: dt.datetime | None = None, until: dt.datetime | None = None
) -> Limit:
    """Notes what a person knows: that a `query` changed, or that a `sample` was taken. Kept in `data/coverage/`."""
    limit = Limit(kind, None, start, until, what)
    told = coverage.told(brand, data)
    new = [entry for entry in as_json([limit]) if entry not in told]
    side_file.write(data / coverage.FOLDER / f"{brand}.told.json", told + new)
    return limit


def recorded(brand: str, data: Path) -> list[Limit]:
    """What people noted of the archive of `brand`."""
    return [
        Limit(entry["kind"], entry["platform"], _moment(entry["from"]), _moment(entry["to"]), entry["what"])
        for entry in coverage.told(brand, data)
    ]


def as_json(limits: Sequence[Limit]) -> list[dict[str, Any]]:
    """`limits` for machines, with `from` and `to` in ISO 8601."""
    rows = []
    for limit in limits:
        times = {"from": _iso(limit.start), "to": _iso(limit.until)}
        rows.append({"kind": limit.kind, "platform": limit.platform, **times, "what": limit.what})
    return rows


def draw(archive: Archive, limits: Sequence[Limit], target: Path) -> None:
    """Writes a page with the plot of what was collected when and of `limits` to `target`; it asks no host anything."""
    from workbench.charts.coverage import coverage as chart

    with archive.connection() as connection:
        collected = series.by_platform(connection)
    figure = chart({str(name): collected[name].tolist() for name in collected}, limits)
    if figure is not None:
        figure.write_html(target, include_plotlyjs=True, full_html=True)


def table(limits: Sequence[Limit]) -> str:
    """`limits` as lines of text with a head."""
    rows: list[tuple[str, ...]] = [("from (UTC)", "to (UTC)", "platform", "what")]
    for limit in limits:
        moments = [f"{moment:%Y-%m-%d %H:%M}" if moment else "" for moment in (limit.start, limit.until)]
        rows.append((*moments, limit.platform or "", f"{limit.kind}: {limit.what}"))
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    return "\n".join("  ".join([*(row[p].ljust(widths[p]) for p in range(3)), row[3]]).rstrip() for row in rows)


def _of_platform(
    connection: duckdb.DuckDBPyConnection, platform: str, timezone: str, breaks: Sequence[pd.Timestamp]
) -> list[Limit]:
    """Gaps of collection and cut days of one platform, where the query changed at `breaks`."""
    view = f"(select created_at from mentions where platform = {literal(platform)}) as of_platform"
    hourly = series.counts(connection, 60, relation=view)
    found = []
    for first, last in coverage.partial_days(connection, view):
        what = f"that day the export holds only {first:%H:%M} to {last:%H:%M}: it was cut off at its limit"
        found.append(Limit("part of a day", platform, first.to_pydatetime(), last.to_pydatetime(), what))
    if sampled := coverage.sampled_days(hourly):
        what = f"it holds messages of {sampled[0]} of {sampled[1]:,} days: what is ordinary can't be told from it"
        return [*found, Limit("sample", platform, None, None, what)]
    fitted = bursts.fit_baseline(hourly, timezone, breaks=breaks)
    if fitted is not None and not found:
        missing = coverage.silent_hours(hourly, fitted.expected, fitted.dispersion)
        for start, until in coverage.gaps(hourly, missing):
            expected = fitted.expected[start : until - pd.Timedelta(hours=1)].sum()
            what = f"no message where {expected:,.0f} were to be expected: nothing was collected"
            found.append(Limit("gap", platform, start.to_pydatetime(), until.to_pydatetime(), what, float(expected)))
    return found


def _caps(receipts: Sequence[Receipt]) -> list[Limit]:
    capped = {
        entry.file: entry.read
        for entry in receipts
        if entry.read >= _ROUND and entry.read % _ROUND == 0 and entry.loaded
    }
    return [
        Limit(
            "cap",
            None,
            None,
            None,
            f"{file} holds exactly {read:,} messages, a round number: what came after is missing",
            read,
        )
        for file, read in sorted(capped.items())
    ]


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if moment else None


def _store(file: Path, content: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(file)
