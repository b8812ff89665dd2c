"""Pictures of a page's charts set into the page, for readers whose JavaScript is off."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.report import browser

_FIGURE = re.compile(r'<figure data-chart="([^"]*)">.*?</figure>', re.DOTALL)
_PLOT = re.compile(r'<div class="plot"[^>]*aria-label="([^"]*)"[^>]*></div>')


def add(page: Path) -> None:
    """Sets the pictures of its charts into the page at `page`, as Chromium draws them.

    WorkbenchError when there is no Chromium, or the page can't be written; it stays as it was then.
    """
    text = with_pictures(page.read_text(encoding="utf-8"), browser.pictures(page))
    staged = page.with_suffix(".new")
    try:
        staged.write_text(text, encoding="utf-8")
        staged.replace(page)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise WorkbenchError(f"{page} could not be written ({error.strerror or error})") from error


def with_pictures(page: str, pictures: Mapping[str, bytes]) -> str:
    """`page` with the WebP picture of each chart (name to picture), shown where scripts don't run."""

    def filled(figure: re.Match[str]) -> str:
        picture = pictures.get(figure.group(1))
        return figure.group(0) if picture is None else _PLOT.sub(lambda plot: _still(plot, picture), figure.group(0))

    return _FIGURE.sub(filled, page)


def _still(plot: re.Match[str], picture: bytes) -> str:
    content = base64.b64encode(picture).decode("ascii")
    image = f'<img class="still" src="data:image/webp;base64,{content}" alt="{plot.group(1)}">'
    return f"{plot.group(0)}<noscript>{image}</noscript>"
