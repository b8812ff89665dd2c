"""How big, when, and how it receded: volume, timeline, recovery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.charts.drawing import (
    BLUE,
    BLUE_AREA,
    GREY,
    ORANGE,
    ORANGE_AREA,
    POINTS,
    UTC,
    Table,
    band,
    blank,
    busiest,
    column,
    curve,
    hover,
    label,
    level,
    mark,
    tell,
    thin,
    times,
    unit,
    utc,
)
from workbench.facts import Crisis, FirstStatement, TimelineEntry
from workbench.languages import say
from workbench.phrase import clock, count, delay, duration, number, statement

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: How much of the time around the crisis is shown.
_MARGIN = dt.timedelta(hours=12)


def volume(counts: Table, crisis: Crisis | None = None, zone: dt.tzinfo = UTC) -> go.Figure | None:
    """All mentions an hour against what was to be expected (99 % band), onset, peak and end marked.

    `counts`: bucket, mentions, expected, low, high, on_topic, as `dossier.counts_with_band` gives them. None without.
    """
    hours = busiest(counts, ["bucket", "mentions", "expected", "low", "high", "on_topic"], "mentions")
    bucket, mentions, topical = hours["bucket"], hours["mentions"], any(hours["on_topic"])
    if not bucket:
        return None
    figure = _against_expected(hours, topical, zone)
    top = max(range(len(bucket)), key=lambda i: mentions[i] or 0)
    title = say("The busiest hour held {count}", count=count(mentions[top], "mention", "mentions"))
    if crisis is not None:
        mark(figure, _course(crisis), (bucket[0], bucket[-1]), zone)
        if crisis.peak_ratio is not None:
            title = say("At the peak, {peak_ratio} times the normal volume", peak_ratio=number(crisis.peak_ratio))
    elif hours["expected"][top] is not None:
        title += say("; {number} were to be expected", number=number(hours["expected"][top]))
    alt = say(
        "Line of mentions an hour from {clock} to {clock_2}"
        " over the band of expected values. It is highest at {clock_3} with {number}.",
        clock=clock(utc(bucket[0]), zone),
        clock_2=clock(utc(bucket[-1]), zone),
        clock_3=clock(utc(bucket[top]), zone),
        number=number(mentions[top]),
    )
    columns = [say("Hour"), say("Mentions"), say("Expected"), say("Low"), say("High")]
    shown = [mentions, hours["expected"], hours["low"], hours["high"]]
    if topical:
        columns, shown = [*columns, say("On the topic")], [*shown, hours["on_topic"]]
    rows = thin(bucket, shown, zone)
    return tell(
        figure,
        "volume",
        title,
        say("How far from normal was it, and is it one topic?") if topical else say("How far from normal was it?"),
        unit(say("mentions an hour"), zone),
        alt,
        columns,
        rows,
    )


def _course(crisis: Crisis) -> list[tuple[dt.datetime | None, str]]:
    """Its moments with their names, as charts mark them."""
    return [(crisis.onset, say("onset")), (crisis.peak, say("peak")), (crisis.end, say("end"))]


def _against_expected(hours: dict[str, list[Any]], topical: bool, zone: dt.tzinfo) -> go.Figure:
    """The lines of `volume`, with what is on the topic where any is."""
    figure, x = blank(zone), times(hours["bucket"], zone)
    band(figure, x, hours["low"], hours["high"], say("Expected, 99% band"))
    curve(figure, x, hours["expected"], say("Expected"), GREY, line={"width": 1.5, "dash": "dot"})
    if topical:
        area = {"fill": "tozeroy", "fillcolor": ORANGE_AREA, "line": {"width": 1}}
        curve(figure, x, hours["on_topic"], say("On the topic"), ORANGE, **area)
    curve(figure, x, hours["mentions"], say("Mentions"), BLUE)
    return figure


def timeline(
    counts: Table,
    crisis: Crisis,
    statements: Sequence[TimelineEntry] | None,
    first: FirstStatement | None,
    marks: Sequence[tuple[dt.datetime | None, str]] = (),
    zone: dt.tzinfo = UTC,
) -> go.Figure | None:
    """Mentions on the topic an hour with our statements on the line: were we ahead or behind? None without data.

    `statements` is None where the archive can't show whether there were any; `marks` are further moments with names.
    """
    bucket, topic = _around(counts, crisis)
    if not bucket:
        return None
    figure = blank(zone)
    curve(figure, times(bucket, zone), topic, say("On the topic"), BLUE, fill="tozeroy", fillcolor=BLUE_AREA)
    spoke = _spoke(statements or (), first)
    if spoke:
        figure.add_scatter(
            x=times([at for at, _ in spoke], zone),
            y=[level(bucket, topic, at) for at, _ in spoke],
            name=say("Our statements"),
            mode="markers",
            marker={"color": ORANGE, "size": 11, "symbol": "diamond", "line": {"color": "#ffffff", "width": 1}},
            text=[label(kind) for _, kind in spoke],
            hovertemplate=hover("%{text}"),
        )
    mark(figure, [*_course(crisis), *marks], (bucket[0], bucket[-1]), zone)
    title, alt = _ahead(crisis, first, [at for at, _ in spoke], zone)
    if statements is None and not spoke:
        title = say("Whether we spoke is not known")
    tell(
        figure,
        "timeline",
        title,
        say("Were we ahead of it or behind?"),
        unit(say("mentions on the topic an hour"), zone),
        alt,
        [say("Hour"), say("On the topic")],
        thin(bucket, [topic], zone),
    )
    if spoke:
        said = [[clock(at, zone), kind] for at, kind in spoke]
        beside = {"caption": say("Our statements"), "columns": [say("When"), say("What")], "rows": said}
        figure.layout.meta["tables"].append(beside)
    return figure


def _around(counts: Table, crisis: Crisis) -> tuple[list[dt.datetime], list[float]]:
    """The hours around the crisis and what was said in them on the topic, as far as it is known."""
    pairs = [
        (b, m) for b, m in zip(column(counts, "bucket"), column(counts, "on_topic"), strict=False) if m is not None
    ]
    if not pairs:
        return [], []
    start, stop = utc(crisis.onset) - _MARGIN, (utc(crisis.end) if crisis.end else utc(pairs[-1][0])) + _MARGIN
    shown = [(b, m) for b, m in pairs if start <= utc(b) <= stop][:POINTS] or pairs[-POINTS:]
    return [b for b, _ in shown], [m for _, m in shown]


def _spoke(statements: Sequence[TimelineEntry], first: FirstStatement | None) -> list[tuple[dt.datetime, str]]:
    """When we spoke, and what it was; the first hundred times."""
    spoke = [(utc(s.at), statement(s.type)) for s in statements]
    if first and not any(at == utc(first.created_at) for at, _ in spoke):
        spoke.append((utc(first.created_at), say("first statement")))
    return sorted(spoke)[:100]


def _ahead(
    crisis: Crisis, first: FirstStatement | None, spoke: Sequence[dt.datetime], zone: dt.tzinfo
) -> tuple[str, str]:
    alt = say("Area of mentions on the topic an hour, highest at {peak}. ", peak=clock(utc(crisis.peak), zone))
    if first is None and not spoke:
        return say("No statement of ours stands on the curve"), alt + say("No statement of ours is marked.")
    spoken = utc(first.created_at) if first else min(spoke)
    to_peak = delay((spoken - utc(crisis.peak)).total_seconds() / 60, "the peak")
    title = say("We spoke {to_peak}", to_peak=to_peak)
    if first and first.minutes_after_origin is not None:
        title = say(
            "We spoke {minutes_after_origin}, {to_peak}",
            minutes_after_origin=delay(first.minutes_after_origin, "the first message"),
            to_peak=to_peak,
        )
    many = count(len(spoke), "statement", "statements")
    return title, alt + say(
        "{many} of ours; the first, {spoken}, stands {to_peak}.", many=many, spoken=clock(spoken, zone), to_peak=to_peak
    )


def recovery(
    table: Table, half_life: float | None = None, zone: dt.tzinfo = UTC, end: dt.datetime | None = None
) -> go.Figure | None:
    """The excess on the topic after the peak with the fitted decay, until half a day after `end`. None without rows.

    `table` has `bucket`, `excess` (mentions an hour over the expected) and `fitted` (null where nothing was fitted).
    """
    whole = {name: column(table, name) for name in ("bucket", "excess", "fitted")}
    shown = [i for i, at in enumerate(whole["bucket"]) if end is None or utc(at) <= utc(end) + _MARGIN]
    hours = busiest(
        {name: [values[i] for i in shown] for name, values in whole.items() if values}, list(whole), "excess"
    )
    bucket, excess = hours["bucket"], hours["excess"]
    if not bucket:
        return None
    x = times(bucket, zone)
    figure = blank(zone)
    curve(figure, x, excess, say("Excess"), BLUE)
    if any(value is not None for value in hours["fitted"]):
        figure.add_scatter(
            x=x, y=hours["fitted"], name=say("Fitted decay"), mode="lines", line={"color": ORANGE, "width": 2.5}
        )
    title = _receded(bucket, excess, half_life, end)
    alt = say(
        "Mentions an hour above the expected from {clock} to {clock_2}, {number} at most.",
        clock=clock(utc(bucket[0]), zone),
        clock_2=clock(utc(bucket[-1]), zone),
        number=number(max((v for v in excess if v is not None), default=0)),
    )
    rows = thin(bucket, [[_tenths(v) for v in excess], [_tenths(v) for v in hours["fitted"]]], zone)
    return tell(
        figure,
        "recovery",
        title,
        say("Is it over, and how fast did it recede?"),
        unit(say("mentions an hour above the expected"), zone),
        alt,
        [say("Hour"), say("Excess"), say("Fitted")],
        rows,
    )


def _receded(
    bucket: Sequence[dt.datetime], excess: Sequence[float | None], half_life: float | None, end: dt.datetime | None
) -> str:
    """How fast it receded, as far as it is known."""
    if half_life is not None:
        return say("The excess halved every {half_life}", half_life=duration(half_life))
    if end is None:
        return say("The excess still stood out when the archive ends")
    top = utc(bucket[max(range(len(bucket)), key=lambda i: excess[i] or 0)])
    return say(
        "{long} after its highest, the excess no longer stood out", long=duration((utc(end) - top).total_seconds() / 60)
    )


def _tenths(value: float | None) -> float | None:
    """To a tenth of a mention, which is more than anybody can count; no negative nought."""
    return None if value is None else round(value, 1) + 0.0
