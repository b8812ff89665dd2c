"""What tells an export when it comes again: then nothing needs to be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workbench import __version__, archive, receipt
from workbench.receipt import Receipt
from workbench.scratch import load_id, locked

#: Files up to this size are known by their bytes, too, so that a copy is known; larger ones only by their stamp, for
#: hashing them would cost a load up to a tenth of its time. Bytes.
HASHED = 64 << 20


@dataclass(frozen=True)
class Identity:
    """What tells `file` when it is loaded with `options` once more. `stamp`: hash of what the file system says."""

    file: Path
    options: str
    stamp: str

    @cached_property
    def content(self) -> str | None:
        """Hash of bytes and options, None for a large file. Worked out when it is asked for."""
        if self.file.stat().st_size > HASHED:
            return None
        with self.file.open("rb") as stream:
            return _digest(self.options, hashlib.file_digest(stream, "sha256").hexdigest())


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
    return Identity(file, options, _digest(options, str(file.absolute()), *map(str, facts)))


def again(
    brand: str, files: Sequence[Path], data: Path, options: str, query: str | None, say: Callable[[str], None]
) -> list[Receipt] | None:
    """The receipts of loading `files` once more; None where one of them is new, or can't be read.

    Every sound row is a duplicate: nothing is parsed, and nothing that parses is imported.
    """
    try:
        found = _known(brand, data, [identify(file, options) for file in files]) if files else None
        if found is None:
            return None
        say("these very files were loaded before")
        with locked(data, say):
            receipts = receipt.repeated(found, load_id(), archive.current_version(data), query)
            receipt.store(data / "archive" / archive.LOADS, receipts)
    except OSError:
        return None
    return receipts


def _known(brand: str, data: Path, identities: Sequence[Identity]) -> list[Receipt] | None:
    """The receipts of an earlier load for every one of these files, or None where one of them is new."""
    folder = data / "archive" / archive.LOADS
    loads = [load for load in receipt.read_all(folder) if load[0].brand == brand]
    found: list[Receipt] = []
    for identity in identities:
        told = next((part for load in reversed(loads) if (part := _of(load, identity)) and _counts(load, data)), None)
        if told is None or not any(entry.read for entry in told):  # another version may read more of it
            return None
        found += told
    return found


def _of(load: Sequence[Receipt], identity: Identity) -> list[Receipt]:
    """The receipts of this file in `load`: one, or one for each member of an archive."""
    return [entry for entry in load if entry.stamp == identity.stamp] or [
        entry for entry in load if entry.content is not None and entry.content == identity.content
    ]


def _counts(load: Sequence[Receipt], data: Path) -> bool:
    """Whether the load took place: the commit that its receipt names says so, else the table (see `took_place`)."""
    commit = data / "archive" / "_delta_log" / f"{load[0].version:020}.json"
    if commit.exists() and json.dumps(load[0].load_id) in commit.read_text(encoding="utf-8"):
        return True
    return archive.took_place(load, archive.open_table(data))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
