"""What is being done, on standard error, for whoever waits longer than two seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType

PATIENCE = 2.0


class Progress:
    """Call it with what is being done. On a terminal one line changes in place; elsewhere a line is printed when two
    seconds have passed since the last, so that a log stays short.
    """

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._status = None
        if sys.stderr.isatty():
            from rich.console import Console

            self._status = Console(stderr=True).status("starting")

    def __enter__(self) -> Progress:
        if self._status:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def __call__(self, message: str) -> None:
        if self._status:
            from rich.markup import escape

            self._status.update(escape(message))
        elif time.monotonic() - self._last >= PATIENCE:
            self._last = time.monotonic()
            print(message, file=sys.stderr, flush=True)
