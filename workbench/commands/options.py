"""What every command understands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from workbench.errors import UsageError

Brand = Annotated[
    str, typer.Argument(metavar="BRAND", help="Brand whose archive it is: lower-case letters, digits, - and _.")
]
Data = Annotated[Path, typer.Option(help="Folder of archives, plans and keys.", envvar="WORKBENCH_DATA")]
Reports = Annotated[Path, typer.Option(help="Folder that reports are written to.", envvar="WORKBENCH_REPORTS")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
AsOf = Annotated[str | None, typer.Option(help="Read the archive as it was at this time (UTC), e.g. 2026-03-04T14:10.")]
CrisisId = Annotated[str, typer.Option("--crisis", help="Id of the crisis as `detect` lists it, or `latest`.")]
Controls = Annotated[
    list[str] | None,
    typer.Option(
        help="Brands of the same industry, with archives of their own: did they rise too? Repeat it, or use commas.",
        show_default=False,
    ),
]
DATA, REPORTS = Path("data"), Path("reports")


def time(text: str | None, option: str) -> dt.datetime | None:
    """The time that the `option` says, UTC where it names no zone; UsageError when it is none."""
    return None if text is None else required_time(text, option)


def required_time(text: str, option: str) -> dt.datetime:
    """As `time`, for an option that must be given."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is no time: write it as 2026-03-04 or 2026-03-04T14:10") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def now() -> dt.datetime:
    """This moment, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
