"""How people were answered: waiting times, backlog."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from workbench.charts.drawing import (
    BLUE,
    ORANGE,
    ORANGE_AREA,
    POINTS,
    UTC,
    Table,
    band,
    blank,
    busiest,
    column,
    minutes_axis,
    tell,
    thin,
    times,
    unit,
    utc,
)
from workbench.phrase import clock, count, duration, number, percent

if TYPE_CHECKING:
    import plotly.graph_objects as go


def waiting(waits: Table, median: float | None = None) -> go.Figure | None:
    """How long people waited: the share still without an answer, open messages censored. None without rows.

    `waits` has `minutes`, `waiting`, `low`, `high`.
    """
    names = ["minutes", "waiting", "low", "high"]
    table = {name: column(waits, name) for name in names}
    if not table["minutes"]:
        return None
    step = -(-len(table["minutes"]) // POINTS)
    minutes = [max(m, 1.0) for m in table["minutes"]][::step]
    share, low, high = (table[name][::step] or [None] * len(minutes) for name in names[1:])
    figure = blank(None)
    band(figure, minutes, low, high, "95% interval")
    figure.add_scatter(
        x=minutes,
        y=share,
        name="Still waiting",
        mode="lines",
        line={"color": BLUE, "width": 2, "shape": "hv"},
        text=[duration(m) for m in minutes],
        hovertemplate="%{y:.0%} still wait after %{text}<extra></extra>",
    )
    figure.update_xaxes(**minutes_axis(max(minutes)))
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02])
    if median is not None:
        title = f"Half of those who needed an answer had one within {duration(median)}"
    else:
        title = f"After {duration(minutes[-1])}, {percent(share[-1])} of those who needed an answer still waited"
    alt = (
        f"Falling curve of the share of messages without an answer; after {duration(minutes[-1])} {percent(share[-1])}."
    )
    every = max(1, -(-len(minutes) // 60))
    rows = [[duration(m), percent(s)] for m, s in zip(minutes[::every], share[::every], strict=True)]
    return tell(
        figure,
        "waiting",
        title,
        "How long did people wait for an answer?",
        "As the share of messages still without one, by time waited.",
        alt,
        ["Waited", "Still waiting"],
        rows,
    )


def backlog(table: Table, zone: dt.tzinfo = UTC) -> go.Figure | None:
    """Messages that waited for an answer, in time: did we keep up? None without rows. `table` has `bucket`, `open`."""
    hours = busiest(table, ["bucket", "open"], "open")
    bucket, waiting_now = hours["bucket"], [value or 0 for value in hours["open"]]
    if not bucket:
        return None
    figure = blank(zone)
    figure.add_scatter(
        x=times(bucket, zone),
        y=waiting_now,
        name="Waiting",
        mode="lines",
        fill="tozeroy",
        fillcolor=ORANGE_AREA,
        line={"color": ORANGE, "width": 2, "shape": "hv"},
        showlegend=False,
    )
    figure.update_layout(margin={"b": 40})
    top = max(range(len(bucket)), key=lambda i: waiting_now[i])
    left = waiting_now[-1]
    at_end = number(left) if left else "none"
    title = f"At the worst moment {count(waiting_now[top], 'message', 'messages')} waited; {at_end} at the end"
    if left == waiting_now[top]:
        title = f"{count(left, 'message', 'messages')} waited at the end, more than at any time before"
    alt = f"Area of messages waiting for an answer, highest at {clock(utc(bucket[top]), zone)}; {at_end} at the end."
    rows = thin(bucket, [waiting_now], zone)
    return tell(
        figure, "backlog", title, "Did we keep up?", unit("messages waiting", zone), alt, ["Time", "Waiting"], rows
    )
