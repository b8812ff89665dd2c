"""One function a figure: a small table in, a plotly figure out; None when there is nothing to draw.

A figure's `layout.meta` holds what a page needs beside the picture, as plain text: `name`, `title` (the finding),
`question` (what it answers), `alt` (the picture in words) and `tables` (each `caption`, `columns`, `rows`: the data).
Times are shown in the zone asked for.
"""

from __future__ import annotations

from workbench.charts.answers import backlog, waiting
from workbench.charts.coverage import coverage
from workbench.charts.size import recovery, timeline, volume
from workbench.charts.tone import tone
from workbench.charts.topic import spread, topic_terms

__all__ = ["backlog", "coverage", "recovery", "spread", "timeline", "tone", "topic_terms", "volume", "waiting"]
