"""The index page: every report under the reports folder, newest crisis first."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import quote

from pydantic import ValidationError

from workbench import editions
from workbench.errors import WorkbenchError
from workbench.facts import Facts
from workbench.languages import say
from workbench.phrase import UTC, capital, count, number, period
from workbench.report.markup import Markup, element, join, paragraph, table
from workbench.report.page import Section, assemble


def write(reports: Path) -> Path:
    """The path of `reports/index.html`, made anew from the facts beside each report; unreadable facts are left out.

    Raises WorkbenchError when it can't be written.
    """
    page = reports / "index.html"
    staged = reports / f".index.{secrets.token_hex(4)}.new"
    try:
        reports.mkdir(parents=True, exist_ok=True)
        staged.write_text(assemble([Section("", "", _content(_published(reports)))]), encoding="utf-8")
        staged.replace(page)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise WorkbenchError(f"the index {page} could not be written ({error.strerror or error})") from error
    return page


def _published(reports: Path) -> list[tuple[str, Facts]]:
    """Address of the page, relative to the index, and the facts of each report; the latest onset first."""
    found = []
    for path in reports.glob("*/*/facts.json"):
        folder = editions.latest(path.parent)
        if not (folder / "postmortem.html").is_file():
            continue
        try:
            facts = Facts.read(folder / "facts.json")
        except (OSError, ValidationError):
            continue
        found.append((quote(str((folder / "postmortem.html").relative_to(reports))), facts))
    return sorted(found, key=lambda r: (r[1].crisis is not None, r[1].crisis and r[1].crisis.onset, r[0]), reverse=True)


def _content(published: list[tuple[str, Facts]]) -> Markup:
    head = element("header", paragraph("Crisis Workbench", kind="kicker"), element("h1", say("Post-mortems")))
    if not published:
        return join([head, paragraph(say("No report has been made yet."))])
    said = paragraph(
        say("{published}; times in UTC.", published=count(len(published), "report", "reports")), kind="stamp"
    )
    rows = [[element("a", facts.brand, href=address), *_row(facts)] for address, facts in published]
    return join(
        [
            head,
            said,
            table(
                say("Reports"),
                [say("Brand"), say("What"), say("When"), say("Mentions"), say("Peak against normal")],
                rows,
                numeric=[3, 4],
            ),
        ]
    )


def _row(facts: Facts) -> list[str]:
    crisis = facts.crisis
    if crisis is None:
        return [say("No crisis found"), "", number(facts.quality.mentions), ""]
    ratio = f"{number(crisis.peak_ratio)} ×" if crisis.peak_ratio is not None else say("not known")
    return [capital(crisis.topic.label), period(crisis.onset, crisis.end, UTC), number(crisis.mentions), ratio]
