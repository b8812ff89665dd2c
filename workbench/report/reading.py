"""What a report reads: the facts, the small tables beside them, and the zone in which times are shown."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workbench.errors import WorkbenchError
from workbench.facts import Facts
from workbench.languages import speak
from workbench.phrase import zone_named

#: A small table: column name to values, null as None, times as UTC datetimes.
Table = dict[str, list[Any]]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Reading:
    """The facts of one report, the folder of their tables, and the display zone."""

    facts: Facts
    tables: Path
    zone: dt.tzinfo

    def table(self, name: str) -> Table:
        """The table `name`, empty when it is absent."""
        return read_table(self.tables / f"{name}.parquet")


def read(facts: str | Path, timezone: str = "", language: str = "") -> Reading:
    """The facts in the file `facts` with the tables beside it; times shown in `timezone` (IANA name, UTC if empty).

    From here on everything is said in `language` (a code such as `lv`; English if empty).

    Raises WorkbenchError when the file is missing or isn't facts.
    """
    speak(language)
    path = Path(facts)
    try:
        content = Facts.read(path)
    except OSError as error:
        raise WorkbenchError(
            f"no facts at {path}: run `workbench report` first, or give the path of a facts.json"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise WorkbenchError(f"{path.name} is not a facts file of this version ({where}: {first['msg']})") from error
    return Reading(content, path.parent / "tables", zone_named(timezone))


def read_table(path: Path) -> Table:
    """The Parquet file at `path` as columns of Python values; empty when there is no file.

    Where the same table lies beside it as JSON (see `write_light`), that is read: no engine has to start for it.
    """
    if not path.is_file():
        return {}
    light = path.with_suffix(".json")
    if light.is_file():
        content = json.loads(light.read_text(encoding="utf-8"))
        times = set(content["times"])
        return {
            name: [_moment(v) for v in values] if name in times else values
            for name, values in content["columns"].items()
        }
    import duckdb

    with duckdb.connect() as connection:
        source = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description or []
        # a TIMESTAMPTZ fetched as such needs pytz, which nothing else here does
        zoned = {column[0] for column in source if str(column[1]).upper() == "TIMESTAMP WITH TIME ZONE"}
        picked = ", ".join(_column(column[0], column[0] in zoned) for column in source)
        rows = connection.execute(f"SELECT {picked} FROM read_parquet(?)", [str(path)]).fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(source)
    return {
        column[0]: [_moment(v) for v in values] if column[0] in zoned else list(values)
        for column, values in zip(source, columns, strict=True)
    }


def write_light(path: Path) -> None:
    """Puts the Parquet table at `path` beside it as JSON, times as microseconds, for a process without duckdb."""
    columns = read_table(path)
    times = [name for name, values in columns.items() if any(isinstance(v, dt.datetime) for v in values)]
    light = {
        name: [None if v is None else round((v - _EPOCH) / dt.timedelta(microseconds=1)) for v in values]
        if name in times
        else values
        for name, values in columns.items()
    }
    text = json.dumps({"times": times, "columns": light}, ensure_ascii=True, default=float)
    path.with_suffix(".json").write_text(text, encoding="utf-8")


def _column(name: str, zoned: bool) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    return f"epoch_us({quoted})" if zoned else quoted


def _moment(microseconds: int | None) -> dt.datetime | None:
    return None if microseconds is None else _EPOCH + dt.timedelta(microseconds=microseconds)
