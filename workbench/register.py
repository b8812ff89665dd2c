"""The names of the crises: given once, at first detection, and matched afterwards by time and topic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from workbench import side_file
from workbench.decisions import new_id
from workbench.episode import Episode
from workbench.facts import iso
from workbench.mention import brand_name

#: Words compared to tell whether two episodes are about the same thing.
WORDS = 12
#: An onset that moved by less than this, as data came in or methods changed, is still the same one.
MOVED = pd.Timedelta(hours=12)


def name(brand: str, data: Path, episodes: list[Episode]) -> list[str]:
    """The ids of `episodes`, known ones found again in `data/crises/<brand>.json` and new ones written there."""
    known = side_file.read(_path(brand, data))
    taken: set[str] = set()
    names, fresh = [], []
    for episode in episodes:
        entry = next((k for k in known if k["id"] not in taken and _same(k, episode)), None)
        if entry is None:
            entry = _entry(brand, episode, {k["id"] for k in known} | taken)
            fresh.append(entry)
        taken.add(entry["id"])
        names.append(entry["id"])
    if fresh:
        side_file.write(_path(brand, data), sorted([*known, *fresh], key=lambda entry: entry["id"]))
    return names


def known(brand: str, data: Path) -> set[str]:
    """The ids that were ever given to what was found for `brand`."""
    return {entry["id"] for entry in side_file.read(_path(brand, data))}


def _entry(brand: str, episode: Episode, taken: set[str]) -> dict[str, Any]:
    onset, end = episode.course.onset, episode.course.end or episode.until
    unique = new_id(brand, onset.to_pydatetime(), taken)
    words = episode.topic.terms["term"].head(WORDS).tolist()
    return {"id": unique, "onset": iso(onset.to_pydatetime()), "until": iso(end.to_pydatetime()), "words": words}


def _same(entry: dict[str, Any], episode: Episode) -> bool:
    onset, until = pd.Timestamp(entry["onset"]), pd.Timestamp(entry["until"])
    overlaps = episode.course.onset <= until + MOVED and (episode.course.end or episode.until) >= onset - MOVED
    words = set(episode.topic.terms["term"].head(WORDS))
    return overlaps and (len(words & set(entry["words"])) >= 2 or abs(episode.course.onset - onset) < MOVED)


def _path(brand: str, data: Path) -> Path:
    return data / "crises" / f"{brand_name(brand)}.json"
