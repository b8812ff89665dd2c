"""What was collected when: mentions a day by platform, and the stretches that the archive cannot know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from workbench.charts.drawing import BLUE, ORANGE, Table, blank, column, label, times

if TYPE_CHECKING:
    import plotly.graph_objects as go


def coverage(daily: Table, limits: Table, zone: dt.tzinfo = dt.UTC) -> go.Figure | None:
    """A panel a platform; `daily` has platform, day, mentions, and `limits` kind, platform, from, to, what.

    None when there is no message.
    """
    platforms = sorted(set(column(daily, "platform")))
    if not platforms:
        return None
    import plotly.graph_objects as go

    figure = blank(zone, 140 + 130 * len(platforms))
    figure.set_subplots(
        rows=len(platforms), cols=1, shared_xaxes=True, subplot_titles=[label(name) for name in platforms]
    )
    rows = list(zip(*(column(daily, name) for name in ("platform", "day", "mentions")), strict=True))
    for number, platform in enumerate(platforms, 1):
        own = [(day, mentions) for name, day, mentions in rows if name == platform]
        days = times([day for day, _ in own], zone)
        figure.add_trace(go.Bar(x=days, y=[count for _, count in own], marker_color=BLUE, showlegend=False), number, 1)
    marks = zip(*(column(limits, name) for name in ("kind", "platform", "from", "to", "what")), strict=True)
    for kind, platform, start, until, _ in marks:
        if start is None:
            continue
        for number, name in enumerate(platforms, 1):
            if platform not in (None, name):
                continue
            low, high = times([start, until or start], zone)
            where = {"row": number, "col": 1}
            figure.add_vrect(
                x0=low, x1=high, fillcolor=ORANGE, opacity=0.35, line={"width": 1, "color": ORANGE}, **where
            )
            figure.add_annotation(
                x=low, y=1, yref="y domain", text=label(kind), showarrow=False, xanchor="left", **where
            )
    figure.update_layout(title="What was collected, and what is missing")
    return figure
