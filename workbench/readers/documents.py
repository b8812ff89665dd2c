"""JSON of any shape, record by record: lines, an array, or arrays inside a document that need not fit into memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from workbench.errors import WorkbenchError
from workbench.readers.source import Head, Source

_CHUNK = 1 << 20
#: A record longer than this is taken for damage, characters.
_LONGEST = 64 << 20
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda name: None)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.S)
_BRACKET = re.compile(r"[\[\]{}]")
#: What can stand behind a value: the end of all or of what it stands in, or another value.
_FOLLOWS = re.compile(r'\s*(?:$|[\]}\[{]|,\s*[\[{"\dtfn-])')
_AWAITED = re.compile(r"[\[,:]\s*\Z")
_BLANK = re.compile(r"[\s,]*")
#: So many parts that are no JSON may stand in what a format is recognised by.
_MENDED = 50
_SCALAR = re.compile(r"[^,\[\]{}\s]+(?=[,\]\s])")
#: How scripts hold data: a name, an equals sign, then JSON.
_ASSIGNED = re.compile(r"\s*[\w.$]+(\[[^]]*\])?\s*=\s*")


class Broken(str):
    """Why a line, or an element of an array, holds no record; it stands in the record's place."""

    line = ""


@lru_cache(maxsize=8)
def outline(head: Head) -> Any:
    """The JSON value that `head` begins with, cut after the last part that is whole; None where there is none."""
    text = head.text
    assigned = _ASSIGNED.match(text)
    if assigned:
        text = text[assigned.end() :]
    elif not head.is_json:
        return None
    try:
        return _DECODER.raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None if head.whole and len(head.records) > 1 else _cut(text)


def samples(head: Head) -> list[dict[str, Any]]:
    """Some of the objects that `head` holds as records: on lines, in an array, or the one object that it is."""
    if len(head.records) > 1:
        return head.records
    value = outline(head)
    values = value if isinstance(value, list) else [value]
    return [record for record in values[:50] if isinstance(record, dict)]


def on_lines(head: Head) -> bool:
    """Whether the records stand on lines, one JSON object each, not in one value that runs over several lines."""
    text = head.text.lstrip()
    if not text.startswith("{"):
        return False
    try:
        end = _DECODER.raw_decode(text)[1]
    except (ValueError, RecursionError):
        return bool(head.records) and text.split("\n", 1)[0].strip() != "{"
    return "\n" not in text[:end] and text[end : end + 80].lstrip(" \t\r")[:1] in ("", "\n")


def records(source: Source) -> Iterator[Any]:
    """Every record of `source`: the values on its lines (`Broken` for one that is no JSON), else those of its array or
    the document that it is."""
    if on_lines(source.head):
        yield from _lines(source.path)
    elif source.head.text.lstrip()[:1] == "[" or _ASSIGNED.match(source.head.text):
        yield from elements(source, "")
    else:
        yield from _values(source)


def elements(source: Source, key: str) -> Iterator[Any]:
    """The elements of every array that stands in `source` under `key`; with no key, those of the outermost array.

    Arrays inside an element are part of it; one that is no JSON is `Broken`. Raises WorkbenchError where nobody can
    tell where such an element ends, or the document is cut short.
    """
    for _, element in sections(source, key):
        yield element


def sections(source: Source, key: str) -> Iterator[tuple[str, Any]]:
    """As `elements`, each with the text of the document between its array and the array before."""
    begins = re.compile(rf'"{re.escape(key)}"\s*:\s*\[' if key else r"\[")
    with _opened(source) as stream:
        reader = _Reader(source.name, stream)
        while True:
            start = begins.search(reader.text, reader.place)
            if start is None:
                if not reader.more():
                    return
                continue
            before = reader.text[reader.place : start.start()]
            reader.place = start.end()
            while reader.next_is_value("]"):
                yield before, reader.value()
            if not key:
                return


def _opened(source: Source) -> TextIO:
    return source.path.open(encoding="utf-8", errors="replace")


class _Reader:
    """What of a document is in memory: `text`, read from `place` on."""

    def __init__(self, name: str, stream: TextIO) -> None:
        self.name, self.stream = name, stream
        self.text, self.place = "", 0
        self.more()

    def more(self, size: int = _CHUNK) -> bool:
        piece = self.stream.read(size)
        self.text, self.place = self.text[self.place :] + piece, 0
        return bool(piece)

    def next_is_value(self, end: str) -> bool:
        """Whether a value follows, not `end` or the end of the file."""
        while True:
            blank = _BLANK.match(self.text, self.place)
            self.place = blank.end() if blank else self.place
            if self.place < len(self.text):
                ended = self.text[self.place] == end
                self.place += ended
                return not ended
            if not self.more():
                if end:
                    raise self.broken("it ends in the middle of an array")
                return False

    def value(self) -> Any:
        """The next value; `Broken` where brackets show its end and what lies between is no JSON."""
        size = _CHUNK
        while True:
            try:
                value, self.place = _DECODER.raw_decode(self.text, self.place)
            except (ValueError, RecursionError) as error:
                end = _end(self.text, self.place)
                if end is not None:
                    start, self.place = self.place, end
                    return _broken(_why(error, start), self.text[start:end])
                if len(self.text) - self.place > _LONGEST or not self.more(size):
                    raise self.broken(str(error)) from error
                size *= 2
            else:
                if self.place < len(self.text) or isinstance(value, (dict, list, str)) or not self.more():
                    return value
                # a number at the end of what is in memory may go on

    def broken(self, why: str) -> WorkbenchError:
        return WorkbenchError(f"{self.name} is broken JSON ({why}): nothing of it was loaded; export it again")


def _values(source: Source) -> Iterator[Any]:
    """The values that stand one after another in a file, however they run over its lines."""
    with _opened(source) as stream:
        reader = _Reader(source.name, stream)
        while reader.next_is_value(""):
            yield reader.value()


def _lines(file: Path) -> Iterator[Any]:
    with file.open("rb") as stream:
        for line in stream:
            text = line.decode("utf-8", "replace").replace("\0", "").strip()
            if not text:
                continue
            try:
                yield _DECODER.decode(text)
            except (ValueError, RecursionError) as error:
                yield _broken(_why(error), text)


def _why(error: Exception, start: int | None = None) -> str:
    """The reason that `error` gives, for a value that begins at `start` of what was read, or on its own line."""
    if isinstance(error, RecursionError):
        return "not JSON that can be read: nested too deeply"
    if start is not None and isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at character {error.pos - start + 1} of the record"
    return f"not JSON: {error}"


def _end(text: str, start: int) -> int | None:
    """Where the value that begins at `start` ends, as its brackets tell; None where it goes on behind `text`.

    A stray quotation mark turns text inside out, so that brackets are first counted as if no text held any.
    """
    if text[start] not in "[{":
        scalar = _SCALAR.match(text, start)
        return scalar.end() if scalar else None
    ends = (_balanced(tokens, text, start) for tokens in (_BRACKET, _TOKEN))
    return next((end for end in ends if end is not None and _FOLLOWS.match(text, end)), None)


def _balanced(tokens: re.Pattern[str], text: str, start: int) -> int | None:
    depth = 0
    for token in tokens.finditer(text, start):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth == 0:
            return token.end()
    return None


def _broken(why: str, line: str) -> Broken:
    broken = Broken(why)
    broken.line = line
    return broken


def _cut(text: str) -> Any:
    """`text` as JSON without what its end cuts off."""
    stack: list[str] = []
    whole: tuple[int, str] | None = None
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "[{":
            stack.append("]" if mark == "[" else "}")
            whole = (token.end(), "".join(reversed(stack)))
        elif mark in "]}":
            if not stack or stack.pop() != mark:
                return None
            if not stack:
                break
            whole = (token.end(), "".join(reversed(stack)))
        elif mark == "," and stack:
            whole = (token.start(), "".join(reversed(stack)))
    if whole is None:
        return None
    return _sound(text[: whole[0]] + whole[1])


def _sound(text: str) -> Any:
    """`text` as JSON, with null for a few parts of it that are none."""
    for _ in range(_MENDED):
        try:
            return _DECODER.decode(text)
        except RecursionError:
            return None
        except json.JSONDecodeError as error:
            start = error.pos
            end = _end(text, start) if _AWAITED.search(text, max(start - 80, 0), start) else None
            if end is None:
                start = _begin(text, start)
                end = _end(text, start)
            if end is None or start == 0:
                return None
            text = f"{text[:start]}null{text[end:]}"
    return None


def _begin(text: str, place: int) -> int:
    """Where the innermost array or object begins that is open at `place`."""
    opened = [0]
    for token in _TOKEN.finditer(text, 0, place):
        if token[0] in "[{":
            opened.append(token.start())
        elif token[0] in "]}" and len(opened) > 1:
            opened.pop()
    return opened[-1]
