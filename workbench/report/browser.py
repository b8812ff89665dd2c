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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from workbench.errors import WorkbenchError

SECONDS = 120
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-extensions", "--remote-debugging-pipe",
)  # fmt: skip

#: Draws every chart and gives its name and, in the format asked for, its picture as a data address.
_DRAWN = """
(async (format) => {
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  const blank = (figure) => !figure.querySelector(".plot[data-drawn]");
  while (figures.some(blank)) await new Promise((r) => setTimeout(r, 50));
  const pictures = {};
  for (const figure of format ? figures : []) {
    const plot = figure.querySelector(".plot");
    const height = plot._fullLayout.height;
    const layout = { ...plot.layout, paper_bgcolor: "#ffffff", width: 800, height };
    pictures[figure.dataset.chart] = await Plotly.toImage({ data: plot.data, layout }, { format, width: 800, height });
  }
  return JSON.stringify(pictures);
})
"""


def program() -> str | None:
    """The path of a Chromium (or `WORKBENCH_CHROMIUM`, when that is set); None where there is none."""
    named = os.environ.get("WORKBENCH_CHROMIUM")
    return named or next((path for name in _NAMES if (path := shutil.which(name))), None)


def pdf(page: Path, paper: str = "A4") -> bytes:
    """The page printed on `paper`, A4 or Letter. WorkbenchError when there is no Chromium, or it fails."""
    width, height = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}[paper]
    with _opened(page) as tab:
        tab.evaluate(f"{_DRAWN}('')")
        size = {"paperWidth": width, "paperHeight": height, "printBackground": True, "preferCSSPageSize": False}
        return base64.b64decode(tab.call("Page.printToPDF", **size)["data"])


def pictures(page: Path, form: str = "webp") -> dict[str, bytes]:
    """Name to picture of each chart of the page; `form` is webp, png or svg. WorkbenchError as `pdf`."""
    with _opened(page) as tab:
        found: dict[str, str] = json.loads(tab.evaluate(f"{_DRAWN}({json.dumps(form)})"))
    return {name: _content(address) for name, address in found.items()}


def _content(address: str) -> bytes:
    head, _, content = address.partition(",")
    return base64.b64decode(content) if head.endswith(";base64") else unquote_to_bytes(content)


class _Tab:
    """One page in a browser that listens on `write` and answers on `read`."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read, self._buffer, self._number = write, read, b"", 0
        self._session: str | None = None
        self._limit = time.monotonic() + SECONDS

    def open(self, address: str) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Emulation.setDeviceMetricsOverride", width=1000, height=1400, deviceScaleFactor=1, mobile=False)
        self.call("Page.setBypassCSP", enabled=True)  # plotly draws a picture by way of a blob
        self.call("Page.navigate", url=address)
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
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._next())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise WorkbenchError(f"Chromium refused {method}: {answer['error'].get('message')}")
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
def _opened(page: Path) -> Iterator[_Tab]:
    """A tab that shows `page`; the browser ends with the block."""
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
            tab = _Tab(ours[1], theirs[0])
            tab.open(page.resolve().as_uri())
            yield tab
        finally:
            os.close(ours[1])  # a browser whose pipe has ended ends itself, and its helpers with it
            os.close(theirs[0])
            try:
                browser.wait(10)
            except subprocess.TimeoutExpired:
                browser.kill()
                browser.wait()
