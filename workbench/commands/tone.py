"""`workbench tone`: a table of messages in, the tone of each out."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from workbench.errors import WorkbenchError
from workbench.progress import Progress

COLUMNS = ("id", "text", "lang")
#: Messages between two words of progress, where they are read closely and where not.
CLOSE_BATCH, BATCH = 400, 20_000
#: A table of up to so many messages is read closely unless told otherwise: about a minute.
CLOSELY = 2_000
#: The csv module's own bound, 128 kB, is less than one long article with its quotations.
LONGEST = 16_000_000


def tone(
    texts: Annotated[Path, typer.Option(help="Table of messages: id,text,lang (CSV, UTF-8).", show_default=False)],
    scores: Annotated[Path, typer.Option(help="File to write, id,tone for every row.", show_default=False)],
    closely: Annotated[
        bool | None,
        typer.Option(
            "--closely/--quickly",
            help=f"Heed what sentences mean too, some 30 ms each.  [default: closely up to {CLOSELY:,} messages]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read the tone of messages towards the brand: negative, neutral or positive; empty is not scored."""
    from workbench import tone as tones_of

    rows = _rows(texts)
    close = len(rows) <= CLOSELY if closely is None else closely
    read, size = (tones_of.read_closely, CLOSE_BATCH) if close else (tones_of.read, BATCH)
    tones: list[str | None] = []
    with Progress() as progress:
        for start in range(0, len(rows), size):
            batch = rows[start : start + size]
            tones += read([text for _, text, _ in batch], [lang or None for _, _, lang in batch])
            progress(f"tone of {len(tones):,} of {len(rows):,} messages")
    _write(scores, ((row[0], found or "") for row, found in zip(rows, tones, strict=True)))


def _rows(file: Path) -> list[tuple[str, str, str]]:
    """Id, text and language of each row of `file`; WorkbenchError for what is no such table."""
    csv.field_size_limit(LONGEST)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines, restval="")
            missing = [column for column in COLUMNS if column not in (table.fieldnames or ())]
            if missing:
                raise WorkbenchError(f"{file} has no column {' and no column '.join(missing)}: it needs id,text,lang")
            return [(row["id"], row["text"], row["lang"]) for row in table]
    except OSError as error:
        raise WorkbenchError(f"{file} can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise WorkbenchError(f"{file} is not UTF-8 (byte {error.start:,}): save it as UTF-8") from None
    except csv.Error as error:
        raise WorkbenchError(f"{file}, line {table.line_num}: {error}") from None


def _write(out: Path, rows: Iterable[tuple[str, str]]) -> None:
    """`id,tone`, whole or not at all."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(("id", "tone"))
            writer.writerows(rows)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WorkbenchError(f"{out} can't be written: {error.strerror}") from None
