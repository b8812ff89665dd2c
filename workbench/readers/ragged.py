"""A table that breaks the rules of CSV: a kinder parser makes a clean copy, and puts apart what can't be read."""

from __future__ import annotations

import csv
import io
import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from workbench.readers.compression import chunks
from workbench.readers.source import Source, as_utf8, judge

#: A record longer than this has a quotation mark that never closes, bytes and lines.
_LONGEST, _MOST_LINES = 4 << 20, 20_000
_END = ""


def clean_copy(source: Source, delimiter: str, width: int, above: int) -> tuple[Path, Path]:
    """Two files in the scratch folder: the records with `width` fields as strict CSV, each behind its number, and the
    others as JSON lines with `record`, `wrong` (why) and `line` (the text).

    Numbers count the records from 0, blank lines and the first `above` records (down to the header) left out. Bytes
    that are no UTF-8 are taken as the encoding that `judge` finds, NULs are dropped.
    """
    good, bad = source.scratch / f"{source.table}.good.csv", source.scratch / f"{source.table}.bad.jsonl"
    encoding = judge(chunks(source.path))
    lines = _lines(as_utf8(chunks(source.path), encoding))
    csv.field_size_limit(_LONGEST * 2)
    with good.open("w", encoding="utf-8", newline="") as good_out, bad.open("w", encoding="utf-8") as bad_out:
        writer = csv.writer(good_out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        records = _records(lines, delimiter)
        for _ in range(above):
            next(records, None)
        for number, (fields, text) in enumerate(records):
            if fields is not None and len(fields) == width:
                writer.writerow([number, *fields])
                continue
            wrong = (
                f"has {len(fields)} fields where there should be {width}" if fields else "a quotation mark never closes"
            )
            bad_out.write(json.dumps({"record": number, "wrong": wrong, "line": text.rstrip("\r\n")}) + "\n")
    return good, bad


def _records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[list[str] | None, str]]:
    """(fields, text) of every record that is not blank.

    Where a quotation mark never closes, fields are None, text is the one line, and reading goes on with the next.
    """
    waiting: deque[str] = deque()
    while True:
        taken: list[str] = []
        fields = next(csv.reader(_feed(lines, waiting, taken), delimiter=delimiter), None)
        if not taken:
            return
        if taken[-1] == _END:
            waiting.extendleft(reversed(taken[1:-1]))
            fields, taken = None, taken[:1]
        text = "".join(taken)
        if text.strip():
            yield fields, text


def _feed(lines: Iterator[str], waiting: deque[str], taken: list[str]) -> Iterator[str]:
    """Lines for one record, noted in `taken`; an `_END` there when the parser wanted more than a record may have."""
    size = 0
    while size < _LONGEST and len(taken) < _MOST_LINES:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            break
        size += len(line)
        taken.append(line)
        yield line
    if taken:
        taken.append(_END)


def _lines(data: Iterator[bytes]) -> Iterator[str]:
    """The lines of UTF-8 `data` with their ends, whichever those are, and without NULs."""
    rest = ""
    for piece in data:
        found = list(io.StringIO(rest + piece.decode().replace("\0", ""), newline=""))
        rest = found.pop() if found else ""
        yield from found
    yield from io.StringIO(rest, newline="")
