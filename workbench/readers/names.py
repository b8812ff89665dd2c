"""Which column of a table is which of ours: told by a mapping, else by the names that exports give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

from workbench.errors import UsageError, WorkbenchError
from workbench.readers.headings import OURS, TIERS
from workbench.readers.mapping import Mapping

_REQUIRED = ("created_at", "text")
#: Zones as headers name them beside a time, those that say one thing only. Tools write an American or European
#: abbreviation for the place, whatever the season, so the place's clock counts.
_ZONES = {
    "UTC": "UTC", "GMT": "UTC", "Z": "UTC",
    "ET": "America/New_York", "EST": "America/New_York", "EDT": "America/New_York",
    "CT": "America/Chicago", "CDT": "America/Chicago", "MT": "America/Denver", "MDT": "America/Denver",
    "PT": "America/Los_Angeles", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "BST": "Europe/London", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin", "EET": "Europe/Riga", "EEST": "Europe/Riga", "MSK": "Europe/Moscow", "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul", "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong",
}  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d\d))?")
#: A name's part that tells a zone: in brackets (what stands behind them is more of it), or a last word.
_TOLD = re.compile(r"\s*[(\[]([^()\[\]]{1,30})[)\]].*$|[\s_.-]+(UTC|GMT|utc|gmt)$")


def assign(header: Sequence[str], mapping: Mapping, file: str, sample: Sequence[Sequence[str]]) -> dict[str, int | str]:
    """Our columns, each with the number of the file's column (from 0) or, as text, the constant that fills it.

    `header` are the file's column names (empty where it has none), `sample` some rows. What the mapping does not say is
    taken by name. Raises UsageError for a mapping that names a column which is not there, WorkbenchError where a
    required column can't be told.
    """
    assigned = {
        ours: _place(theirs, header, len(sample[0]) if sample else 0, ours, file)
        for ours, theirs in mapping.columns.items()
    }
    if header:
        _by_name(assigned, header, file)
    missing = [name for name in ("platform", *_REQUIRED) if name not in assigned]
    if missing:
        raise WorkbenchError(_unmapped(missing, header, file, sample))
    return assigned


def named(header: Sequence[str]) -> dict[str, int]:
    """Our columns, each with the place of the column of the file whose name tells it."""
    found: dict[str, int] = {}
    for ours in OURS:
        free = places_of(header, ours, found.values())
        if free:
            found[ours] = free[0]
    return found


def find(header: Sequence[str], name: str) -> int | None:
    """The place of the column `name`, whose case, blanks, punctuation and zone don't matter where one is left."""
    if name in header:
        return header.index(name)
    for form in (plain, _without_zone):
        similar = [place for place, other in enumerate(header) if form(other) == plain(name)]
        if similar:
            return similar[0] if len(similar) == 1 and plain(name) else None
    return None


def zone_of(name: str) -> str | None:
    """The zone that the name of a column tells, such as `Date (GMT+02:00)` or `Timestamp (ET)`; else None."""
    told = _TOLD.search(name)
    if not told:
        return None
    said = (told[1] or told[2]).strip()
    offset = _OFFSET.fullmatch(said)
    if offset:
        return f"GMT{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}"
    return said if re.fullmatch(r"[A-Z]\w+/[\w/]+", said) else _ZONES.get(said.upper())


def places_of(header: Sequence[str], ours: str, taken: Collection[int | str] = ()) -> list[int]:
    """Where columns stand that by their names could be `ours` and are not `taken`, the surest first."""
    names, bare = [plain(name) for name in header], [_without_zone(name) for name in header]
    for tier in TIERS:
        known = tier.get(ours, ())
        for spelt in (names, bare):
            free = [spelt.index(name) for name in known if name in spelt]
            free = [place for place in free if place not in taken]
            if free:
                return free
    return []


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """`name` in lower-case Latin letters and digits only: é is e with a mark."""
    bare = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def _without_zone(name: str) -> str:
    told = _TOLD.search(name)
    like = told and (zone_of(name) or re.fullmatch(r"[A-Z]{2,5}", told[1] or ""))  # CST is one in China too: not known
    return plain(_TOLD.sub("", name)) if like else plain(name)


def _place(theirs: str, header: Sequence[str], width: int, ours: str, file: str) -> int | str:
    if theirs.startswith(":"):
        return theirs[1:]
    if re.fullmatch(r"#\d+", theirs):
        if not 1 <= int(theirs[1:]) <= max(width, len(header)):
            raise UsageError(
                f"the mapping takes {ours} from column {theirs}, but {file} has {max(width, len(header))} columns"
            )
        return int(theirs[1:]) - 1
    place = find(header, theirs)
    if place is not None:
        return place
    there = f"its columns are {', '.join(header)}" if header else "it has no header: write #1, #2 … for its columns"
    raise UsageError(f"the mapping takes {ours} from the column {theirs!r}, which {file} has not: {there}")


def _by_name(assigned: dict[str, int | str], header: Sequence[str], file: str) -> None:
    for ours in OURS:
        free = [] if ours in assigned else places_of(header, ours, assigned.values())
        if ours in _REQUIRED and len(free) > 1:
            listed = " or ".join(f"--map '{ours}={header[place]}'" for place in free)
            raise WorkbenchError(f"{file} has more than one column that could be {ours}: say which with {listed}")
        if free:
            assigned[ours] = free[0]


def _unmapped(missing: Sequence[str], header: Sequence[str], file: str, sample: Sequence[Sequence[str]]) -> str:
    columns = header or [f"#{place + 1}" for place in range(len(sample[0]) if sample else 0)]
    shown = ", ".join(columns)
    shown = shown if len(shown) <= 160 else shown[:160] + "…"
    told = " ".join(f"--map '{name}={':twitter' if name == 'platform' else 'COLUMN'}'" for name in missing)
    return (
        f"in {file} nothing says which column is {' or '.join(missing)} ({shown}): say it with {told}, or let"
        " `workbench map FILE` draft it"
    )
