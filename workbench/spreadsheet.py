"""Tables for a spreadsheet, as CSV and as XLSX: what strangers wrote is text in every cell, never a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from workbench.phrase import plain

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Characters that a cell holds at most.
_CELL = 32_767
#: With one of these at its start a text would be read as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Styles by number: 0 plain, 1 the head, 2 text that looks like a formula (stays text when it is edited).
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf quotePrefix="1"/></cellXfs></styleSheet>'
)
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATED}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": _STYLES,
}


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV: a text that would be a formula begins with an apostrophe instead."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{_text(cell)}" if _like_formula(cell) else _text(cell) for cell in row])
    return text.getvalue()


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[object]], name: str = "Sheet") -> bytes:
    """The table as an XLSX workbook of one sheet, its head fixed and filtered; the same bytes for the same table.

    Written by hand, as there is no formula, chart or style in it for which a library would be needed
    (Office Open XML, ECMA-376 part 1, section 18).
    """
    lines = [_row(1, head, 1), *(_row(number, row) for number, row in enumerate(rows, 2))]
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    filtered = f"A1:{_column(len(head) - 1)}{len(lines)}"
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetData>{"".join(lines)}</sheetData><autoFilter ref="{filtered}"/></worksheet>'
    )
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>'
        f'<sheet name="{escape(name[:31], {chr(34): "&quot;"})}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in {**_PARTS, "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet}.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}'
            file.writestr(zipfile.ZipInfo(path), declared, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unguarded(cell: str) -> str:
    """What a cell of `as_csv` said before it was guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in _FORMULA else cell


def _row(number: int, cells: Sequence[object], style: int = 0) -> str:
    made = [_cell(f"{_column(at)}{number}", cell, style) for at, cell in enumerate(cells)]
    return f'<row r="{number}">{"".join(made)}</row>'


def _cell(place: str, cell: object, style: int) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == cell:
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    text = escape(_text(cell)[:_CELL])
    if not text:
        return ""
    kind = f' s="{2 if _like_formula(cell) else style}"' if style or _like_formula(cell) else ""
    return f'<c r="{place}" t="inlineStr"{kind}><is><t xml:space="preserve">{text}</t></is></c>'


def _text(cell: object) -> str:
    """A cell in words: times in ISO 8601 with Z, nothing for what is not there, no control characters."""
    if cell is None or cell != cell:
        return ""
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()).replace("+00:00", "Z")
    # XML has no place for these two.
    return plain(str(cell)).replace("\ufffe", "").replace("\uffff", "")


def _like_formula(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith(_FORMULA)


def _column(at: int) -> str:
    """The letters of the column `at`, from 0: A, B, … Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
