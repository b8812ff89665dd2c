"""How people felt: the tone before, during and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.charts.drawing import BAND, BLUE, GREY, ORANGE, blank, hover, tell
from workbench.facts import TonePeriod
from workbench.languages import key, say
from workbench.phrase import percent

if TYPE_CHECKING:
    import plotly.graph_objects as go

_PERIODS = {"before": key("Before"), "during": key("During"), "after": key("After")}
#: Part to its name and its colour.
_PARTS = {
    "negative": (key("Negative"), ORANGE),
    "neutral": (key("Neither"), GREY),
    "positive": (key("Positive"), BLUE),
    "unscored": (key("Not scored"), BAND),
}


def tone(periods: Sequence[TonePeriod]) -> go.Figure | None:
    """A bar a period, its parts shares of all its messages, also of those that were not scored. None without any."""
    if not periods:
        return None
    shares = [_shares(one) for one in periods]
    names = [say(_PERIODS[one.period]) for one in periods]
    figure = blank(None, height=110 + 46 * len(periods))
    for part, (name, colour) in _PARTS.items():
        figure.add_bar(
            y=names,
            x=[share[part] for share in shares],
            orientation="h",
            name=say(name),
            marker={"color": colour, "pattern": {"shape": "/" if part == "unscored" else "", "fgcolor": GREY}},
            hovertemplate=hover("%{x:.0%}"),
        )
    figure.update_layout(barmode="stack", legend={"traceorder": "normal"}, hovermode="closest", bargap=0.35)
    figure.update_xaxes(tickformat=".0%", range=[0, 1.001], tickvals=[0, 0.25, 0.5, 0.75, 1], showgrid=True)
    figure.update_yaxes(autorange="reversed", rangemode="normal", showgrid=False)
    rows = [[name, *(percent(share[part]) for part in _PARTS)] for name, share in zip(names, shares, strict=True)]
    alt = say(
        "Bars of the shares of negative, neutral, positive and unscored messages: {each}.",
        each="; ".join(f"{row[0]} {row[1]}, {row[2]}, {row[3]}, {row[4]}" for row in rows),
    )
    return tell(
        figure,
        "tone",
        _finding(periods),
        say("How did people feel towards us?"),
        say("As shares of a sample of the messages; not scored is what is in a language that is not read for tone."),
        alt,
        [say("When"), *(say(name) for name, _ in _PARTS.values())],
        rows,
    )


def _finding(periods: Sequence[TonePeriod]) -> str:
    negative = {one.period: one.negative_share for one in periods}
    if "during" not in negative:
        return say("The tone of what was said")
    during = percent(negative["during"])
    if "before" not in negative:
        return say("{during} of the scored messages were negative", during=during)
    before = percent(negative["before"])
    return say("{during} of the scored messages were negative, against {before} before", during=during, before=before)


def _shares(one: TonePeriod) -> dict[str, float]:
    negative, positive = one.negative_share * one.scored_share, one.positive_share * one.scored_share
    return {
        "negative": negative,
        "neutral": max(0.0, one.scored_share - negative - positive),
        "positive": positive,
        "unscored": 1 - one.scored_share,
    }
