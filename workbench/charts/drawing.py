"""What all figures share: colours, one template, escaping, the axis of time, marks, and the words beside a picture.

Whatever comes from data is escaped here: plotly reads labels as HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.languages import localised, say
from workbench.phrase import duration, plain, short_clock

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: A small table: column name to values. A pandas DataFrame is one, and so is a dict of lists.
Table = Mapping[str, Sequence[Any]]

UTC = dt.UTC

#: No trace holds more points than this; a longer series is thinned to the busiest hour of every few.
POINTS = 2000

# Okabe and Ito's colours (colour-blind safe), darkened until each stands 3:1 against white and against near-black.
BLUE, ORANGE, GREEN, PURPLE, GREY = "#2f7fc1", "#d1661b", "#14866a", "#b0598f", "#7d8590"
BAND = "rgba(125,133,144,0.28)"
INK, GRID = "#3b434d", "rgba(125,133,144,0.25)"
BLUE_AREA, ORANGE_AREA = "rgba(47,127,193,0.2)", "rgba(209,102,27,0.2)"

#: Pixels above the picture that title and question take; a page, which sets them itself, takes them away.
TITLE_SPACE = 60


def label(text: object) -> str:
    """`text` so that plotly shows its characters: no tags, no entities, no `%{…}` look-ups."""
    shown = plain(str(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return shown.replace("%{", "%&#123;")


def hover(text: str) -> str:
    """A hover text of our own, look-ups in it, without the name that plotly puts beside it."""
    return f"{text}<extra></extra>"


def column(table: Table, name: str) -> list[Any]:
    """The column `name` as plain Python values, null and NaN as None; empty when there is none."""
    if name not in table:
        return []
    return [None if value is None or value != value else value for value in list(table[name])]


def times(values: Iterable[dt.datetime | None], zone: dt.tzinfo) -> list[str | None]:
    """UTC times (naive ones are UTC) as plotly wants them: wall-clock ISO text in `zone`."""
    return [None if v is None else _local(v, zone).strftime("%Y-%m-%d %H:%M:%S") for v in values]


def blank(zone: dt.tzinfo | None, height: int = 320) -> go.Figure:
    """A figure without traces in the house style; its horizontal axis is time when `zone` is given."""
    import plotly.graph_objects as go

    figure = go.Figure()
    dress(figure, zone, height)
    figure.update_yaxes(rangemode="tozero")
    return figure


def dress(figure: go.Figure, zone: dt.tzinfo | None, height: int) -> None:
    """Gives `figure` the house style and, without its title, `height` pixels."""
    figure.update_layout(template=template(), height=height + TITLE_SPACE)
    if zone is not None:
        figure.update_xaxes(type="date", tickformatstops=_DATE_TICKS)


_DATE_TICKS = [
    {"dtickrange": [None, 86_400_000 - 1], "value": "%H:%M\n%-d %b"},
    {"dtickrange": [86_400_000, "M1"], "value": "%-d %b\n%Y"},
    {"dtickrange": ["M1", None], "value": "%b\n%Y"},
]


def template() -> go.layout.Template:
    """The one visual language of all figures: quiet axes, no frame, system type, colours for the colour-blind."""
    import plotly.graph_objects as go

    axis = {
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": GREY,
        "ticks": "outside",
        "tickcolor": GRID,
        "automargin": True,
        "title": {"font": {"size": 13}},
    }
    type_face = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
    return go.layout.Template(
        layout={
            "font": {"family": type_face, "size": 13, "color": INK},
            "separators": localised(".") + localised(","),
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [BLUE, ORANGE, GREEN, PURPLE, GREY],
            "margin": {"l": 8, "r": 12, "t": TITLE_SPACE + 12, "b": 66},
            "hovermode": "x unified",
            "dragmode": False,
            "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yanchor": "bottom", "yref": "container"},
            "title": {
                "x": 0,
                "xanchor": "left",
                "xref": "paper",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                "pad": {"t": 10},
                "font": {"size": 16},
            },
            "xaxis": {**axis, "showgrid": False},
            "yaxis": {**axis, "ticks": "", "tickformat": ",~r"},
        }
    )


def utc(moment: dt.datetime) -> dt.datetime:
    """`moment` with its zone; one without is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def busiest(table: Table, names: Sequence[str], by: str, most: int = POINTS) -> dict[str, list[Any]]:
    """The columns `names`, thinned to `most` rows by keeping, of every few, the one where `by` is largest.

    The value stays one of an hour and a peak stays a peak, which a mean over the group would flatten.
    """
    columns = {name: column(table, name) for name in names}
    rows = len(columns[names[0]])
    for name in names:
        columns[name] = columns[name] or [None] * rows
    step = -(-rows // most) if rows else 1
    kept = [
        max(range(start, min(start + step, rows)), key=lambda i: columns[by][i] if columns[by][i] is not None else -1)
        for start in range(0, rows, step)
    ]
    return {name: [values[i] for i in kept] for name, values in columns.items()}


def thin(
    bucket: Sequence[dt.datetime], series: Sequence[Sequence[Any]], zone: dt.tzinfo, most: int = 60
) -> list[list[Any]]:
    """Rows for a data table, at most `most`: time first; of every few the row with the largest first series."""
    names = ["at", *map(str, range(len(series)))]
    table = busiest(dict(zip(names, [bucket, *series], strict=True)), names, "0", most)
    return [[short_clock(utc(row[0]), zone), *row[1:]] for row in zip(*table.values(), strict=True)]


def curve(figure: go.Figure, x: Sequence[Any], y: Sequence[Any], name: str, colour: str, **more: Any) -> None:
    """Adds the line `name` in steps, for counts hold from one time to the next; `more` is plotly's."""
    line = {"color": colour, "width": 2, "shape": "hv"} | more.pop("line", {})
    figure.add_scatter(x=x, y=y, name=name, mode="lines", line=line, **more)


def band(figure: go.Figure, x: Sequence[Any], low: Sequence[Any], high: Sequence[Any], name: str) -> None:
    """A shaded band where both edges are known; a break where they are not. Nothing drawn when they never are."""
    parts: list[list[int]] = [[]]
    for i, (bottom, top) in enumerate(zip(low, high, strict=True)):
        if bottom is None or top is None:
            parts.append([])
        else:
            parts[-1].append(i)
    for n, part in enumerate(filter(None, parts)):
        there = [x[i] for i in part]
        figure.add_scatter(
            x=there + there[::-1],
            y=[high[i] for i in part] + [low[i] for i in reversed(part)],
            fill="toself",
            name=name,
            legendgroup=name,
            showlegend=n == 0,
            fillcolor=BAND,
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
        )


def mark(
    figure: go.Figure,
    marks: Iterable[tuple[dt.datetime | None, str]],
    span: tuple[dt.datetime, dt.datetime],
    zone: dt.tzinfo,
) -> None:
    """An upright line with its name at each known time inside `span`; of names that would touch the earlier is higher,
    so that no line crosses the name of another.
    """
    first, last = utc(span[0]), utc(span[1])
    wide = max((last - first).total_seconds(), 1.0)
    known = sorted((utc(at), name) for at, name in marks if at is not None and first <= utc(at) <= last)
    placed: list[tuple[float, float, int]] = []
    line = {"color": GREY, "width": 1, "dash": "dash"}
    for at, name in reversed(known):
        along, needed = (at - first).total_seconds() / wide, _NAME_SHARE * (len(name) + 1)
        leftwards = along + needed > 1
        begins, ends = (along - needed, along) if leftwards else (along, along + needed)
        height = max((level + 1 for start, stop, level in placed if start < ends and begins < stop), default=0)
        placed.append((begins, ends, height))
        x = times([at], zone)[0]
        upright = {"type": "line", "x0": x, "x1": x, "yref": "y domain", "layer": "below", "line": line}
        figure.add_shape(upright, y0=0, y1=1)
        if height:
            figure.add_shape(upright, ysizemode="pixel", yanchor=1, y0=0, y1=15 * height)
        figure.add_annotation(
            x=x,
            y=1,
            yref="y domain",
            yanchor="bottom",
            yshift=15 * height,
            xanchor="right" if leftwards else "left",
            text=label(name),
            showarrow=False,
            font={"size": 12},
            borderpad=1,
        )
    levels = 1 + max((height for _, _, height in placed), default=-1)
    figure.update_layout(margin={"t": TITLE_SPACE + 12 + 15 * levels})


#: Share of a phone's picture that one letter of a name takes.
_NAME_SHARE = 7 / 330


def unit(what: str, zone: dt.tzinfo) -> str:
    """`In mentions an hour, times in UTC.`: the unit and the zone of a picture."""
    return say("In {what}, times in {zone}.", what=what, zone=getattr(zone, "key", "UTC"))


def level(bucket: Sequence[dt.datetime], values: Sequence[float], at: dt.datetime) -> float:
    """The value of the bucket that holds `at`; of the nearest when it lies outside."""
    before = [value for start, value in zip(bucket, values, strict=True) if utc(start) <= at]
    return before[-1] if before else values[0]


def minutes_axis(most: float) -> dict[str, Any]:
    """A logarithmic axis of durations from one minute to `most` minutes, its ticks in words."""
    steps = [1, 5, 15, 60, 240, 1440, 4320, 10080, 43200]
    ticks = [step for step in steps if step <= most * 1.2] or [1]
    return {"type": "log", "tickvals": ticks, "ticktext": [duration(step) for step in ticks]}


def tell(
    figure: go.Figure,
    name: str,
    title: str,
    question: str,
    unit: str,
    alt: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> go.Figure:
    """`figure` with its words: finding and question above it, and in `layout.meta` what a page shows beside it."""
    meta = {
        "name": name,
        "title": title,
        "question": question,
        "unit": unit,
        "alt": alt,
        "tables": [{"caption": title, "columns": list(columns), "rows": [list(row) for row in rows]}],
    }
    subtitle = {"text": label(f"{question} {unit}"), "font": {"size": 12}}
    figure.update_layout(title={"text": label(title), "subtitle": subtitle}, meta=meta)
    return figure


def _local(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return utc(moment).astimezone(zone)
