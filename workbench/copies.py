"""The copies of people outside the table: quarantine, incoming files, notes, labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import archive, privacy, quarantine, receipt, suppression
from workbench.engine import column, literal
from workbench.errors import WorkbenchError
from workbench.suppression import BLANK

if TYPE_CHECKING:
    import duckdb


#: A shorter id can be any number, characters.
_LONG_ID = 6


@dataclass(frozen=True)
class Person:
    """Who is to be forgotten: names (small letters), ids of accounts and messages (with the platform), longer texts."""

    names: frozenset[str]
    accounts: frozenset[tuple[str, str]]
    messages: frozenset[tuple[str, str]]
    texts: frozenset[str]


def clean_loads(connection: duckdb.DuckDBPyConnection, data: Path, brand: str, person: Person) -> int:
    """How many quarantined rows went. File names lose the name, and files are read anew when they come again."""
    gone = 0
    folder, pattern = data / "archive" / archive.LOADS, suppression.words(person.names)
    for load in receipt.read_all(folder):
        if load[0].brand != brand:
            continue
        unnamed = [
            replace(old, content=None, stamp=None, file=re.sub(pattern, BLANK, old.file, flags=re.I)) for old in load
        ]
        receipt.store(folder, unnamed)
        aside = folder / f"{load[0].load_id}.parquet"
        if aside.exists():
            gone += _clean_quarantine(connection, aside, person)
    return gone


def _clean_quarantine(connection: duckdb.DuckDBPyConnection, aside: Path, person: Person) -> int:
    pattern = literal(suppression.words(person.names))
    numbers = "|".join(rf"\b{re.escape(number)}\b" for _, number in sorted(person.accounts | person.messages))
    texts = [
        column(name) for name in quarantine.COLUMNS if name not in ("source_row", "load_id", "source_file", "ticket")
    ]
    holds = [f"regexp_matches({name}, {pattern}, 'i')" for name in texts]
    holds += [f"regexp_matches({name}, {literal(numbers)})" for name in texts if numbers]
    connection.execute(f"create or replace table aside as select * from read_parquet({literal(str(aside))})")
    gone = connection.execute(f"delete from aside where {' or '.join(holds)}").fetchall()[0][0]
    part = aside.with_suffix(".part")
    kept = (
        f"select * replace (regexp_replace(source_file, {pattern}, {literal(BLANK)}, 'gi') as source_file) from aside"
    )
    connection.execute(f"copy ({kept}) to {literal(str(part))} (format parquet, compression zstd)")
    part.replace(aside)
    return int(gone)


def clean_files(data: Path, person: Person) -> tuple[list[str], int]:
    """The incoming files that lost lines or went, and how many notes, labels and the like lost the name."""
    incoming: list[str] = []
    others = 0
    for file in sorted(path for path in data.rglob("*") if path.is_file()):
        top = file.relative_to(data).parts[0]
        if top in ("archive", "plans", suppression.FOLDER, privacy.KEY_FILE):
            continue
        in_name = re.search(suppression.words(person.names), file.name, re.I)
        if not in_name and not _holds(file, person):
            continue
        if top == "incoming":
            incoming.append(re.sub(suppression.words(person.names), BLANK, file.name, flags=re.I))
            if in_name or not _drop_lines(file, person):
                file.unlink()
        else:
            others += 1
            _blank_text(file, person)
    return incoming, others


def _holds(file: Path, person: Person) -> bool:
    from workbench.readers.part import parts

    try:
        texts: Iterator[Iterator[bytes]] = (data for _, data in parts(file))
        return any(_in_bytes(data, person) for data in texts)
    except (WorkbenchError, OSError):  # no export, or a broken one: its bytes as they are
        return _in_bytes(iter([file.read_bytes()]), person)


def _in_bytes(data: Iterator[bytes], person: Person) -> bool:
    """Whether they are in `data`, in UTF-8 or UTF-16, whatever the size of the pieces."""
    words = [*person.names, *person.texts, *(number for _, number in person.accounts if len(number) >= _LONG_ID)]
    wanted = [word.lower().encode(form) for word in words for form in ("utf-8", "utf-16-le", "utf-16-be")]
    longest, tail = max(map(len, wanted)), b""
    for piece in data:
        window = (tail + piece).lower()
        if any(form in window for form in wanted):
            return True
        tail = window[-longest:]
    return False


def _drop_lines(file: Path, person: Person) -> bool:
    """Rewrites JSON lines without those that tell of them; False where the file has no such lines."""
    if file.suffix not in (".jsonl", ".ndjson"):
        return False
    part = file.with_name(file.name + ".part")
    with file.open("rb") as old, part.open("wb") as new:
        new.writelines(line for line in old if not _line_tells(line, person))
    part.replace(file)
    return True


def _line_tells(line: bytes, person: Person) -> bool:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return _in_bytes(iter([line]), person)
    return _tells(record, person, {number for _, number in person.accounts})


def _tells(value: object, person: Person, accounts: set[str]) -> bool:
    if isinstance(value, dict):
        return any(_tells(part, person, accounts) for part in value.values())
    if isinstance(value, list):
        return any(_tells(part, person, accounts) for part in value)
    text = str(value)
    return text in accounts or any(n in text.lower() for n in person.names) or any(t in text for t in person.texts)


def _blank_text(file: Path, person: Person) -> None:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        file.unlink()
        return
    part = file.with_name(file.name + ".part")
    part.write_text(re.sub("|".join(map(re.escape, sorted(person.names))), BLANK, text, flags=re.I), encoding="utf-8")
    part.replace(file)
