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
from workbench.readers import delimited, json_any
from workbench.readers.format import Format
from workbench.readers.headings import OURS
from workbench.readers.implied import completed
from workbench.readers.layout import Table, delimiter_of, layout
from workbench.readers.mapping import Mapping
from workbench.readers.names import named, places_of
from workbench.readers.part import Part, parts
from workbench.readers.source import Head, Source, check, head_of

_TIME = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ,]|$)|\d{1,2}:\d\d|^1\d{9}(\d{3})?(\.\d+)?$|\b(19|20)\d\d\b.*\d:"
)
_ZONED = re.compile(r"(Z|UTC|GMT|[+-]\d\d:?\d\d|\b[A-Z]{3,4})$|^\d{10,13}(\.\d+)?$| [+-]\d{4} \d{4}$")
#: Why a column was taken, as the draft says it.
_BY_NAME, _SHOWN = "by its name", 36


def draft(file: Path, encoding: str | None = None) -> str:
    """The text of a mapping file for the table, or the JSON records, in `file`: every guess is marked, every column
    shown with a value.

    Raises WorkbenchError where `file` can't be read or holds neither.
    """
    part, head, _ = _table(file, encoding)
    table = json_any.table_of(head) if head.is_json else layout(head, delimiter_of(head) or ",")
    header, rows = table.header, table.sample
    found = _guessed(table)
    address = {"url": f"#{found['url'][0] + 1}"} if "url" in found else {}
    implied, worked = completed(table, Mapping(address))
    found = {ours: place for ours, place in found.items() if ours not in worked}
    lines = [
        f"# A mapping for {_comment(part.name, 60)}, drafted from its names and first rows.",
        "# Put right what is marked as a guess, then load the file with --map and the name of this one.",
        "columns:",
    ]
    for ours, (place, why) in found.items():
        lines.append(f"  {ours}: {_scalar(header[place])}  # {why}{_such_as(rows, place)}")
    if "created_at" in worked:
        lines.append("  # created_at: the day and the clock stand in two columns, which are put together")
    if "platform" in worked:
        lines.append("  # platform: told of each row by its address and by the words for its source")
    elif "platform" not in found:
        known = implied.columns.get("platform")
        why = "by its columns and first rows" if known else f"guess; one of {', '.join(PLATFORMS)}"
        lines.append(f"  platform: {_scalar(known or ':other')}  # {why}")
    lines += _missing(found | dict.fromkeys(worked, (0, ""))) + _zone(found, rows)
    left = [place for place in range(len(header)) if place not in {place for place, _ in found.values()}]
    if left:
        lines.append("# Columns that nothing is taken from:")
        lines += [f"#   {_comment(header[place], 60)}{_such_as(rows, place)}" for place in left]
    return "\n".join(lines) + "\n"


def preview(file: Path, mapping: Mapping, rows: int = 5) -> str:
    """What `mapping` would load of the first rows of the table in `file`: a line a column, a block a row.

    Raises WorkbenchError for what would stop the load.
    """
    part, head, reader = _table(file, mapping.encoding)
    lines = head.text.split("\n")
    with TemporaryDirectory() as folder, connect() as connection:
        scratch = Path(folder)
        first = scratch / "first.txt"
        first.write_text("\n".join(lines if head.whole else lines[:-1]), encoding="utf-8")
        source = Source(part, first, scratch, head, "first")
        reading = reader.read(connection, source, mapping)
        shown = "columns(* exclude (place, nested))::varchar"
        query = f"select {shown} from (select * from ({reading.rows}) order by place limit {int(rows)})"
        found = connection.execute(query)
        names = [column[0] for column in found.description or []]
        blocks = [_block(dict(zip(names, row, strict=True))) for row in found.fetchall()]
    return "\n\n".join(blocks) + "\n"


def _table(file: Path, encoding: str | None) -> tuple[Part, Head, Format]:
    """The first part of `file` that is a table or JSON records, its head, and what reads such."""
    check(file)
    for part, data in parts(file):
        head = head_of(part, data, encoding)
        if delimited.recognises(head):
            return part, head, delimited.FORMAT
        if len(json_any.table_of(head).header) > 1:
            return part, head, json_any.FORMAT
    raise WorkbenchError(
        f"{file} holds no table: a mapping is for CSV, TSV, spreadsheets and JSON with a message a row"
    )


def _guessed(table: Table) -> dict[str, tuple[int, str]]:
    """Our columns, each with the place of the file's column and why: its name, or what stands in it."""
    header, rows = table.header, table.sample
    found = {ours: (place, _BY_NAME) for ours, place in named(header).items() if header[place]}
    columns = {
        place: values
        for place in range(len(header))
        if (values := [row[place].strip() for row in rows if len(row) > place and row[place].strip()])
    }
    last = [name.rpartition(".")[2] for name in header]  # data.content is a content; but an id may be anybody's
    for ours in [ours for ours in OURS if last != header and ours not in found and not ours.endswith("id")]:
        inner = [place for place in places_of(last, ours, [taken for taken, _ in found.values()]) if place in columns]
        if inner:
            found[ours] = (inner[0], "guess: by the end of its name")
    for ours, why, fits in _GUESSES:
        free = [place for place in columns if header[place] and place not in {taken for taken, _ in found.values()}]
        best = max(free, key=lambda place: fits(header[place].lower(), columns[place]), default=None)
        if ours not in found and best is not None and fits(header[best].lower(), columns[best]) > 0:
            found[ours] = (best, f"guess: {why}")
    return found


def _share(pattern: re.Pattern[str], values: Sequence[str], longest: int) -> float:
    """1 where nearly all of `values` are like `pattern` and no longer than `longest`, else 0."""
    return float(mean(bool(pattern.search(value)) and len(value) <= longest for value in values) > 0.9)


def _length(values: Sequence[str]) -> float:
    """How much `values` are longer than a name is, 0 where they are addresses or lists."""
    return max(mean(map(len, values)) - 15, 0) * (
        1 - _share(re.compile(r'^(https?://\S+$|[\[{]["{\[])'), values, 1 << 30)
    )


def _is_key(name: str, values: Sequence[str]) -> float:
    unique = len(set(values)) == len(values) > 1 and _share(re.compile(r"^[\w:.-]+$"), values, 80)
    return float(unique and bool(re.search(r"\b(id|ref|key|number|no|nr)\b|id$", name)))


#: What our column's values are like, and how well a column of the file (its name, its values) fits: above 0, it may be.
_GUESSES: tuple[tuple[str, str, Callable[[str, Sequence[str]], float]], ...] = (
    ("created_at", "its values are times", lambda name, values: _share(_TIME, values, 60)),
    ("url", "its values are addresses", lambda name, values: _share(re.compile("^https?://"), values, 4000)),
    ("id", "it differs in every row", _is_key),
    ("text", "its values are the longest", lambda name, values: _length(values)),
    (
        "author",
        "its name speaks of people",
        lambda name, values: float(bool(re.search(r"who|name|user|author|sender|from|account|profile", name))),
    ),
)


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
