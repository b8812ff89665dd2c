from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from workbench import spreadsheet, worklist
from workbench.answer import Answers
from workbench.errors import WorkbenchError

AT = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
TEXTS = {
    "1": "what are your opening hours?",
    "2": "this is awful, I hate it",
    "3": '=HYPERLINK("https://x.example") where is my refund?',
    "4": "please help, we are trapped in the lift",
}

KINDS = {"1": "question", "2": "complaint", "3": "complaint", "4": "help"}


def answers(answered: tuple[str, ...] = ()) -> Answers:
    rows = [
        {
            "platform": "twitter", "id": key, "created_at": pd.Timestamp(AT) + pd.Timedelta(minutes=int(key)),
            "author": f"user{key}", "author_id": key, "conversation_id": None, "text": text, "lang": "en", "url": None,
            "kind": KINDS[key],
            "answered_at": pd.Timestamp(AT) if key in answered else pd.NaT, "minutes": 10.0,
        }
        for key, text in TEXTS.items()
    ]  # fmt: skip
    return Answers(pd.DataFrame(rows), pd.DataFrame(), pd.Timestamp(AT), pd.DataFrame())


def test_most_urgent_first_and_only_what_is_open() -> None:
    listed = worklist.table(answers(answered=("2",)))
    assert list(listed.columns) == list(worklist.COLUMNS)
    assert listed[["id", "urgency"]].values.tolist() == [["4", "help"], ["3", "complaint"], ["1", "question"]]


def test_nothing_open_is_an_empty_list() -> None:
    assert worklist.table(answers(answered=tuple(TEXTS))).shape == (0, len(worklist.COLUMNS))


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_labels_survive_the_next_run(tmp_path: Path, name: str) -> None:
    data, file = tmp_path / "data", tmp_path / name
    listed = worklist.table(answers(), worklist.read("acme", data))
    listed.loc[listed["id"] == "4", ["label", "note"]] = ["done", "called her"]
    listed.loc[listed["id"] == "3", "note"] = "=2+2"
    worklist.write(listed, file)
    assert worklist.take("acme", data, file) == 2
    again = worklist.table(answers(), worklist.read("acme", data))
    assert again["id"].tolist() == ["2", "3", "1", "4"]
    assert again["label"].tolist() == ["", "", "", "done"]
    assert again["note"].tolist() == ["", "=2+2", "", "called her"]
    # Only the emptied cell loses its label; who is not on the list keeps it.
    worklist.write(again[again["id"] == "3"].assign(note=""), file)
    assert worklist.take("acme", data, file) == 0
    assert worklist.read("acme", data) == {("twitter", "4"): ("done", "called her")}


def test_a_file_that_is_no_work_list_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name, content in {"a.csv": b"platform,id\n", "b.csv": b"\xff\xfe\x00", "c.xlsx": b"no book"}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(WorkbenchError, match=name):
            worklist.take("acme", data, tmp_path / name)
    with pytest.raises(WorkbenchError, match="can't be read"):
        worklist.take("acme", data, tmp_path / "none.csv")
    with pytest.raises(WorkbenchError, match=r"a \.csv or an \.xlsx"):
        worklist.write(worklist.table(answers()), tmp_path / "list.txt")
    assert not (data / "labels").exists()


def test_cells_are_text_and_never_formulas() -> None:
    rows = [["=1+1", "+2", 3, 4.5, None, AT, "a\x00b\u202e<&\ud800", "12345678901234567890"]]
    sheets = {"A & B": (list("abcdefgh"), rows)}
    book = spreadsheet.as_xlsx(sheets)
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python() == [
        list("abcdefgh"),
        ["=1+1", "+2", 3.0, 4.5, "", "2026-03-04T12:00:00Z", "a\ufffdb<&\ufffd", "12345678901234567890"],
    ]
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        assert "<f>" not in file.read("xl/worksheets/sheet1.xml").decode()
    assert spreadsheet.as_xlsx(sheets) == book
    assert spreadsheet.as_csv(["a", "b"], [["=1+1", -2]]) == "a,b\r\n'=1+1,-2\r\n"
    assert [spreadsheet.unguarded(cell) for cell in ("'=1+1", "'tis", "-2")] == ["=1+1", "'tis", "-2"]


def test_columns_beyond_z() -> None:
    book = spreadsheet.as_xlsx({"wide": ([str(n) for n in range(60)], [list(range(60))])})
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1] == list(range(60))


@pytest.mark.parametrize("start", ["=", "+", "@", "＝", "\u202e=", "\n=", "\u2066\t@"])
def test_no_text_begins_a_formula(start: str) -> None:
    cell = spreadsheet.as_csv(["text"], [[f"{start}1+1"]]).splitlines()[1].strip('"')
    assert cell.startswith("'")


def test_columns_are_as_wide_as_what_they_hold_and_no_cell_overflows() -> None:
    head, rows = ["id", "text"], [("=1", "x" * 99), (2, "y" * 40_000)]
    with zipfile.ZipFile(io.BytesIO(spreadsheet.as_xlsx({"s": (head, rows)}))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert [round(float(width)) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)] == [10, 61]
    cells = [cell for row in csv.reader(io.StringIO(spreadsheet.as_csv(head, rows))) for cell in row]
    assert [len(cell) for cell in cells] == [2, 4, 3, 99, 1, 32_767]
