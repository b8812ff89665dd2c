"""Spreadsheets (XLSX, XLSM, XLSB, XLS, ODS): each sheet's rows as CSV, so that a sheet is read like any other table."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.readers.compression import check_growth, pieces

#: The most cells that are read from one sheet: the library holds them all in memory, some 30 bytes each.
_MOST_CELLS = 40_000_000
_BOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A spreadsheet's numbers keep 15 digits. A longer one was an id, and its last digits are made up.
_EXACT = 10**15
#: The workbook that was parsed last, until it is asked for again: once to recognise it, once to read it.
_kept: dict[Any, list[tuple[str, Any]]] = {}


def is_old(start: bytes) -> bool:
    """Whether these are the first bytes of an XLS file, or of a newer one with a password."""
    return start.startswith(_OLD)


def is_book(book: Path | bytes) -> bool:
    """Whether the zip file `book` is a spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(book) if isinstance(book, bytes) else book) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return bool(names & _BOOKS) and not ("content.xml" in names and "mimetype" not in names)


def sheets(book: Path | bytes, name: str) -> list[tuple[str, Iterator[bytes]]]:
    """The name and the rows, as CSV in UTF-8, of every visible sheet that is not empty.

    Dates are written as `2026-03-04 14:10:00`, whole numbers without a point, numbers too long to be exact left out.
    `name` is what messages call the workbook. Raises WorkbenchError where it is damaged, locked or immense.
    """
    key = book if isinstance(book, bytes) else (book, book.stat().st_size, book.stat().st_mtime_ns)
    found = _kept.pop(key, None)
    if found is None:
        _kept.clear()
        found = _kept[key] = _parsed(book if isinstance(book, bytes) else book.read_bytes(), name)
    filled = [(title, sheet) for title, sheet in found if sheet.height]
    if not filled:
        raise WorkbenchError(f"{name} is a spreadsheet with nothing in it: export it again")
    return [(title, _lines(sheet.iter_rows())) for title, sheet in filled]


def _parsed(book: bytes, name: str) -> list[tuple[str, Any]]:
    import python_calamine

    try:
        _check_size(book, name)
        opened = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book))
        return [
            (sheet.name, opened.get_sheet_by_name(sheet.name))
            for sheet in opened.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except (python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError) as error:
        raise WorkbenchError(
            f"{name} is a spreadsheet that can't be read ({str(error).splitlines()[0]}): take its password off, or save"
            " it as CSV"
        ) from error


def _lines(rows: Iterable[list[Any]]) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        cells = [_text(cell) for cell in row]
        if any(cells):
            writer.writerow(cells)
        if out.tell() > 1 << 18:
            yield out.getvalue().encode("utf-8", "replace")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf-8", "replace")


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.replace("\0", "")
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell)) if abs(cell) < _EXACT else ""
        return repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return str(cell)


def _check_size(book: bytes, name: str) -> None:
    """Refuses a sheet whose farthest cells span more than can be held: one in the last corner would be enough."""
    source = io.BytesIO(book)
    if not zipfile.is_zipfile(source):
        return
    with zipfile.ZipFile(source) as archive:
        for info in archive.infolist():
            check_growth(info.file_size, info.compress_size, name)
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", info.filename):
                with archive.open(info) as stream:
                    columns, rows = _extent(pieces(stream))
                if columns * rows > _MOST_CELLS:
                    raise WorkbenchError(
                        f"{name} has a sheet of {rows:,} rows and {columns:,} columns, too large to be read at once:"
                        " save it as CSV"
                    )


def _extent(data: Iterator[bytes]) -> tuple[int, int]:
    """The last column and the last row that a sheet's cells name, from 1."""
    columns, rest = {b"A"}, b""
    last = 1
    for piece in data:
        text = rest + piece
        cells = re.findall(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"', text)
        columns |= {letters for letters, _ in cells}
        last = max(last, int(cells[-1][1]) if cells else 1)
        rest = text[-64:]
    return max(_number(letters) for letters in columns), last


def _number(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value
