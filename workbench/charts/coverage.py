"""What was collected when, a strip a platform: where there is data, and where silence is a gap and no quiet time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING, Any, Protocol

from workbench.charts.drawing import BLUE, ORANGE, UTC, Table, blank, column, hover, label, tell, times, utc
from workbench.languages import key, say, say_count
from workbench.phrase import capital, clock, count, duration, number, place

if TYPE_CHECKING:
    import plotly.graph_objects as go


class Lack(Protocol):
    """Something that the archive cannot know; a `platform` of None is all of them."""

    @property
    def kind(self) -> str: ...
    @property
    def platform(self) -> str | None: ...
    @property
    def start(self) -> dt.datetime | None: ...
    @property
    def until(self) -> dt.datetime | None: ...


#: Rows of the table of data, and the platforms in it.
ROWS, PLATFORMS = 60, 6
#: What a stretch is called in which something is missing.
MISSING = {"gap": key("nothing was collected"), "part of a day": key("the export was cut off at its limit")}


def coverage(collected: Table, lacks: Sequence[Lack], zone: dt.tzinfo = UTC) -> go.Figure | None:
    """A strip a platform, the darker the more was said; what is missing is framed. None when there is no message.

    `collected` has `bucket`, `platform`, `mentions`, as `series.by_platform` gives them.
    """
    rows = list(zip(*(column(collected, name) for name in ("platform", "bucket", "mentions")), strict=True))
    if not rows:
        return None
    held: dict[str, dict[dt.datetime, int]] = {}
    for platform, bucket, mentions in rows:
        held.setdefault(platform, {})[utc(bucket)] = mentions
    platforms = sorted(held, key=lambda name: (-sum(held[name].values()), name))
    buckets, step = _grid([bucket for of_one in held.values() for bucket in of_one])
    figure = blank(zone, 84 + 30 * len(platforms))
    figure.add_heatmap(
        x=times([at + step / 2 for at in buckets], zone),
        y=[label(capital(place(name))) for name in platforms],
        z=[[_shade(held[name].get(at), max(held[name].values())) for at in buckets] for name in platforms],
        customdata=[[number(held[name].get(at, 0)) for at in buckets] for name in platforms],
        colorscale=[[0, "rgba(47,127,193,0.18)"], [1, BLUE]],
        showscale=False,
        ygap=6,
        hovertemplate=hover("%{y}, %{x}: %{customdata}"),
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", fixedrange=True)
    figure.update_layout(hovermode="closest", margin={"b": 44})
    lost = _lost(lacks)
    for lack, start, until in lost:
        _frame(figure, [row for row, name in enumerate(platforms) if lack.platform in (None, name)], start, until, zone)
    return _told(figure, held, platforms, lost, (buckets, step), zone)


def _lost(lacks: Sequence[Lack]) -> list[tuple[Lack, dt.datetime, dt.datetime]]:
    """The stretches of which nothing is known; those of one platform that are mostly everybody's are told once."""
    stretches = [(lack, *stretch) for lack in lacks for stretch in _missing(lack)]
    everywhere = [one for one in stretches if one[0].platform is None]

    def covered(start: dt.datetime, until: dt.datetime) -> float:
        shared = [(min(until, stop) - max(start, begin)).total_seconds() for _, begin, stop in everywhere]
        return sum(max(seconds, 0) for seconds in shared) / (until - start).total_seconds()

    return [*everywhere, *(one for one in stretches if one[0].platform is not None and covered(*one[1:]) < 0.5)]


def _missing(lack: Lack) -> list[tuple[dt.datetime, dt.datetime]]:
    """The stretches of which nothing is known; of a day held in part, the rest of it."""
    if lack.start is None or lack.until is None or lack.kind not in MISSING:
        return []
    start, until = utc(lack.start), utc(lack.until)
    if lack.kind == "gap":
        return [(start, until)]
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    rest = [(day, start), (until, day + dt.timedelta(days=1))]
    return [(low, high) for low, high in rest if high - low >= dt.timedelta(hours=1)]


def _grid(known: Sequence[dt.datetime]) -> tuple[list[dt.datetime], dt.timedelta]:
    """Every bucket from the first to the last, and how long one is: what divides every time between two of them."""
    ordered = sorted(set(known))
    apart = gcd(*(round((later - earlier).total_seconds()) for earlier, later in pairwise(ordered)))
    step = dt.timedelta(seconds=apart or 3600)
    return [ordered[0] + n * step for n in range(round((ordered[-1] - ordered[0]) / step) + 1)], step


def _shade(mentions: int | None, most: int) -> float | None:
    """From 0 to 1, roots so that an ordinary hour is seen beside a storm; None where nothing was said."""
    return round((mentions / most) ** 0.5, 3) if mentions else None


def _frame(figure: go.Figure, rows: Sequence[int], start: dt.datetime, until: dt.datetime, zone: dt.tzinfo) -> None:
    """Frames the strips `rows` from `start` to `until`."""
    low, high = times([start, until], zone)
    line = {"color": ORANGE, "width": 2}
    for row in rows:
        sides = {"x0": low, "x1": high, "y0": row - 0.42, "y1": row + 0.42}
        figure.add_shape(type="rect", **sides, fillcolor=ORANGE, opacity=0.75, line=line)


def _told(
    figure: go.Figure,
    held: dict[str, dict[dt.datetime, int]],
    platforms: Sequence[str],
    lost: Sequence[tuple[Lack, dt.datetime, dt.datetime]],
    grid: tuple[Sequence[dt.datetime], dt.timedelta],
    zone: dt.tzinfo,
) -> go.Figure:
    buckets, step = grid
    title = say("No gap in the collection was found")
    if lost:
        hours = sum((until - start).total_seconds() for _, start, until in lost) / 60
        title = say_count(
            "In {n} stretch ({long} in all) something is missing",
            "In {n} stretches ({long} in all) something is missing",
            len(lost),
            long=duration(hours),
        )
    alt = say(
        "A strip for each of {platforms}, from {start} to {end}. {title}.",
        platforms=count(len(platforms), "platform", "platforms"),
        start=clock(buckets[0], zone),
        end=clock(buckets[-1] + step, zone),
        title=title,
    )
    unit = say(
        "A field is {long}, the stronger its colour the more was said; in orange what is missing; times in {zone}.",
        long=duration(step.total_seconds() / 60),
        zone=getattr(zone, "key", "UTC"),
    )
    shown = platforms[:PLATFORMS]
    columns = [say("From"), *(capital(place(name)) for name in shown)]
    question = say("Is silence quiet, or is something missing?")
    told = tell(figure, "coverage", title, question, unit, alt, columns, _sums(held, shown, buckets, zone))
    if lost:
        told.layout.meta["tables"].append(_list(lost, zone))
    return told


def _sums(
    held: dict[str, dict[dt.datetime, int]], shown: Sequence[str], buckets: Sequence[dt.datetime], zone: dt.tzinfo
) -> list[list[Any]]:
    """Mentions by platform in at most ROWS stretches of the archive's time."""
    wide = -(-len(buckets) // ROWS)
    groups = [buckets[n : n + wide] for n in range(0, len(buckets), wide)]
    return [[clock(at[0], zone), *(sum(held[name].get(one, 0) for one in at) for name in shown)] for at in groups]


def _list(lost: Sequence[tuple[Lack, dt.datetime, dt.datetime]], zone: dt.tzinfo) -> dict[str, Any]:
    """The stretches in which something is missing, as a table."""
    rows = [
        [
            clock(start, zone),
            clock(until, zone),
            capital(place(lack.platform)) if lack.platform else say("all platforms"),
            say(MISSING[lack.kind]),
        ]
        for lack, start, until in lost
    ]
    return {
        "caption": say("What is missing"),
        "columns": [say("From"), say("Until"), say("Platform"), say("What")],
        "rows": rows,
    }
