"""The page for the public: nothing for the house alone, no references, and nothing left that only led to one."""

from __future__ import annotations

import re

from workbench.report.markup import Markup

_REFERENCE = re.compile(r'<span class="ref">[^<]*</span>')
#: Words around references, marked so by whoever wrote them.
_AROUND = re.compile(r'<span class="refs">(?:[^<]|<span class="ref">[^<]*</span>)*</span>')
#: What `markup.internal` marks; it holds nothing of its own kind.
_INTERNAL = re.compile(r'<(span|div) class="internal">.*?</\1>', re.DOTALL)
_BOX = re.compile(r'<div class="scroll[^>]*><table>.*?</table></div>', re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(th|td)\b[^>]*>(.*?)</\1>", re.DOTALL)


def without_references(content: str) -> Markup:
    """`content` for the public. A column of references leaves its table; a table of them by name goes as a whole."""
    shorter = _BOX.sub(lambda box: _table(box.group(0)), _AROUND.sub("", _INTERNAL.sub("", content)))
    return Markup(_REFERENCE.sub("", shorter))


def _table(box: str) -> str:
    if not _REFERENCE.search(box):
        return box
    rows = [list(_CELL.finditer(row)) for row in _ROW.findall(box)[1:]]
    bare = {
        column
        for column in range(max(map(len, rows), default=0))
        if (cells := [row[column].group(2) for row in rows if column < len(row)])
        and any(map(_REFERENCE.search, cells))
        and not any(map(_said, cells))
    }
    if 0 in bare:
        return ""
    return _ROW.sub(lambda row: _kept(row.group(0), bare), box)


def _kept(row: str, bare: set[int]) -> str:
    """The row without its `bare` cells; nothing of a row whose only finding is a reference."""
    cells = list(_CELL.finditer(row))
    if len(cells) == 2 and _REFERENCE.search(cells[1].group(2)) and not _said(cells[1].group(2)):
        return ""
    kept = [cell.group(0) for column, cell in enumerate(cells) if column not in bare]
    return f"<tr>{''.join(kept)}</tr>"


def _said(cell: str) -> str:
    """What a cell says beside references."""
    return re.sub(r"<[^>]+>", "", _REFERENCE.sub("", cell)).strip(" –")
