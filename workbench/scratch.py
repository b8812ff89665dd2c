"""One writer at a time, and a folder for what a load is still working on."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from workbench import archive, receipt
from workbench.errors import WorkbenchError

#: Scratch folders stand beside the table's files, so that a finished file is moved there without a copy.
FOLDER = "_loading"


@contextlib.contextmanager
def locked(data: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Holds the archive under `data` for one writer; others wait. The lock goes with the process, however that ends."""
    folder = data / "archive"
    while True:
        descriptor = _open(folder)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("waiting for another load to finish")
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if folder.exists() and os.path.samestat(os.fstat(descriptor), folder.stat()):
                yield
                return
            # else a load that failed took its empty folder away while we waited: once more
        finally:
            os.close(descriptor)


def load_id() -> str:
    """A new id for a load; ids sort by time."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}"


@contextlib.contextmanager
def scratch(data: Path, say: Callable[[str], None]) -> Iterator[Path]:
    """A folder of this load's own, named by its load id and gone afterwards; leavings of killed loads go first."""
    parent = data / "archive" / FOLDER
    with locked(data, say):
        sweep(data)
        folder = parent / load_id()
        folder.mkdir(parents=True)
        descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # tells sweep that this load lives
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)
        for empty in (parent, data / "archive", data):
            with contextlib.suppress(OSError):
                empty.rmdir()


def sweep(data: Path) -> None:
    """Takes away what killed loads left: scratch folders, and files that no commit ever made count."""
    folder = data / "archive"
    for left in sorted((folder / FOLDER).glob("*")):
        if _in_use(left):
            continue
        stored, table = folder / archive.LOADS / f"{left.name}.json", archive.open_table(data)
        committed = table is not None and table.transaction_version(left.name) is not None
        if not committed and not (stored.exists() and archive.took_place(receipt.read(stored), table)):
            discard(data, left.name)
        shutil.rmtree(left)


def discard(data: Path, load_id: str) -> None:
    """Removes every file that the load left in the archive."""
    folder = data / "archive"
    for pattern in (f"brand=*/month=*/{load_id}-*.parquet", f"{archive.LOADS}/{load_id}.*"):
        for file in folder.glob(pattern):
            file.unlink()


def _open(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise WorkbenchError(
            f"the archive {folder} can't be written ({error.strerror}): check its permissions, or choose another --data"
        ) from error


def _in_use(folder: Path) -> bool:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
