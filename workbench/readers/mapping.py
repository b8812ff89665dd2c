"""Which column of a file is which column of ours: what `--map` says, or a saved mapping file."""

from __future__ import annotations

import collections.abc as abc
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import UsageError
from workbench.mention import COLUMNS

#: Columns that a mapping may fill: all but those that the archive fills itself.
FIELDS = tuple(name for name in COLUMNS if name not in ("brand", "source_file", "source_row"))
#: Settings that may stand beside the columns.
SETTINGS = ("timezone", "date_format", "day_first", "header", "encoding", "delimiter")


@dataclass(frozen=True)
class Mapping:
    """`columns`: our column to the file's, `:literal` for a constant, `#n` for the n-th column of a headerless file."""

    columns: dict[str, str] = field(default_factory=dict)
    timezone: str | None = None
    date_format: str | None = None
    header: bool | None = None
    encoding: str | None = None
    delimiter: str | None = None
    day_first: bool | None = None


def parse_map(arguments: abc.Iterable[str]) -> dict[str, str]:
    """The flat mapping that `--map` arguments mean: `COLUMN=FIELD` each, or the name of a saved mapping file.

    A saved file is YAML: `columns: {created_at: date, …}` and the settings beside it. Later arguments win.
    Raises UsageError for an argument that is neither.
    """
    flat: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if equals and "/" not in name:
            flat[name.strip()] = value.strip() if name.strip() != "delimiter" else value
        elif argument.lower().endswith((".yml", ".yaml")):
            flat |= read_map(Path(argument))
        else:
            raise UsageError(
                f"--map {argument} is neither COLUMN=FIELD, such as created_at=date, nor a mapping file ending in .yml"
            )
    return flat


def read_map(file: Path) -> dict[str, str]:
    """The flat mapping in the YAML file `file`; UsageError where it is not one."""
    import yaml

    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the mapping file {file} can't be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"the mapping file {file} is not YAML: {str(error).splitlines()[0]}") from error
    columns = content.pop("columns", {}) if isinstance(content, dict) else None
    if not isinstance(columns, dict):
        raise UsageError(f"the mapping file {file} needs lines such as `columns: {{created_at: date, text: message}}`")
    flat = {**columns, **content}
    return {str(name): str(value).lower() if isinstance(value, bool) else str(value) for name, value in flat.items()}


def make_mapping(flat: abc.Mapping[str, str] | None, timezone: str | None = None) -> Mapping:
    """The checked Mapping for `flat` (columns and settings together); `timezone` wins over the one in it.

    Raises UsageError for a name that is no mention column, and for a zone, encoding or header that can't be.
    """
    given = dict(flat or {})
    settings = {name: given.pop(name) for name in SETTINGS if name in given}
    for name, value in given.items():
        if name not in FIELDS:
            raise UsageError(f"{name!r} is no mention column: a mapping may set {', '.join(FIELDS + SETTINGS)}")
        if not value:
            raise UsageError(f"the mapping gives {name} no column: write {name}=FIELD, or {name}=:text for a constant")
    return Mapping(
        columns=given,
        timezone=_zone(timezone or settings.get("timezone")),
        date_format=settings.get("date_format"),
        header=_header(settings.get("header"), given),
        day_first=_yes(settings.get("day_first"), "day_first"),
        encoding=_encoding(settings.get("encoding")),
        delimiter=_delimiter(settings.get("delimiter")),
    )


def _zone(name: str | None) -> str | None:
    if name is None:
        return None
    from workbench.engine import connect

    query = "select name from pg_timezone_names() where lower(name) = lower($name)"
    with connect() as connection:
        found = connection.execute(query, {"name": name}).fetchone()
    if not found:
        raise UsageError(f"{name!r} is no time zone: use a name such as Europe/Riga, America/New_York or UTC")
    return str(found[0])


def _header(text: str | None, columns: dict[str, str]) -> bool | None:
    if text is None:
        return False if any(value.startswith("#") and value[1:].isdigit() for value in columns.values()) else None
    return _yes(text, "header")


def _yes(text: str | None, name: str) -> bool | None:
    if text is not None and text.lower() not in ("true", "false", "yes", "no"):
        raise UsageError(f"{name} can't be {text!r}: write true or false")
    return None if text is None else text.lower() in ("true", "yes")


def _encoding(name: str | None) -> str | None:
    import codecs

    try:
        return codecs.lookup(name).name if name else None
    except LookupError as error:
        raise UsageError(f"{name!r} is no encoding: use utf-8, utf-16, cp1252 or another that Python knows") from error


def _delimiter(text: str | None) -> str | None:
    if text is None:
        return None
    character = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(text, text)
    if len(character) != 1 or character in '"\r\n':
        raise UsageError(f"the delimiter can't be {text!r}: give one character, or tab")
    return character
