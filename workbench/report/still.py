"""Pictures of a page's charts set into the page, for readers whose JavaScript is off."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.report import browser
from workbench.report.browser import Draw

_FIGURE = re.compile(r'<figure data-chart="([^"]*)">.*?</figure>', re.DOTALL)
_CHART = re.compile(r'<script type="application/json" class="chart">([^<]*)</script>')
_PLOT = re.compile(r'<div class="plot"[^>]*aria-label="([^"]*)"[^>]*></div>')

#: The copies of a report, in its folder.
_COPIES = ("postmortem.html", "public/postmortem.html", "analyst/postmortem.html")


@contextmanager
def drawing(wanted: bool | None = None) -> Iterator[Callable[[Path], None]]:
    """What does `add` to a report's folder inside the block; nothing where pictures are not `wanted`.

    None wants them where there is a Chromium that can draw them; True raises WorkbenchError where there is none.
    """
    if wanted is False or (wanted is None and browser.program() is None):
        yield lambda report: None
        return
    with browser.drawing() as draw:

        def drawn(report: Path) -> None:
            with nullcontext() if wanted else suppress(WorkbenchError):
                add(report, draw)

        yield drawn


def charts(page: str) -> dict[str, str]:
    """Name to chart, as JSON of its data and layout, of what the text of a page holds."""
    return {
        figure[1]: gzip.decompress(base64.b64decode(chart[1])).decode("utf-8")
        for figure in _FIGURE.finditer(page)
        if (chart := _CHART.search(figure[0]))
    }


def add(report: Path, draw: Draw) -> None:
    """Sets the pictures of their charts into every copy of the report in the folder `report`.

    WorkbenchError when the browser fails or a page can't be written, which stays as it was then.
    """
    pages = [report / copy for copy in _COPIES if (report / copy).is_file()]
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    drawn = draw({name: chart for text in texts.values() for name, chart in charts(text).items()}, "webp")
    for page, text in texts.items():
        staged = page.with_suffix(".new")
        try:
            staged.write_text(with_pictures(text, drawn), encoding="utf-8")
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
