"""Compressed bytes made plain, piece by piece: gzip, zstd, bzip2 and xz, one stream or several after one another."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from workbench.errors import WorkbenchError

CHUNK = 1 << 18
#: Compressed bytes that are unpacked in one go: a bomb's next piece has to fit in memory.
_SIP = 1 << 13
#: What a file may unpack to: so much in any case, and so many times its own size. Text seldom passes 50 times.
_FREE, _TIMES = 256 << 20, 250
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}


def kind_of(start: bytes) -> str | None:
    """gzip, zstd, bzip2 or xz where `start` is the beginning of such a file, else None."""
    if start[1:4] == b"\x2a\x4d\x18":  # a skippable frame before the first of zstd
        return "zstd"
    return next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), None)


def plain(data: Iterator[bytes], name: str, size: int) -> Iterator[bytes]:
    """`data`, unpacked where it is compressed. `name` is what messages call it, `size` how many bytes it has.

    Raises WorkbenchError where the compression is damaged or cut short, or where it unpacks to absurdly much.
    """
    first = next(data, b"")
    kind = kind_of(first)
    whole = chain([first], data)
    yield from limited(_unpacked(whole, kind, name), name, size) if kind else whole


def limited(data: Iterable[bytes], name: str, size: int) -> Iterator[bytes]:
    """`data` itself; WorkbenchError as soon as it is far more than `size` packed bytes can honestly hold."""
    total = 0
    for piece in data:
        total += len(piece)
        check_growth(total, size, name)
        yield piece


def check_growth(unpacked: int, size: int, name: str) -> None:
    """Raises WorkbenchError where `unpacked` bytes came out of so few (`size`) that `name` must be a bomb."""
    if unpacked > _FREE and unpacked > size * _TIMES:
        raise WorkbenchError(
            f"{name} unpacks to more than {_TIMES} times its size, as no export does: if it is meant so, unpack it"
            " first and load what comes out"
        )


def chunks(file: Path) -> Iterator[bytes]:
    """The bytes of `file` in pieces."""
    with file.open("rb") as stream:
        yield from pieces(stream)


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """What is left of `stream` in pieces."""
    while chunk := stream.read(CHUNK):
        yield chunk


def _unpacked(data: Iterable[bytes], kind: str, name: str) -> Iterator[bytes]:
    import zstandard

    try:
        yield from _streams(data, kind)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, zstandard.ZstdError) as error:
        raise WorkbenchError(
            f"{name} is a damaged or truncated {kind} file ({error}): nothing of it was loaded; fetch it again"
        ) from error


def _streams(data: Iterable[bytes], kind: str) -> Iterator[bytes]:
    stream: Any = None
    for chunk in data:
        for start in range(0, len(chunk), _SIP):
            sip = chunk[start : start + _SIP]
            while sip:
                if stream is None:
                    if kind in ("gzip", "xz") and not sip.strip(b"\0"):
                        break  # tapes and some tools pad with zeros
                    stream = _decompressor(kind)
                yield stream.decompress(sip)
                sip = stream.unused_data if stream.eof else b""
                if stream.eof:
                    stream = None
    if stream is not None:
        raise EOFError("it ends in the middle")


def _decompressor(kind: str) -> Any:
    if kind == "gzip":
        return zlib.decompressobj(wbits=31)
    if kind == "bzip2":
        return bz2.BZ2Decompressor()
    if kind == "xz":
        return lzma.LZMADecompressor()
    import zstandard

    return zstandard.ZstdDecompressor(max_window_size=1 << 31).decompressobj()
