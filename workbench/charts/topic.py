"""What it was about and how it spread: words, platforms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.charts.drawing import (
    BLUE,
    BLUE_AREA,
    GREY,
    POINTS,
    TITLE_SPACE,
    UTC,
    Table,
    blank,
    column,
    dress,
    hover,
    label,
    tell,
    times,
    unit,
    utc,
)
from workbench.facts import PlatformSpread, Term
from workbench.languages import key, say
from workbench.phrase import capital, clock, cut, duration, number, place, quoted, short_clock

if TYPE_CHECKING:
    import plotly.graph_objects as go

_FURTHER = key("further platforms")


def _named(platform: str) -> str:
    """A platform, or the further ones together, as a reader knows them."""
    return say(_FURTHER) if platform == _FURTHER else place(platform)


def topic_terms(terms: Sequence[Term], most: int = 12) -> go.Figure | None:
    """The words that set the crisis apart, in the order given: log-odds with 95 % intervals. None without terms."""
    shown = list(terms)[:most]
    if not shown:
        return None
    figure = blank(None, height=60 + 27 * len(shown))
    upwards = shown[::-1]
    names = [f"{label(cut(t.term, 24))} · {number(t.mentions)}" for t in upwards]
    figure.add_scatter(
        x=[t.log_odds for t in upwards],
        y=list(range(len(upwards))),
        mode="markers",
        showlegend=False,
        marker={"color": BLUE, "size": 9},
        customdata=[[t.mentions, t.before] for t in upwards],
        hovertemplate=hover(
            say(
                "mentions: {now}, before: {before}; log-odds {odds}",
                now="%{customdata[0]:,}",
                before="%{customdata[1]:,}",
                odds="%{x:.2f}",
            )
        ),
        error_x={
            "type": "data",
            "symmetric": False,
            "color": GREY,
            "thickness": 1.5,
            "width": 0,
            "array": [t.high - t.log_odds for t in upwards],
            "arrayminus": [t.log_odds - t.low for t in upwards],
        },
    )
    figure.update_xaxes(type="linear", rangemode="tozero", showgrid=True)
    figure.update_yaxes(
        tickvals=list(range(len(upwards))), ticktext=names, showgrid=False, range=[-0.7, len(upwards) - 0.3]
    )
    figure.update_layout(hovermode="closest", margin={"b": 30})
    title = say("{capital} set these messages apart", capital=capital(quoted(_telling(shown))))
    alt = say("Words by how typical they are of the crisis: {join}.", join=", ".join(cut(t.term) for t in shown))
    rows = [[t.term, t.mentions, t.before, t.log_odds, t.low, t.high] for t in shown]
    return tell(
        figure,
        "topic-terms",
        title,
        say("Is it one topic, and which?"),
        say(
            "Words with their mentions; log-odds against the time before with 95% intervals, to the right more typical."
        ),
        alt,
        [say("Word"), say("Mentions"), say("Before"), say("Log-odds"), say("Low"), say("High")],
        rows,
    )


def _telling(terms: Sequence[Term], most: int = 3) -> list[str]:
    """The terms that are surest to be typical, none that is a part of another."""
    words: list[str] = []
    for term in sorted(terms, key=lambda t: -t.low):
        if not any({*term.term.split()} <= {*other.term.split()} for other in terms if other is not term):
            words.append(cut(term.term, 24))
    return words[:most]


def spread(
    table: Table, zone: dt.tzinfo = UTC, platforms: Sequence[PlatformSpread] = (), most: int = 6
) -> go.Figure | None:
    """Small multiples: mentions on the topic by platform, in the order in which it arrived. None without rows.

    `table` has `bucket`, `platform`, `mentions`; `platforms` gives the exact times of arrival.
    Beyond `most` platforms the smallest are drawn as one.
    """
    series: dict[str, dict[dt.datetime, float]] = {}
    for bucket, platform, mentions in zip(*(column(table, c) for c in ("bucket", "platform", "mentions")), strict=True):
        points = series.setdefault(str(platform), {})
        points[utc(bucket)] = points.get(utc(bucket), 0) + (mentions or 0)
    series = {name: points for name, points in series.items() if any(points.values())}
    if not series:
        return None
    arrived = {name: min(at for at, value in points.items() if value) for name, points in series.items()}
    arrived.update({p.platform: utc(p.first_seen) for p in platforms if p.platform in series})
    kept = sorted(series, key=lambda p: (-sum(series[p].values()), p))
    if len(kept) > most:
        small = kept[most - 1 :]
        series[_FURTHER] = {}
        arrived[_FURTHER] = min(arrived[name] for name in small)
        for name in small:
            for at, value in series.pop(name).items():
                series[_FURTHER][at] = series[_FURTHER].get(at, 0) + value
    order = sorted(series, key=lambda p: (arrived[p], p))
    figure = _multiples(series, order, arrived, zone)
    return _told_spread(figure, series, order, arrived, zone)


def _multiples(
    series: Mapping[str, Mapping[dt.datetime, float]],
    order: Sequence[str],
    arrived: Mapping[str, dt.datetime],
    zone: dt.tzinfo,
) -> go.Figure:
    from plotly.subplots import make_subplots

    figure = make_subplots(rows=len(order), cols=1, shared_xaxes=True, vertical_spacing=0.34 / max(len(order), 2))
    dress(figure, zone, height=70 + 100 * len(order))
    every = _steps(sorted({at for points in series.values() for at in points}))
    for row, name in enumerate(order, 1):
        y = [series[name].get(at, 0) for at in every]
        figure.add_scatter(
            x=times(every, zone),
            y=y,
            name=label(_named(name)),
            mode="lines",
            fill="tozeroy",
            fillcolor=BLUE_AREA,
            showlegend=False,
            line={"color": BLUE, "width": 1.5},
            row=row,
            col=1,
        )
        lag = (arrived[name] - arrived[order[0]]).total_seconds() / 60
        said = (
            say("first")
            if row == 1
            else say("{lag} later", lag=duration(lag))
            if round(lag * 60)
            else say("at the same time")
        )
        figure.add_annotation(
            text=f"<b>{label(capital(cut(_named(name))))}</b> · {said} · {number(sum(y))}",
            row=row,
            col=1,
            xref="x domain",
            x=0,
            yref="y domain",
            y=1.03,
            yanchor="bottom",
            xanchor="left",
            showarrow=False,
            font={"size": 13},
        )
        figure.update_yaxes(rangemode="tozero", nticks=3, row=row, col=1)
    figure.update_layout(margin={"t": TITLE_SPACE + 26, "b": 40})
    return figure


def _steps(known: Sequence[dt.datetime]) -> list[dt.datetime]:
    """Every step of time from the first to the last: where nobody wrote, the line lies at nothing."""
    step = min((after - before for before, after in pairwise(known)), default=None)
    if not step or (known[-1] - known[0]) / step > POINTS:
        return list(known)
    return sorted({*known, *(known[0] + n * step for n in range((known[-1] - known[0]) // step))})


def _told_spread(
    figure: go.Figure,
    series: Mapping[str, Mapping[dt.datetime, float]],
    order: Sequence[str],
    arrived: Mapping[str, dt.datetime],
    zone: dt.tzinfo,
) -> go.Figure:
    title = say("{capital} came first", capital=capital(cut(_named(order[0]))))
    if order[1:]:
        second, lag = cut(_named(order[1])), (arrived[order[1]] - arrived[order[0]]).total_seconds() / 60
        title += (
            say(", {cut} followed {lag} later", cut=second, lag=duration(lag))
            if round(lag * 60)
            else say(", {cut} at the same time", cut=second)
        )
    each = [
        say(
            "{n} {number}, first {clock}",
            n=cut(_named(n)),
            number=number(sum(series[n].values())),
            clock=clock(arrived[n], zone),
        )
        for n in order
    ]
    alt = say("Mentions on the topic in time, one panel a platform: {each}.", each="; ".join(each))
    rows = [
        [capital(_named(n)), short_clock(arrived[n], zone), sum(series[n].values()), max(series[n].values())]
        for n in order
    ]
    step = sorted({at for points in series.values() for at in points})
    width = duration(min(((b - a).total_seconds() / 60 for a, b in pairwise(step)), default=60.0))
    return tell(
        figure,
        "spread",
        title,
        say("Where did it begin, and where did it go next?"),
        unit(say("mentions on the topic every {width}", width=width), zone),
        alt,
        [say("Platform"), say("First seen"), say("Mentions"), say("Most in one step")],
        rows,
    )
