"""A plotly figure as part of a page: finding, picture, question, and a table that stands in without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from workbench.charts.drawing import TITLE_SPACE
from workbench.languages import say
from workbench.phrase import number
from workbench.report.markup import Markup, element, table
from workbench.report.page import packed


def picture(figure: Mapping[str, Any]) -> Markup:
    """The `figure` element of a plotly figure's JSON; `layout.meta` holds its words (see `workbench.charts`)."""
    layout = dict(figure.get("layout", {}))
    meta = layout.pop("meta", None) or {}
    title = str(meta.get("title") or "Figure")
    _untitle(layout)
    payload = json.dumps({"data": figure.get("data", []), "layout": layout}, separators=(",", ":"), ensure_ascii=False)
    height = f"height:{int(layout['height'])}px"
    return element(
        "figure",
        element(
            "figcaption",
            element("strong", title),
            element("span", meta.get("question", ""), " ", meta.get("unit", ""), class_="question"),
        ),
        element("div", class_="plot", role="img", aria_label=str(meta.get("alt") or title), style=height),
        _data(meta.get("tables", [])),
        Markup(f'<script type="application/json" class="chart">{packed(payload)}</script>'),
        data_chart=str(meta.get("name") or "figure"),
    )


def _untitle(layout: dict[str, Any]) -> None:
    """Takes the title and its space out: on a page they are text."""
    titled = layout.pop("title", None) is not None
    space = TITLE_SPACE if titled else 0
    layout["height"] = max(160, (layout.get("height") or 380) - space)
    default = layout.get("template", {}).get("layout", {}).get("margin", {})
    margin = {**default, **layout.get("margin", {})}
    layout["margin"] = {**margin, "t": max(8, margin.get("t", 100) - space)}


def _data(tables: list[Mapping[str, Any]]) -> Markup | None:
    if not tables:
        return None
    shown = [
        table(
            t["caption"],
            t["columns"],
            [[_value(v) for v in row] for row in t["rows"]],
            numeric=range(1, len(t["columns"])),
        )
        for t in tables
    ]
    return element("details", element("summary", say("The data as a table")), *shown, class_="data", open="")


def _value(value: Any) -> str:
    if value is None:
        return "–"
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
