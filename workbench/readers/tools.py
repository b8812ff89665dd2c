"""The formats of tools: listening, collecting, helpdesks, mail and feeds."""

from __future__ import annotations

from workbench.readers import (
    brandwatch,
    counts,
    exportcomments,
    feed,
    gdelt,
    helpdesk,
    helpdesk_json,
    listening_tools,
    mail,
    post_tools,
    zeeschuimer,
)
from workbench.readers.format import Format

FORMATS: tuple[Format, ...] = (
    *listening_tools.FORMATS, brandwatch.FORMAT, *post_tools.FORMATS, exportcomments.FORMAT, zeeschuimer.FORMAT,
    gdelt.ARTICLES, gdelt.LIST, gdelt.GRAPH, feed.FORMAT, mail.FORMAT, helpdesk.ZENDESK, helpdesk.FRESHDESK,
    *helpdesk_json.FORMATS, counts.FORMAT,
)  # fmt: skip
