"""What one file holds to be read: itself, the members of a zip or tar, or the sheets of a workbook."""

from __future__ import annotations

import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, cast

from workbench.errors import WorkbenchError
from workbench.readers import workbook
from workbench.readers.compression import CHUNK, chunks, kind_of, limited, pieces, plain

#: Members of one archive, at most.
_MOST = 10_000
_JUNK = re.compile(r"(^|/)(__MACOSX/|\.(?!\.?/))")


@dataclass(frozen=True)
class Part:
    """One export: a `file`, a `member` in it, a `sheet` (`alone` where the workbook has no other).

    `offset` and `size` say where a tar holds the member.
    """

    file: Path
    member: str = ""
    sheet: str = ""
    alone: bool = False
    offset: int = 0
    size: int = 0

    @property
    def is_bare(self) -> bool:
        """Whether the bytes of the file are the plain bytes of the part."""
        with self.file.open("rb") as stream:
            return not (self.member or self.sheet or kind_of(stream.read(8)))

    @property
    def inside(self) -> str:
        """What it is called inside its file: text to be shown, never a path."""
        names = [re.sub(r"[\x00-\x1f\x7f]", "", text) for text in (self.member, "" if self.alone else self.sheet)]
        steps = [[step for step in name.split("/") if step not in ("", ".", "..")] for name in names]
        return ":".join("/".join(name) for name in steps if name)

    @property
    def name(self) -> str:
        """The base name of the file, and what it is called in there: `archive.zip:member.csv`."""
        return f"{self.file.name}:{self.inside}" if self.inside else self.file.name

    def __str__(self) -> str:
        return f"{self.file}:{self.inside}" if self.inside else str(self.file)


def parts(file: Path) -> Iterator[tuple[Part, Iterator[bytes]]]:
    """Every part of `file` with its plain bytes, which must be read before the next part is asked for.

    A sheet's bytes are its rows as CSV. Raises WorkbenchError for what is damaged, encrypted or packed twice over.
    """
    with file.open("rb") as stream:
        start = stream.read(8)
    if workbook.is_old(start):
        yield from _sheets(Part(file), file.read_bytes())
    elif not start.startswith(b"PK"):
        yield from _stream(file)
    elif workbook.is_book(file):
        yield from _sheets(Part(file), file)
    else:
        yield from _zip(file)


def contents(part: Part, scratch: Path) -> Iterator[bytes]:
    """The plain bytes of one part, for the second time. `scratch` is where a compressed tar is unpacked, once."""
    if part.offset:
        yield from _slice(_plain_tar(part.file, scratch), part)
    elif part.member or part.sheet:
        for found, data in parts(part.file):
            if found == part:
                yield from data
                return
    else:
        yield from plain(chunks(part.file), str(part.file), part.file.stat().st_size)


def _stream(file: Path) -> Iterator[tuple[Part, Iterator[bytes]]]:
    data = plain(chunks(file), str(file), file.stat().st_size)
    start = b""
    while len(start) < 512 and (piece := next(data, b"")):
        start += piece
    data = chain([start], data)
    if start[257:262] != b"ustar":
        yield Part(file), data
        return
    try:
        with tarfile.open(fileobj=cast(Any, _Reader(data)), mode="r|") as tar:
            for count, member in enumerate(tar):
                if count == _MOST:
                    raise WorkbenchError(_too_many(file))
                stream = tar.extractfile(member) if member.isfile() else None
                if stream is None or not member.size or _JUNK.search(member.name):
                    continue
                part = Part(file, member.name, offset=member.offset_data, size=member.size)
                yield from _unpacked(part, pieces(stream), member.size)
    except (tarfile.TarError, EOFError) as error:
        raise WorkbenchError(f"{file} is a damaged or truncated tar file ({error}): fetch it again") from error


def _zip(file: Path) -> Iterator[tuple[Part, Iterator[bytes]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not _JUNK.search(info.filename)]
            if len(members) > _MOST:
                raise WorkbenchError(_too_many(file))
            for info in members:
                part = Part(file, info.filename)
                if info.flag_bits & 1:
                    raise WorkbenchError(f"{part} is encrypted: unpack it with its password and load what comes out")
                if info.file_size:
                    with archive.open(info) as stream:
                        data = pieces(stream)
                        yield from _unpacked(part, limited(data, str(part), info.compress_size), info.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise WorkbenchError(
            f"{file} is a damaged zip file, or one of an uncommon kind ({error}): unpack it and load what comes out"
        ) from error


def _unpacked(part: Part, data: Iterator[bytes], size: int) -> Iterator[tuple[Part, Iterator[bytes]]]:
    """The part with its plain bytes, or the sheets in it; an archive within an archive is refused."""
    start = next(data, b"")
    data = chain([start], data)
    if kind_of(start):
        data = plain(data, str(part), size)
        start = next(data, b"")
        data = chain([start], data)
    if start.startswith(b"PK\x03\x04") or workbook.is_old(start):
        book = b"".join(data)
        if workbook.is_old(start) or workbook.is_book(book):
            yield from _sheets(part, book)
            return
    if start.startswith(b"PK\x03\x04") or start[257:262] == b"ustar":
        raise WorkbenchError(f"{part} is an archive inside an archive: unpack {part.file} and load what comes out")
    yield part, data


def _sheets(part: Part, book: Path | bytes) -> Iterator[tuple[Part, Iterator[bytes]]]:
    sheets = workbook.sheets(book, str(part))
    for name, data in sheets:
        yield replace(part, sheet=name, alone=len(sheets) == 1), data


def _plain_tar(file: Path, scratch: Path) -> Path:
    """The tar without its compression, unpacked once."""
    with file.open("rb") as stream:
        if not kind_of(stream.read(8)):
            return file
    target = scratch / f"{abs(hash(file))}.tar"
    if not target.exists():
        with target.open("wb") as out:
            out.writelines(plain(chunks(file), str(file), file.stat().st_size))
    return target


def _slice(tar: Path, part: Part) -> Iterator[bytes]:
    def member() -> Iterator[bytes]:
        left = part.size
        with tar.open("rb") as stream:
            stream.seek(part.offset)
            while left and (piece := stream.read(min(CHUNK, left))):
                left -= len(piece)
                yield piece
        if left:
            raise WorkbenchError(f"{part.file} is a truncated tar file: fetch it again")

    for found, data in _unpacked(part, member(), part.size):
        if found.sheet == part.sheet:
            yield from data
            return


def _too_many(file: Path) -> str:
    return f"{file} holds more than {_MOST:,} members: unpack it and load the exports among them"


class _Reader:
    """What tarfile wants of a stream, over pieces of bytes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int) -> bytes:
        while len(self._left) < size and (piece := next(self._pieces, b"")):
            self._left += piece
        taken, self._left = self._left[:size], self._left[size:]
        return taken
