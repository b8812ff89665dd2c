"""A published report in other forms: PDF, a mail, pictures of its charts, its facts as a workbook."""

from __future__ import annotations

import re
from pathlib import Path

from workbench import editions, spreadsheet
from workbench.errors import WorkbenchError
from workbench.facts import Facts
from workbench.languages import key, reworded, say, speaking
from workbench.report import browser, letter, still
from workbench.report.reading import read
from workbench.report.unknowns import name

_LANGUAGE = re.compile(r'<html[^>]*lang="([a-z-]+)"')
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_ZONE = re.compile(r'<html[^>]*data-zone="([^"]*)"')


def write(report: Path, out: Path, paper: str = "A4") -> tuple[list[Path], str]:
    """The files made in `out` from the report in the folder `report`, and why some were left out (empty: none were).

    Without a Chromium there is no PDF and no picture. WorkbenchError when there is no report.
    """
    page = report / "postmortem.html"
    if not page.is_file():
        raise WorkbenchError(f"there is no report in {report}: make one with `workbench report`")
    head = page.read_text(encoding="utf-8")[:4000]
    language, zone = (found.group(1) if (found := by.search(head)) else "" for by in (_LANGUAGE, _ZONE))
    out.mkdir(parents=True, exist_ok=True)
    with speaking(language):
        reading = read(report / "facts.json", zone, language)
        files: dict[str, bytes] = {
            "summary.html": letter.html(reading).encode(),
            "summary.txt": letter.text(reading).encode(),
            "facts.xlsx": spreadsheet.as_xlsx({say("Facts"): ([say(one) for one in _HEAD], _rows(reading.facts))}),
        }
    why = ""
    try:
        files["postmortem.pdf"] = browser.pdf(page, paper)
        with browser.drawing() as draw:
            for form in ("png", "svg"):
                drawn = draw(still.charts(page.read_text(encoding="utf-8")), form)
                files |= {f"charts/{chart}.{form}": picture for chart, picture in drawn.items()}
    except WorkbenchError as error:
        why = f"PDF and pictures ({error})"
    for path, content in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
    return [out / path for path in sorted(files)], why


_HEAD = (key("What"), key("Place in facts.json"), key("Value"), key("Why it is not known"))


def _rows(facts: Facts) -> list[tuple[str, str, object, str]]:
    """Every value of the facts in its order, and every place whose value is not known with the reason."""
    rows: list[tuple[str, str, object, str]] = []

    def why(place: str) -> str:
        return reworded(facts.unknown.get(place, ""))

    for place, text in editions.leaves(facts):
        rows.append((name(place), place, _number(text), "" if text is not None else why(place)))
    told = {place for _, place, _, _ in rows}
    rows += [(name(place), place, None, why(place)) for place in facts.unknown if place not in told]
    return rows


def _number(text: str | None) -> object:
    """A number as such; what only Python would take for one (`nan`, `1_000`) stays the text that it is."""
    return float(text) if text is not None and _NUMBER.fullmatch(text) else text
