"""A page in Chromium, where there is one: as PDF, and its charts as pictures.

Chromium is spoken to over two pipes in its DevTools protocol (`--remote-debugging-pipe`): no port is opened, and no
library is needed.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes

from workbench.errors import WorkbenchError

SECONDS = 120
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-extensions", "--remote-debugging-pipe",
)  # fmt: skip

#: Waits until every chart of a page is drawn.
_DRAWN = """
(async () => {
  const blank = (figure) => !figure.querySelector(".plot[data-drawn]");
  while ([...document.querySelectorAll("figure[data-chart]")].some(blank)) await new Promise((r) => setTimeout(r, 50));
})()
"""
#: The picture of a chart as a data address.
_PAINTED = """
(async ({ data, layout }, format) => {
  const size = { width: 800, height: layout.height };
  return Plotly.toImage({ data, layout: { ...layout, paper_bgcolor: "#ffffff", ...size } }, { format, ...size });
})
"""
#: A page with plotly alone, on which charts are drawn; what they hold reaches nothing from it.
_EASEL = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src file:; style-src 'unsafe-inline'; img-src data: blob:">
<script src="{library}"></script>
"""
#: Name to chart as a page holds it (JSON of its data and layout), and the format (webp, png, svg) → name to picture.
Draw: TypeAlias = Callable[[Mapping[str, str], str], dict[str, bytes]]


def program() -> str | None:
    """The path of a Chromium (or `WORKBENCH_CHROMIUM`, when that is set); None where there is none."""
    named = os.environ.get("WORKBENCH_CHROMIUM")
    return named or next((path for name in _NAMES if (path := shutil.which(name))), None)


def pdf(page: Path, paper: str = "A4") -> bytes:
    """The page printed on `paper`, A4 or Letter. WorkbenchError when there is no Chromium, or it fails."""
    width, height = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}[paper]
    with _running() as tab:
        tab.open(page.resolve().as_uri())
        tab.evaluate(_DRAWN)
        size = {"paperWidth": width, "paperHeight": height, "printBackground": True, "preferCSSPageSize": False}
        return base64.b64decode(tab.call("Page.printToPDF", **size)["data"])


@contextmanager
def drawing() -> Iterator[Draw]:
    """What draws charts as pictures, inside the block. The browser starts with the block. WorkbenchError as `pdf`."""
    library = (Path(str(files("plotly"))) / "package_data" / "plotly.min.js").as_uri()
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder, _running() as tab:
        easel = Path(folder) / "easel.html"
        easel.write_text(_EASEL.format(library=library), encoding="utf-8")
        # Asked for and not waited for: it reads plotly while the caller works.
        asked = tab.ask("Target.createTarget", url=easel.as_uri())

        def draw(charts: Mapping[str, str], form: str) -> dict[str, bytes]:
            if not tab.opened:
                tab.attach(tab.answer(asked)["targetId"])
            return {
                name: _content(tab.evaluate(f"{_PAINTED}({chart}, {json.dumps(form)})"))
                for name, chart in charts.items()
            }

        yield draw


def _content(address: str) -> bytes:
    head, _, content = address.partition(",")
    return base64.b64decode(content) if head.endswith(";base64") else unquote_to_bytes(content)


class _Tab:
    """One page in a browser that listens on `write` and answers on `read`."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read, self._buffer, self._number = write, read, b"", 0
        self._session: str | None = None
        self._limit = time.monotonic() + SECONDS

    @property
    def opened(self) -> bool:
        return self._session is not None

    def open(self, address: str) -> None:
        self.attach(self.call("Target.createTarget", url=address)["targetId"])

    def attach(self, target: str) -> None:
        """Makes this the tab of `target`, whose page is loaded when this returns."""
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Emulation.setDeviceMetricsOverride", width=1000, height=1400, deviceScaleFactor=1, mobile=False)
        while self.evaluate("location.href") == "about:blank":  # the tab's first page, before the one asked for
            time.sleep(0.02)
        ready = 'new Promise((r) => document.readyState === "complete" ? r("") : addEventListener("load", () => r("")))'
        self.evaluate(ready)

    def evaluate(self, expression: str) -> str:
        told = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            why = told["exceptionDetails"].get("exception", {}).get("description", "")
            raise WorkbenchError(f"the page could not be drawn: {why[:300]}")
        return str(told["result"].get("value", ""))

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """What the browser answers to `method`."""
        return self.answer(self.ask(method, **parameters))

    def ask(self, method: str, **parameters: object) -> int:
        """The number by which the answer to `method` will be known."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        return self._number

    def answer(self, number: int) -> dict[str, Any]:
        """What the browser answers to the call of that number; calls are answered in turn."""
        while True:
            answer = json.loads(self._next())
            if answer.get("id") == number:
                if "error" in answer:
                    raise WorkbenchError(f"Chromium refused its call {number}: {answer['error'].get('message')}")
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> bytes:
        while b"\0" not in self._buffer:
            part = os.read(self._read, 1 << 16)
            if not part:
                raise WorkbenchError("Chromium ended before the page was drawn")
            self._buffer += part
        line, _, self._buffer = self._buffer.partition(b"\0")
        return line


@contextmanager
def _running() -> Iterator[_Tab]:
    """A tab of a browser that starts and ends with the block."""
    found = program()
    if found is None:
        raise WorkbenchError("there is no Chromium here: install one, or name it in WORKBENCH_CHROMIUM")
    with tempfile.TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True) as profile:
        ours, theirs = os.pipe(), os.pipe()
        call = [found, *_QUIET, f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            call.append("--no-sandbox")  # Chromium refuses to start as root with one

        def pipes() -> None:
            read, write = os.dup(ours[0]), os.dup(theirs[1])
            os.dup2(read, 3)
            os.dup2(write, 4)

        browser = subprocess.Popen(
            call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=pipes
        )
        os.close(ours[0])
        os.close(theirs[1])
        try:
            yield _Tab(ours[1], theirs[0])
        finally:
            os.close(ours[1])  # a browser whose pipe has ended ends itself, and its helpers with it
            os.close(theirs[0])
            try:
                browser.wait(10)
            except subprocess.TimeoutExpired:
                browser.kill()
                browser.wait()
