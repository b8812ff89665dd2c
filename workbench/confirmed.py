"""What a person says that the wording of a statement does, in place of what was read of it.

Said once, it stays said: kept by brand beside the archive, under the statement's platform and id, with who said it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from workbench import side_file, wording
from workbench.accuracy import Checked
from workbench.errors import UsageError
from workbench.facts import FirstStatement, TimelineEntry
from workbench.mention import brand_name

#: A statement: its platform and id.
Key = tuple[str, str]


class Confirmed(NamedTuple):
    """The marks that a statement bears (of `wording.MARKS`), as the person `by` says."""

    marks: tuple[str, ...]
    by: str


def read(brand: str, data: Path) -> dict[Key, Confirmed]:
    """What people said so far of `brand`'s statements; nothing where there is no file."""
    entries = side_file.read(_path(brand, data))
    return {(one["platform"], one["id"]): Confirmed(tuple(one["marks"]), one["by"]) for one in entries}


def keep(brand: str, data: Path, statement: Key, said: Confirmed) -> None:
    """Adds what was `said` of one statement, in place of what was said of it before."""
    told = read(brand, data) | {statement: said}
    entries = [
        {"platform": platform, "id": key, "marks": list(one.marks), "by": one.by}
        for (platform, key), one in sorted(told.items())
    ]
    side_file.write(_path(brand, data), entries)


def named(answer: str, proposed: Collection[str]) -> tuple[str, ...]:
    """The marks that `answer` names: `y` those proposed, `0` none, else their numbers from 1 or names, blanks between.

    UsageError for a word that is none of them.
    """
    words = answer.lower().replace(",", " ").split()
    if words in (["y"], ["0"]):
        return tuple(mark for mark in wording.MARKS if words == ["y"] and mark in proposed)
    known = dict(zip(map(str, range(1, len(wording.MARKS) + 1)), wording.MARKS, strict=True))
    unknown = [word for word in words if word not in known and word not in wording.MARKS]
    if unknown or not words:
        raise UsageError(f"{' '.join(unknown) or 'nothing'} names no mark: choose of {', '.join(wording.MARKS)}")
    chosen = {known.get(word, word) for word in words}
    return tuple(mark for mark in wording.MARKS if mark in chosen)


def enter(entry: TimelineEntry | FirstStatement, said: Mapping[Key, Confirmed]) -> None:
    """Puts what people `said` of the statement `entry` in place of what was read; phrases of other marks go."""
    one = said.get((entry.platform, entry.mention_id))
    if one is None:
        return
    entry.confirmed_by, entry.phrases = one.by, {mark: (entry.phrases or {}).get(mark, []) for mark in one.marks}
    wording.tell(entry, set(one.marks))


def checked(texts: Mapping[Key, str], said: Mapping[Key, Confirmed]) -> Checked:
    """How often the marks proposed for the statements `texts` were right, each mark of each statement counted."""
    yes = no = yes_seen = yes_right = no_seen = no_missed = 0
    for key, text in texts.items():
        proposed, one = wording.marked(text), said.get(key)
        yes, no = yes + len(proposed), no + len(wording.MARKS) - len(proposed)
        if one is not None:
            right = len(proposed & set(one.marks))
            yes_seen, yes_right = yes_seen + len(proposed), yes_right + right
            no_seen, no_missed = no_seen + len(wording.MARKS) - len(proposed), no_missed + len(one.marks) - right
    return Checked(yes, no, yes_seen, yes_right, no_seen, no_missed)


def _path(brand: str, data: Path) -> Path:
    return data / "labels" / f"{brand_name(brand)}-wording.json"
