"""What only the analyst sees: every reference with its message, and the messages that still wait."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbench.languages import say
from workbench.phrase import capital, count, duration, place
from workbench.report.markup import Markup, element, join, paragraph, stranger, table
from workbench.report.reading import Table, read_table
from workbench.spreadsheet import as_csv, as_xlsx

#: More rows than this are for `tables/` and the spreadsheet, not for a page.
SHOWN = 500


def lookup_section(work: Path) -> tuple[Markup, dict[str, str]]:
    """The analyst's own section, and reference → id of its row in it for the links that lead there."""
    evidence, worklist = (
        read_table(work / "tables" / "evidence.parquet"),
        read_table(work / "tables" / "worklist.parquet"),
    )
    anchors = {str(key): f"row-{n}" for n, key in enumerate(evidence.get("reference", [])[:SHOWN], 1)}
    parts = [
        paragraph(
            say("This copy holds message ids, names and verbatim text: personal data, for the analyst alone."),
            kind="warning",
        ),
        element("h3", say("Every reference and its message")),
        _evidence(evidence, list(anchors.values())),
        element("h3", say("Still waiting for an answer")),
        _waiting(worklist),
    ]
    return join(parts), anchors


def _evidence(evidence: Table, anchors: list[str]) -> Markup:
    rows = _rows(evidence, ("reference", "role", "platform", "id", "created_at", "author", "text", "url"))
    if not rows:
        return paragraph(say("This report refers to no message."))
    shown = [
        [
            element("span", ref, id=anchor, class_="time"),
            role,
            place(platform or ""),
            element("code", id_),
            _when(at),
            stranger(author or ""),
            stranger(text or ""),
            stranger(url or ""),
        ]
        for anchor, (ref, role, platform, id_, at, author, text, url) in zip(anchors, rows, strict=False)
    ]
    head = [
        say("Reference"),
        say("Role"),
        say("Platform"),
        say("Id"),
        say("When (UTC)"),
        say("Author"),
        say("Text"),
        say("Address"),
    ]
    return join([_left_out(rows), table(say("References"), head, shown, kind="lookup")])


def _waiting(worklist: Table) -> Markup:
    rows = _rows(
        worklist,
        ("reference", "urgency", "platform", "created_at", "waiting_minutes", "author", "text", "url", "label", "note"),
    )
    if not rows:
        return paragraph(say("Nothing is on the list."))
    shown = [
        [
            element("span", ref, class_="time"),
            capital(urgency or ""),
            place(platform or ""),
            _when(at),
            duration(waited) if waited is not None else "",
            stranger(author or ""),
            stranger(text or ""),
            stranger(url or ""),
            stranger(": ".join(filter(None, (label, note)))),
        ]
        for ref, urgency, platform, at, waited, author, text, url, label, note in rows[:SHOWN]
    ]
    head = [
        say("Reference"),
        say("Wants"),
        say("Platform"),
        say("When (UTC)"),
        say("Waiting"),
        say("Author"),
        say("Text"),
        say("Address"),
        say("Label"),
    ]
    return join([_left_out(rows), table(say("Messages still waiting"), head, shown, kind="lookup")])


def worklist_csv(work: Path) -> str:
    """The work list as CSV for a spreadsheet, without formulas."""
    return as_csv(*_worklist(work))


def worklist_xlsx(work: Path) -> bytes:
    """The work list as a workbook, without formulas."""
    return as_xlsx({"Still open": _worklist(work)})


def _worklist(work: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The head and the rows of the work list, the reference first."""
    listed = read_table(work / "tables" / "worklist.parquet")
    head = ["reference", *(name for name in listed if name != "reference")]
    return head, _rows(listed, head)


def _rows(columns: Table, names: Iterable[str]) -> list[tuple[Any, ...]]:
    length = max((len(values) for values in columns.values()), default=0)
    return list(zip(*(columns.get(name) or [None] * length for name in names), strict=True))


def _when(moment: Any) -> Markup | str:
    return element("span", f"{moment:%Y-%m-%d %H:%M}", class_="time") if moment is not None else ""


def _left_out(rows: list[tuple[Any, ...]]) -> Markup | None:
    if len(rows) <= SHOWN:
        return None
    return paragraph(
        say(
            "The first {SHOWN} of {rows}; all of them are in the folder “tables”.",
            SHOWN=f"{SHOWN:,}",
            rows=count(len(rows), "row", "rows"),
        )
    )
