"""Export files to mentions: a small file a format, and the register that recognises them by their content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.errors import UsageError, WorkbenchError
from workbench.readers import delimited, json_any, mentions, social, tools, twitter_v1
from workbench.readers.format import Format
from workbench.readers.part import Part
from workbench.readers.source import Head

#: Every format, by the name that `--format` takes.
FORMATS: dict[str, Format] = {
    reader.name: reader
    for reader in (
        mentions.FORMAT,
        twitter_v1.FORMAT,
        *social.FORMATS,
        *tools.FORMATS,
        delimited.FORMAT,
        json_any.FORMAT,
    )
}


def recognise(
    file: Path | Part, head: Head, name: str = "auto", own: Sequence[Format] = (), mapped: bool = False
) -> Format:
    """The format that `file` is in: the one named, else the only one whose marks `head` bears.

    `own` are formats beside the registered ones; they win. With `mapped` any JSON will do, for its keys are told.
    Raises UsageError for an unknown name, WorkbenchError where no format or more than one fits.
    """
    formats = {**FORMATS, **{made.name: made for made in own}}
    if name != "auto":
        if name not in formats:
            raise UsageError(f"{name!r} is no format: choose one of auto, {', '.join(formats)}")
        return formats[name]
    fitting = [made for made in own if made.recognises(head)]
    for general in (False, True):
        fitting = fitting or [made for made in formats.values() if made.general is general and made.recognises(head)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " or ".join(f"--format {reader.name}" for reader in fitting)
        raise WorkbenchError(f"{file} could be in more than one format: say which with {names}")
    if mapped and head.is_json:
        return json_any.FORMAT
    raise WorkbenchError(
        f"{file} is in no format that we know: if it is a table or JSON, `workbench map FILE` drafts how to read it"
    )
