"""What tells an export when it comes again: then nothing needs to be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench import __version__, archive, receipt
from workbench.receipt import Receipt

#: Files up to this size are known by their bytes, too, so that a copy is known; larger ones only by their stamp, for
#: hashing them would cost a load a tenth of its time. Bytes.
HASHED = 256 << 20


@dataclass(frozen=True)
class Identity:
    """`content`: hash of bytes and options, None for a large file. `stamp`: hash of what the file system says."""

    content: str | None
    stamp: str


def options(brand: str, format: str, mapping: Mapping[str, str] | None, timezone: str | None, data: Path) -> str:
    """Everything beside the file that decides what is read from it, as text."""
    own = {
        file.name: file.read_text(encoding="utf-8", errors="replace") for file in sorted(data.glob("formats/*.y*ml"))
    }
    return json.dumps([__version__, brand, format, sorted((mapping or {}).items()), timezone, own])


def identify(file: Path, options: str) -> Identity:
    """The identity of `file` when it is loaded with `options`.

    The stamp holds what changes whenever the bytes do: device and number of the file, its size, and both times of
    change, of which programs can set only one.
    """
    status = file.stat()
    facts = [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]
    content = None
    if status.st_size <= HASHED:
        with file.open("rb") as stream:
            content = _digest(options, hashlib.file_digest(stream, "sha256").hexdigest())
    return Identity(content, _digest(options, str(file.absolute()), *map(str, facts)))


def known(brand: str, data: Path, identities: Mapping[Path, Identity]) -> list[Receipt] | None:
    """The receipts of an earlier load for every one of these files, or None where one of them is new."""
    table = archive.open_table(data)
    loads = [load for load in receipt.read_all(data / "archive" / archive.LOADS) if load[0].brand == brand]
    found: list[Receipt] = []
    for identity in identities.values():
        told = next(
            (part for load in reversed(loads) if (part := _of(load, identity)) and archive.took_place(load, table)),
            None,
        )
        if told is None:
            return None
        found += told
    return found


def _of(load: Sequence[Receipt], identity: Identity) -> list[Receipt]:
    """The receipts of this file in `load`: one, or one for each member of an archive."""
    return [
        entry
        for entry in load
        if entry.stamp == identity.stamp or (entry.content is not None and entry.content == identity.content)
    ]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
