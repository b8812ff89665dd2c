"""Tables for a spreadsheet, as CSV and as XLSX: what strangers wrote is text in every cell, never a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from workbench.phrase import plain

#: A head and its rows.
Table = tuple[Sequence[str], Iterable[Sequence[object]]]
#: Characters that a cell holds at most.
_CELL = 32_767
#: How wide a column is at least and at most, in characters.
_NARROW, _WIDE = 9, 60
#: With one of these at its start a text would be read as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: The same bytes for the same table: when it was made is not told.
_MADE = dt.datetime(2000, 1, 1)


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV: a text that would be a formula begins with an apostrophe instead, and one that is longer than
    a spreadsheet's cell is cut, for it would spill over into the next rows.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow([_guarded(cell)[:_CELL] for cell in row])
    return text.getvalue()


def as_xlsx(sheets: Mapping[str, Table]) -> bytes:
    """The tables as an XLSX workbook, a sheet each by its name; every head is fixed and filtered."""
    from xlsxwriter import Workbook

    packed = io.BytesIO()
    with Workbook(packed, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        bold = book.add_format({"bold": True})
        # Text that looks like a formula stays text also when somebody edits its cell.
        quoted = book.add_format({"quote_prefix": True})
        for name, (head, rows) in sheets.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            last, widths = 0, [_NARROW] * len(head)
            for last, row in enumerate([head, *rows]):
                for column, cell in enumerate(row):
                    text = _text(cell)
                    widths[column] = min(max(widths[column], len(text) + 3), _WIDE)  # room for the filter's button
                    if _number(cell):
                        sheet.write_number(last, column, cell)
                    elif text:
                        style = quoted if _like_formula(cell, text) else None if last else bold
                        sheet.write_string(last, column, text[:_CELL], style)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            sheet.autofilter(0, 0, last, max(len(head) - 1, 0))
    return packed.getvalue()


def unguarded(cell: str) -> str:
    """What a cell of `as_csv` said before it was guarded."""
    return cell[1:] if cell.startswith("'") and _like_formula(cell[1:], _text(cell[1:])) else cell


def _guarded(cell: object) -> str:
    text = _text(cell)
    return f"'{text}" if _like_formula(cell, text) else text


def _number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < float("inf")


def _text(cell: object) -> str:
    """A cell in words: times in ISO 8601 with Z, nothing for what is not there, no control characters."""
    if cell is None or cell != cell:
        return ""
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()).replace("+00:00", "Z")
    # XML has no place for these two.
    return plain(str(cell)).replace("\ufffe", "").replace("\uffff", "")


def _like_formula(cell: object, text: str) -> bool:
    """Also what begins so in wide or small letters, or once the characters are gone that nobody sees."""
    if not isinstance(cell, str):
        return False
    seen = next((sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf"), "")
    return cell.startswith(_FORMULA) or unicodedata.normalize("NFKC", seen).startswith(_FORMULA)
