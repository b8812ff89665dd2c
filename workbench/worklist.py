"""The work list: what was still open when the archive ends, most urgent first, with the labels that people gave."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from workbench import side_file, spreadsheet, triage
from workbench.answer import Answers
from workbench.errors import WorkbenchError
from workbench.mention import brand_name
from workbench.phrase import duration, plain

#: The columns of the list, as a table, as CSV and as XLSX. People fill in the last two.
COLUMNS = (
    "urgency", "platform", "id", "created_at", "waiting_minutes", "author", "text", "url", "label", "note",
)  # fmt: skip
#: A label that takes a message off the work: it goes to the end of the list.
DONE = "done"
#: Characters of a message shown in a line.
SHOWN = 120

Labels = dict[tuple[str, str], tuple[str, str]]


def table(answers: Answers, labels: Labels | None = None) -> pd.DataFrame:
    """The open messages: COLUMNS. Those labelled `done` last, else by urgency (the kind that `triage`
    gives), and within it those first that wait longest.

    `labels`: as `read` gives them.
    """
    open_ = answers.waits[answers.waits["answered_at"].isna()].rename(columns={"minutes": "waiting_minutes"})
    given = [(labels or {}).get(key, ("", "")) for key in zip(open_["platform"], open_["id"], strict=True)]
    listed = open_.assign(urgency=open_["kind"], label=[label for label, _ in given], note=[note for _, note in given])
    listed["done"] = [label.strip().casefold() == DONE for label, _ in given]
    listed["rank"] = [triage.urgent(kind) for kind in open_["kind"]]
    ordered = listed.sort_values(["done", "rank", "created_at", "platform", "id"], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def read(brand: str, data: Path) -> Labels:
    """The labels and notes that people gave, by platform and id of the message; none where there is no file."""
    entries = side_file.read(_path(brand, data))
    return {(entry["platform"], entry["id"]): (entry["label"], entry["note"]) for entry in entries}


def take(brand: str, data: Path, filled: Path) -> int:
    """How many messages carry a label or a note in the work list `filled` (CSV or XLSX), which are kept from now on.

    A cell that was emptied takes the label away; messages that `filled` does not list keep theirs. Raises
    WorkbenchError for a file that is no work list, and leaves all labels as they were.
    """
    labels, given = read(brand, data), 0
    for row in _rows(filled):
        key, words = (row["platform"], row["id"]), (row["label"].strip(), row["note"].strip())
        given += any(words)
        labels.pop(key, None)
        if any(words):
            labels[key] = words
    entries = [
        {"platform": platform, "id": key, "label": label, "note": note}
        for (platform, key), (label, note) in sorted(labels.items())
    ]
    side_file.write(_path(brand, data), entries)
    return given


def write(listed: pd.DataFrame, path: Path) -> None:
    """Writes the list as CSV or XLSX, as the name of `path` says. Raises WorkbenchError for another name or no room."""
    rows = list(listed.itertuples(index=False, name=None))
    if path.suffix.lower() == ".xlsx":
        content = spreadsheet.as_xlsx({"Still open": (COLUMNS, rows)})
    elif path.suffix.lower() == ".csv":
        content = spreadsheet.as_csv(COLUMNS, rows).encode("utf-8-sig")
    else:
        raise WorkbenchError(f"{path.name}: a work list is a .csv or an .xlsx file: name it so")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WorkbenchError(f"{path} can't be written ({error.strerror}): name a file that you may write") from None


def lines(listed: pd.DataFrame) -> Iterator[str]:
    """The list as lines for a terminal, without control characters."""
    for row in listed.to_dict("records"):
        label = f" [{row['label']}]" if row["label"] else ""
        yield plain(
            f"{row['urgency']}{label}  {duration(row['waiting_minutes'])}  {row['platform']} {row['id']}"
            f"  @{row['author']}: {row['text'][:SHOWN]}"
        )


def _rows(filled: Path) -> list[dict[str, str]]:
    """The rows of a work list that somebody filled in; guards against formulas are taken off."""
    try:
        content = filled.read_bytes()
        if filled.suffix.lower() == ".xlsx":
            lines = _sheet(content)
        else:
            lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except OSError as error:
        raise WorkbenchError(f"{filled} can't be read ({error.strerror}): name a work list that is there") from None
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise WorkbenchError(f"{filled.name} is no table: save the work list as CSV (UTF-8) or XLSX") from None
    head = lines[0] if lines else []
    missing = [name for name in ("platform", "id", "label", "note") if name not in head]
    if missing:
        raise WorkbenchError(f"{filled.name} has no column {missing[0]!r}: export the list anew and fill that in")
    padded = [line + [""] * (len(head) - len(line)) for line in lines[1:]]
    return [{name: spreadsheet.unguarded(cell) for name, cell in zip(head, line, strict=False)} for line in padded]


def _sheet(content: bytes) -> list[list[str]]:
    """The cells of a workbook's first sheet as text."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except CalamineError as error:
        raise ValueError(str(error)) from None
    return [[_plain_number(cell) for cell in row] for row in rows]


def _plain_number(cell: object) -> str:
    """A whole number without its ".0", as a program may have taken an id for one."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _path(brand: str, data: Path) -> Path:
    return data / "labels" / f"{brand_name(brand)}-worklist.json"
