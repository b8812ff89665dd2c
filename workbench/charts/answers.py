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
    curve,
    hover,
    minutes_axis,
    tell,
    thin,
    times,
    unit,
    utc,
)
from workbench.languages import say
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
    band(figure, minutes, low, high, say("95% interval"))
    told = hover(say("{share} still wait after {long}", share="%{y:.0%}", long="%{text}"))
    words = [duration(m) for m in minutes]
    curve(figure, minutes, share, say("Still waiting"), BLUE, text=words, hovertemplate=told)
    figure.update_xaxes(**minutes_axis(max(minutes)))
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02])
    last = {"duration": duration(minutes[-1]), "percent": percent(share[-1])}
    if median is not None:
        title = say("Half of those who needed an answer had one within {median}", median=duration(median))
    else:
        title = say("After {duration}, {percent} of those who needed an answer still waited", **last)
    alt = say("Falling curve of the share of messages without an answer; after {duration} {percent}.", **last)
    every = max(1, -(-len(minutes) // 60))
    rows = [[duration(m), percent(s)] for m, s in zip(minutes[::every], share[::every], strict=True)]
    return tell(
        figure,
        "waiting",
        title,
        say("How long did people wait for an answer?"),
        say("As the share of messages still without one, by time waited."),
        alt,
        [say("Waited"), say("Still waiting")],
        rows,
    )


def backlog(table: Table, zone: dt.tzinfo = UTC) -> go.Figure | None:
    """Messages that waited for an answer, in time: did we keep up? None without rows. `table` has `bucket`, `open`."""
    hours = busiest(table, ["bucket", "open"], "open")
    bucket, waiting_now = hours["bucket"], [value or 0 for value in hours["open"]]
    if not bucket:
        return None
    figure = blank(zone)
    area = {"fill": "tozeroy", "fillcolor": ORANGE_AREA, "showlegend": False}
    curve(figure, times(bucket, zone), waiting_now, say("Waiting"), ORANGE, **area)
    figure.update_layout(margin={"b": 40})
    top = max(range(len(bucket)), key=lambda i: waiting_now[i])
    left = waiting_now[-1]
    at_end = number(left) if left else say("none")
    title = say(
        "At the worst moment {count} waited; {at_end} at the end",
        count=count(waiting_now[top], "message", "messages"),
        at_end=at_end,
    )
    if left == waiting_now[top]:
        title = say("{left} waited at the end, more than at any time before", left=count(left, "message", "messages"))
    alt = say(
        "Area of messages waiting for an answer, highest at {clock}; {at_end} at the end.",
        clock=clock(utc(bucket[top]), zone),
        at_end=at_end,
    )
    rows = thin(bucket, [waiting_now], zone)
    return tell(
        figure,
        "backlog",
        title,
        say("Did we keep up?"),
        unit(say("messages waiting"), zone),
        alt,
        [say("Time"), say("Waiting")],
        rows,
    )
