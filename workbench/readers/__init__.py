"""Export files to mentions: a small file a format, and the register that recognises them by their content."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import UsageError, WorkbenchError
from workbench.readers import delimited, mentions, twitter_v1
from workbench.readers.format import Format
from workbench.readers.source import Head

#: Every format, by the name that `--format` takes.
FORMATS: dict[str, Format] = {reader.name: reader for reader in (mentions.FORMAT, twitter_v1.FORMAT, delimited.FORMAT)}


def recognise(file: Path, head: Head, name: str = "auto") -> Format:
    """The format that `file` is in: the one named, else the only one whose marks `head` bears.

    Raises UsageError for an unknown name, WorkbenchError where no format or more than one fits.
    """
    if name != "auto":
        if name not in FORMATS:
            raise UsageError(f"{name!r} is no format: choose one of auto, {', '.join(FORMATS)}")
        return FORMATS[name]
    fitting = [reader for reader in FORMATS.values() if reader.recognises(head)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " or ".join(f"--format {reader.name}" for reader in fitting)
        raise WorkbenchError(f"{file} could be in more than one format: say which with {names}")
    known = "; ".join(f"{reader.name} ({reader.title})" for reader in FORMATS.values())
    raise WorkbenchError(f"{file} is in no format that we know: {known}")
