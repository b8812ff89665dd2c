"""A mapping drafted for a table that nobody has described yet, and what it would load, for a person to confirm."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from workbench.engine import connect
from workbench.errors import WorkbenchError
from workbench.mention import PLATFORMS
from workbench.readers import delimited
from workbench.readers.layout import header_of, sample_of
from workbench.readers.mapping import Mapping
from workbench.readers.names import HOSTS, named
from workbench.readers.part import Part, parts
from workbench.readers.source import Head, Source, check, head_of

_TIME = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ,]|$)|\d{1,2}:\d\d|^1\d{9}(\d{3})?(\.\d+)?$|\b(19|20)\d\d\b.*\d:"
)
_ZONED = re.compile(r"(Z|UTC|GMT|[+-]\d\d:?\d\d|\b[A-Z]{3,4})$|^\d{10,13}(\.\d+)?$| [+-]\d{4} \d{4}$")
#: Why a column was taken, as the draft says it.
_BY_NAME, _SHOWN = "by its name", 36


def draft(file: Path, encoding: str | None = None) -> str:
    """The text of a mapping file for the table in `file`: every guess is marked, every column shown with a value.

    Raises WorkbenchError where `file` can't be read or holds no table.
    """
    part, head = _table(file, encoding)
    header, rows = header_of(head), sample_of(head)
    found = _guessed(header, rows)
    lines = [
        f"# A mapping for {_comment(part.name, 60)}, drafted from its names and first rows.",
        "# Put right what is marked as a guess, then load the file with --map and the name of this one.",
        "columns:",
    ]
    for ours, (place, why) in found.items():
        lines.append(f"  {ours}: {_scalar(header[place])}  # {why}{_such_as(rows, place)}")
    if "platform" not in found:
        lines.append(f"  platform: {_scalar(':' + _platform(found, rows))}  # guess; one of {', '.join(PLATFORMS)}")
    lines += _missing(found) + _zone(found, rows)
    left = [place for place in range(len(header)) if place not in {place for place, _ in found.values()}]
    if left:
        lines.append("# Columns that nothing is taken from:")
        lines += [f"#   {_comment(header[place], 60)}{_such_as(rows, place)}" for place in left]
    return "\n".join(lines) + "\n"


def preview(file: Path, mapping: Mapping, rows: int = 5) -> str:
    """What `mapping` would load of the first rows of the table in `file`: a line a column, a block a row.

    Raises WorkbenchError for what would stop the load.
    """
    part, head = _table(file, mapping.encoding)
    lines = head.text.split("\n")
    with TemporaryDirectory() as folder, connect() as connection:
        scratch = Path(folder)
        first = scratch / "first.txt"
        first.write_text("\n".join(lines if head.whole else lines[:-1]), encoding="utf-8")
        source = Source(part, first, scratch, head, "first")
        reading = delimited.read(connection, source, mapping)
        shown = "columns(* exclude (place, nested))::varchar"
        query = f"select {shown} from (select * from ({reading.rows}) order by place limit {int(rows)})"
        found = connection.execute(query)
        names = [column[0] for column in found.description or []]
        blocks = [_block(dict(zip(names, row, strict=True))) for row in found.fetchall()]
    return "\n\n".join(blocks) + "\n"


def _table(file: Path, encoding: str | None) -> tuple[Part, Head]:
    """The first part of `file` that is a table, and its head."""
    check(file)
    for part, data in parts(file):
        head = head_of(part, data, encoding)
        if delimited.recognises(head):
            return part, head
    raise WorkbenchError(f"{file} holds no table: a mapping is for CSV, TSV and spreadsheets with a message a row")


def _guessed(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, tuple[int, str]]:
    """Our columns, each with the place of the file's column and why: its name, or what stands in it."""
    found = {ours: (place, _BY_NAME) for ours, place in named(header).items() if header[place]}
    columns = {
        place: values
        for place in range(len(header))
        if (values := [row[place].strip() for row in rows if len(row) > place and row[place].strip()])
    }
    for ours, why, fits in _GUESSES:
        free = [place for place in columns if header[place] and place not in {taken for taken, _ in found.values()}]
        best = max(free, key=lambda place: fits(header[place].lower(), columns[place]), default=None)
        if ours not in found and best is not None and fits(header[best].lower(), columns[best]) > 0:
            found[ours] = (best, f"guess: {why}")
    return found


def _share(pattern: re.Pattern[str], values: Sequence[str], longest: int) -> float:
    """1 where nearly all of `values` are like `pattern` and no longer than `longest`, else 0."""
    return float(mean(bool(pattern.search(value)) and len(value) <= longest for value in values) > 0.9)


def _is_key(name: str, values: Sequence[str]) -> float:
    unique = len(set(values)) == len(values) > 1 and _share(re.compile(r"^[\w:.-]+$"), values, 80)
    return float(unique and bool(re.search(r"\b(id|ref|key|number|no|nr)\b|id$", name)))


#: What our column's values are like, and how well a column of the file (its name, its values) fits: above 0, it may be.
_GUESSES: tuple[tuple[str, str, Callable[[str, Sequence[str]], float]], ...] = (
    ("created_at", "its values are times", lambda name, values: _share(_TIME, values, 60)),
    ("url", "its values are addresses", lambda name, values: _share(re.compile("^https?://"), values, 4000)),
    ("id", "it differs in every row", _is_key),
    ("text", "its values are the longest", lambda name, values: max(mean(map(len, values)) - 15, 0)),
    (
        "author",
        "its name speaks of people",
        lambda name, values: float(bool(re.search(r"who|name|user|author|sender|from|account|profile", name))),
    ),
)


def _platform(found: dict[str, tuple[int, str]], rows: Sequence[Sequence[str]]) -> str:
    place = found.get("url", (-1, ""))[0]
    links = [row[place] for row in rows if 0 <= place < len(row)]
    if not links:
        return "other"
    return next((name for name, host in HOSTS.items() if all(re.search(host, link) for link in links)), "other")


def _missing(found: dict[str, tuple[int, str]]) -> list[str]:
    gone = [ours for ours in ("created_at", "text") if ours not in found]
    return [f"  # {ours}: missing, and without it nothing can be loaded" for ours in gone]


def _zone(found: dict[str, tuple[int, str]], rows: Sequence[Sequence[str]]) -> list[str]:
    """The setting for the zone, where the times that were found have none."""
    if "created_at" not in found:
        return []
    place = found["created_at"][0]
    values = [row[place].strip() for row in rows if len(row) > place and row[place].strip()]
    if not values or all(_ZONED.search(value) for value in values):
        return []
    return ["timezone: UTC  # guess: the times have no zone; say where their clock hung, such as Europe/Riga"]


def _such_as(rows: Sequence[Sequence[str]], place: int) -> str:
    value = next((row[place] for row in rows if len(row) > place and row[place].strip()), "")
    return f", such as {_comment(value, _SHOWN)}" if value else ", empty in the first rows"


def _comment(text: str, length: int) -> str:
    """`text` as it can stand in a comment: on one line, without what a terminal would act on."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    shown = re.sub(r"\s+", " ", shown).strip()
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w .-]*[\w]", text) and text.lower() not in _WORDS else json.dumps(text)


def _block(row: dict[str, object]) -> str:
    shown = {name: value for name, value in row.items() if value not in (None, "", "[]")}
    if reason := shown.pop("reason", None):
        shown = {"NOT LOADED": reason} | shown
    return "\n".join(f"{name:16} {_comment(str(value), 100)}" for name, value in shown.items())


_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
