"""A page opened in a browser, and what goes wrong in it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {1280: 900, 390: 844}


class Visit:
    """A page that was opened, with everything that went wrong in it."""

    def __init__(self, browser: Browser, path: Path, width: int = 1280, **settings: Any) -> None:
        context = browser.new_context(viewport={"width": width, "height": SIZES[width]}, **settings)
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog {dialog.message}"))
        address = path.as_uri()
        self.page.on(
            "request", lambda request: self.wrong.append(request.url[:200]) if request.url != address else None
        )
        self.page.goto(address)

    def scroll(self) -> None:
        """Scrolls down step by step until all charts are drawn, for half a minute at most."""
        until = time.monotonic() + 30
        while time.monotonic() < until and self.drawn() < self.declared():
            self.page.mouse.wheel(0, 400)
            time.sleep(0.05)
            if self.page.evaluate("innerHeight + scrollY >= document.body.scrollHeight - 2"):
                self.page.evaluate("scrollTo(0, 0)")

    def wait(self, charts: int | None = None) -> None:
        """Waits until all charts are drawn, or so many, as they are where nobody scrolls, for half a minute at most."""
        until = time.monotonic() + 30
        while time.monotonic() < until and self.drawn() < (self.declared() if charts is None else charts):
            self.page.wait_for_timeout(50)

    def declared(self) -> int:
        return self.page.locator("figure[data-chart]").count()

    def drawn(self) -> int:
        return self.page.locator("figure[data-chart]:has(.plot[data-drawn] .main-svg)").count()
