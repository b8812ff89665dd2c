"""An export made readable: checked, unpacked, in UTF-8 with line feeds."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from glob import escape
from itertools import islice
from pathlib import Path
from typing import Any

from workbench.engine import literal
from workbench.errors import WorkbenchError
from workbench.readers.part import Part, contents, parts

HEAD = 1 << 20
#: So much of it tells text from what is none, characters.
_SOME = 1 << 16
_COMMAS = re.compile(r"\},[ \t]*$", re.M)
_UNSUPPORTED = {b"PAR1": "Parquet", b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"SQLite f": "SQLite", b"%PDF": "PDF"}


@dataclass(frozen=True)
class Head:
    """The beginning of a file (1 MB at most), decoded and with line feeds.

    `passed_over` when nothing of it is read; `whole` when that is all of it; `sure` when the encoding
    can't be another further down; `plain` when DuckDB could read these bytes as they are; `commas` when each line is
    a JSON object with a comma behind it, which is left out.
    """

    text: str
    whole: bool = True
    encoding: str = "utf-8"
    sure: bool = False
    plain: bool = True
    passed_over: bool = False
    commas: bool = False

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The JSON objects on the first 200 complete lines, 20 at most; lines that are not JSON are passed over."""
        if not self.text.lstrip().startswith("{"):  # the lines of an array are no records of their own
            return []
        lines = self.text.split("\n", 200)
        complete = lines if self.whole and len(lines) <= 200 else lines[:-1]
        return list(islice(filter(None, map(_json_object, complete)), 20))

    @property
    def is_json(self) -> bool:
        """Whether it begins like JSON."""
        return self.text.lstrip()[:1] in ("{", "[")

    @cached_property
    def is_binary(self) -> bool:
        """Whether it is no text: more than one character in fifty is a control character or was no character at all."""
        start = self.text[:_SOME]
        strange = sum(start.count(chr(code)) for code in (*range(9), *range(14, 32), 0xFFFD))
        return strange * 50 > len(start)


@dataclass(frozen=True)
class Source:
    """One export: `path` is plain UTF-8 text, the file or a copy in `scratch`; `table` a name for the reader."""

    part: Part
    path: Path
    scratch: Path
    head: Head
    table: str

    @property
    def name(self) -> str:
        """The base name of the file, and of the member in it."""
        return self.part.name

    @property
    def sql(self) -> str:
        """The path as an SQL literal in which no character is a wildcard."""
        return literal(escape(str(self.path)))


def check(file: Path) -> None:
    """Raises WorkbenchError where `file` is not something that can be read."""
    if file.is_dir():
        raise WorkbenchError(f"{file} is a directory: name the export files in it, such as {file}/*.jsonl")
    if not file.exists():
        raise WorkbenchError(f"{file} does not exist: check the spelling and the folder")
    if not file.is_file():
        raise WorkbenchError(f"{file} is not a regular file: save the export to a file first")
    try:
        with file.open("rb") as stream:
            first = stream.read(8)
    except OSError as error:
        raise WorkbenchError(f"{file} can't be opened ({error.strerror}): check its permissions") from error
    if not first:
        raise WorkbenchError(f"{file} is empty: export it again")
    for magic, kind in _UNSUPPORTED.items():
        if first.startswith(magic):
            raise WorkbenchError(f"{file} is a {kind} file: convert it to CSV, JSON lines or a zip of them first")


def peek(file: Path, encoding: str | None = None) -> Head:
    """The head of the one part of `file`; WorkbenchError where it holds nothing, or several parts."""
    found = [(part, head_of(part, data, encoding)) for part, data in parts(file)]
    if len(found) != 1:
        raise WorkbenchError(f"{file} holds {len(found)} files: each is an export of its own")
    return found[0][1]


def head_of(part: Part, data: Iterator[bytes], encoding: str | None = None) -> Head:
    """The head of `part`, from its plain bytes; WorkbenchError where it holds nothing."""
    read = bytearray()
    whole = True
    for chunk in data:
        read += chunk
        if len(read) > HEAD:
            whole = False
            break
    start = bytes(read[:HEAD])
    marked = "utf-8" if part.sheet else encoding or _wide(start)
    name = marked or (
        "utf-8" if start.lstrip()[:1] in (b"{", b"[") else judge([start])
    )  # JSON is UTF-8 by its standard
    text = start.decode(name, errors="replace").removeprefix("\ufeff")
    if not text.strip("\x00 \t\r\n"):
        raise WorkbenchError(f"{part} holds only blanks: export it again")
    is_plain = name == "utf-8" and not start.startswith(codecs.BOM_UTF8) and not _carriage_only(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.lstrip().split("\n", 1)[0].rstrip()
    commas = first.endswith("},") and _json_object(first[:-1]) is not None
    text = _COMMAS.sub("}", text) if commas else text
    return Head(text, whole, name, bool(marked), is_plain and not commas, commas=commas)


def prepare(part: Part | Path, scratch: Path, head: Head, table: str) -> Source:
    """`part` as a Source. It is copied to `scratch` only where it is packed or not plain UTF-8 with line feeds.

    What is damaged or cut short raises WorkbenchError, so that nothing of it is ever used.
    """
    part = part if isinstance(part, Part) else next(parts(part))[0]
    part = replace(part, file=part.file.absolute())
    source = Source(part, part.file, scratch, head, table)
    if head.passed_over or (head.plain and part.is_bare):
        return source
    target = scratch / f"{table}.txt"
    if head.plain:
        write(contents(part, scratch), target)
    else:
        sure = head.sure or head.is_json
        data = as_utf8(contents(part, scratch), head.encoding if sure else judge(contents(part, scratch)))
        write(_without_commas(data) if head.commas else data, target)
    return replace(source, path=target)


def as_utf8(data: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """`data` in UTF-8 without byte order mark; where only carriage returns end the lines, line feeds do."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    carriage: bool | None = None
    for chunk in data:
        text = decoder.decode(chunk)
        if carriage is None and text:
            text = text.removeprefix("\ufeff")
            carriage = _carriage_only(text)
        yield (text.replace("\r", "\n") if carriage else text).encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode("utf-8", "replace")


def _without_commas(data: Iterator[bytes]) -> Iterator[bytes]:
    """Lines of JSON objects without the comma behind each."""
    rest = b""
    for piece in data:
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        yield b"".join(line.rstrip().removesuffix(b",") + b"\n" for line in lines)
    yield rest.rstrip().removesuffix(b",")


def write(data: Iterator[bytes], target: Path) -> None:
    """`data` written to `target`."""
    with target.open("wb") as out:
        for chunk in data:
            out.write(chunk)


def judge(data: Iterable[bytes]) -> str:
    """The encoding of `data`: UTF-8, unless it breaks its rules too often to be damage; then Windows' Western one."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = foreign = 0
    for chunk in data:
        if chunk.isascii():
            continue
        text = decoder.decode(chunk)
        broken += text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd")
        foreign += len(text) - len(text.encode("ascii", "ignore"))
    return "utf-8" if broken * 20 <= foreign else "cp1252"


def _wide(start: bytes) -> str | None:
    """The kind of UTF-16 that `start` is in, by its mark or its zeros; None where it is not."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[0:4096:2].count(0), start[1:4096:2].count(0)
    if max(even, odd) > len(start[:4096]) // 4 and min(even, odd) == 0:
        return "utf-16-le" if odd else "utf-16-be"
    return None


def _carriage_only(text: str) -> bool:
    return "\r" in text and "\n" not in text


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
