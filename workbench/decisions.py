"""What people decide of crises: declared, merged, split, rejected, their cause, what set them off.

Said once, it stays said, and is marked as theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict

from workbench import side_file
from workbench.episode import Episode
from workbench.errors import WorkbenchError
from workbench.facts import Time
from workbench.mention import brand_name

#: Makes an episode of a window of time, on the topic of `words` or, without any, on what sets the window apart.
Declare = Callable[[pd.Timestamp, pd.Timestamp, tuple[str, ...]], Episode]
#: Makes one episode of several.
Merge = Callable[[list[Episode]], Episode]


class Decision(BaseModel):
    """One decision. `ids` are what it is about; a declaration and a split bring the id of what they make, last."""

    model_config = ConfigDict(frozen=True)

    action: Literal["declare", "merge", "split", "reject", "cause", "trigger"]
    ids: tuple[str, ...]
    reason: str
    by: str
    at: Time
    since: Time | None = None
    until: Time | None = None
    words: tuple[str, ...] = ()
    verdict: Literal["internal", "external"] | None = None
    cluster: Literal["victim", "accidental", "preventable"] | None = None


class Decided(BaseModel):
    """An episode under its name, with the decision that made or changed it."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    name: str
    episode: Episode
    decision: Decision | None = None


def read(brand: str, data: Path) -> list[Decision]:
    """The decisions on `brand`'s crises, oldest first."""
    return [Decision.model_validate(entry) for entry in side_file.read(_path(brand, data))]


def record(brand: str, data: Path, decision: Decision) -> None:
    """Adds `decision` to those on record, all or nothing."""
    entries = [made.model_dump(mode="json") for made in [*read(brand, data), decision]]
    side_file.write(_path(brand, data), entries)


def latest(brand: str, data: Path, action: str, name: str) -> Decision | None:
    """The last decision of the kind `action` on the crisis `name`; None where nobody took one."""
    made = [one for one in read(brand, data) if one.action == action and name in one.ids]
    return made[-1] if made else None


def apply(found: list[tuple[str, Episode]], decisions: list[Decision], declare: Declare, merge: Merge) -> list[Decided]:
    """The episodes `found`, under their names, after all `decisions` in their order.

    A decision on an episode that is no longer found waits until it is; nothing else changes by it.
    """
    there = {name: Decided(name=name, episode=one) for name, one in found}
    for decision in decisions:
        known = [there[name] for name in decision.ids if name in there]
        if decision.action == "declare" and decision.since and decision.until:
            one = declare(_utc(decision.since), _utc(decision.until), decision.words)
            there[decision.ids[-1]] = Decided(name=decision.ids[-1], episode=one, decision=decision)
        elif decision.action == "reject" and known:
            there[known[0].name] = known[0].model_copy(update={"decision": decision})
        elif decision.action == "merge" and len(known) > 1:
            for gone in known:
                del there[gone.name]
            first = min(known, key=lambda one: one.episode.course.onset)
            merged = merge([one.episode for one in known])
            there[first.name] = Decided(name=first.name, episode=merged, decision=decision)
        elif decision.action == "split" and known and decision.since:
            there |= {part.name: part for part in _split(known[0], decision, declare)}
    return sorted(there.values(), key=lambda one: (one.episode.course.onset, one.name))


def new_id(brand: str, moment: dt.datetime, taken: set[str]) -> str:
    """The id of a crisis that begins at `moment`, with `-2` and so on where that is taken."""
    plain = f"{brand}-{moment:%Y%m%dt%H%M}"
    names = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _split(whole: Decided, decision: Decision, declare: Declare) -> list[Decided]:
    """Two episodes in place of one, each on what sets its own time apart."""
    if decision.since is None:
        raise WorkbenchError("a split needs the time at which to split")
    middle, curve = _utc(decision.since), whole.episode.course
    end = curve.end or whole.episode.until
    spans = [(whole.name, curve.onset, middle), (decision.ids[-1], middle, end)]
    return [Decided(name=name, episode=declare(a, b, ()), decision=decision) for name, a, b in spans if a < b]


def _utc(moment: dt.datetime) -> pd.Timestamp:
    return pd.Timestamp(moment).tz_convert("UTC")


def _path(brand: str, data: Path) -> Path:
    return data / "decisions" / f"{brand_name(brand)}.json"
