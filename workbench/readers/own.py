"""Formats of the user's own: a small YAML file each, in `data/formats/`, recognised like those that come along.

name: acme-listening                       # what --format takes
title: the export of Acme Listening        # completes "this looks like …"
must: [Mention ID, Posted, Snippet]        # columns that no other tool's table has together
columns: {id: Mention ID, created_at: Posted, text: Snippet, author: Handle, platform: Network}
values: {platform: {X: twitter, FB: facebook}}
timezone: Europe/Riga
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.engine import literal
from workbench.errors import UsageError
from workbench.readers.format import Format

if TYPE_CHECKING:
    from pydantic import BaseModel

FOLDER = "formats"


def own_formats(folder: Path | None) -> list[Format]:
    """The formats in the YAML files of `folder`; none where there is no such folder. UsageError for a wrong file."""
    if folder is None or not folder.is_dir():
        return []
    return [own_format(file) for file in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")])]


def own_format(file: Path) -> Format:
    """The format that the YAML file describes.

    A column of ours takes the file's column of that name; a list of names, the first that is there; `[Date, Time]`
    under `join` both, with a blank between; `:text`, a constant. `values` translates what stands in a column.
    """
    import yaml
    from pydantic import ValidationError

    from workbench.readers.mapping import make_mapping
    from workbench.readers.tables import Shape, known

    try:
        said: Any = _schema().model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"the format {file} is not YAML: {str(error).splitlines()[0]}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise UsageError(f"the format {file} is wrong at {place}: {first['msg']}") from error
    settings = {name: str(value) for name in _SETTINGS if (value := getattr(said, name)) is not None}
    checked = make_mapping(settings)
    for ours in (*said.columns, *said.join, *said.values):
        make_mapping({ours: "x"})
    sql = {ours: " || ' ' || ".join(f"coalesce({{{name}}}, '')" for name in names) for ours, names in said.join.items()}
    for ours, table in said.values.items():
        given = said.columns.get(ours, ours)
        sql[ours] = _translated((given,) if isinstance(given, str) else given, table)
    shape = Shape(frozenset(said.must), said.columns, sql, checked.timezone, checked.date_format, checked.day_first)
    return known(said.name, said.title, shape)


_SETTINGS = ("timezone", "date_format", "day_first")


def _translated(columns: tuple[str, ...], table: dict[str, str]) -> str:
    """SQL for the value in `columns` as `table` translates it, letter case aside; a value that is not there stays."""
    value = f"coalesce({', '.join(f'{{{name}}}' for name in columns)})"
    cases = " ".join(f"when {literal(theirs.lower())} then {literal(ours)}" for theirs, ours in table.items())
    return f"case lower(trim({value})) {cases} else {value} end"


def _schema() -> type[BaseModel]:
    from pydantic import BaseModel, ConfigDict, Field

    class OwnFormat(BaseModel):
        model_config = ConfigDict(extra="forbid")

        name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,40}$")
        title: str = Field(min_length=1, max_length=200)
        must: list[str] = Field(min_length=2)
        columns: dict[str, str | tuple[str, ...]]
        join: dict[str, list[str]] = {}
        values: dict[str, dict[str, str]] = {}
        timezone: str | None = None
        date_format: str | None = None
        day_first: bool | None = None

    return OwnFormat
