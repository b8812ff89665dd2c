"""Control archives: did other brands of the industry rise at the same time, or ours alone?

Each control brand's messages in the crisis's time are held against its own baseline. How far that may differ in
ordinary time is told by all other stretches of the same length in its archive: a control chart (Shewhart 1931), in
place of a model's promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import facts, history, plan, queries
from workbench.archive import open_archive
from workbench.errors import UsageError
from workbench.languages import key
from workbench.study import Study

if TYPE_CHECKING:
    from workbench.history import History

#: Of a longer crisis this much from its onset is compared: what else happens to others in weeks is no shock.
LONGEST = pd.Timedelta(days=3)
#: Ordinary stretches that are needed to tell a range, and the share of them in it.
LEAST_STRETCHES, RANGE = 48, 0.99
#: A rise by less than this is none worth the name, however rare.
LEAST_RISE = 1.2
#: Of the controls that could be compared, the share that rises with an industry.
MOST = 0.5


def beside(seen: Study, names: Sequence[str]) -> Study:
    """`seen` with every crisis held against the archives of the control brands `names`.

    Raises WorkbenchError where one has no archive, UsageError where it is the brand itself.
    """
    archive = seen.archive
    if archive.brand in names:
        raise UsageError(f"{archive.brand} can't be its own control: name other brands after --controls")
    others = []
    for name in dict.fromkeys(names):
        other = open_archive(name, archive.data, archive.as_of)
        with other.connection() as connection:
            changes = queries.changes(connection, name, archive.data)
            others.append((name, history.read(connection, plan.read(name, archive.data), changes)))
    found = []
    for one in seen.found:
        course = one.episode.course
        end = min(course.end or one.episode.until, course.onset + LONGEST)
        compared = tuple(compare(name, past, seen.history, course.onset, end) for name, past in others)
        reason = f"{one.crisis.kind_reason}; {told(compared)}"
        found.append(replace(one, controls=compared, crisis=one.crisis.model_copy(update={"kind_reason": reason})))
    return replace(seen, found=tuple(found))


def compare(name: str, past: History, ours: History, since: pd.Timestamp, until: pd.Timestamp) -> facts.Control:
    """How the control brand `name` fared from `since` to `until`, against its own ordinary time."""
    hours = pd.date_range(since.floor("h"), until.ceil("h"), freq="h", inclusive="left")
    if past.baseline is None:
        return facts.Control(brand=name, verdict="unknown", because=past.unknown)
    collected = past.hourly.reindex(hours).notna() & ~_in_gaps(hours, past)
    if not len(hours) or not collected.all():
        return facts.Control(brand=name, verdict="unknown", because=key("its archive does not hold all of that time"))
    seen, expected = past.hourly[hours], past.baseline.expected[hours]
    ratio = float(seen.sum() / expected.sum())
    usual = _usual(past, hours)
    if usual is None:
        because = key("its archive holds too little ordinary time to compare so long a stretch")
        return facts.Control(
            brand=name, mentions=int(seen.sum()), expected=float(expected.sum()), ratio=ratio,
            correlation=_together(past, ours, hours), verdict="unknown", because=because,
        )  # fmt: skip
    rose, fell = ratio > max(usual[1], LEAST_RISE), ratio < min(usual[0], 1 / LEAST_RISE)
    return facts.Control(
        brand=name,
        mentions=int(seen.sum()),
        expected=float(expected.sum()),
        ratio=ratio,
        usual=usual,
        correlation=_together(past, ours, hours),
        verdict="rose too" if rose else "fell" if fell else "as usual",
    )


def told(compared: Sequence[facts.Control]) -> str:
    """What the controls say, in a sentence."""
    known = [one for one in compared if one.verdict != "unknown"]
    names = ", ".join(one.brand for one in compared)
    if not known:
        return key("no control brand could be compared ({names})").format(names=names)
    rose = [one.brand for one in known if one.verdict == "rose too"]
    if not rose:
        text = key("{n} of {all} control brands rose at the same time ({names}): it is ours alone")
    elif len(rose) >= MOST * len(known):
        text = key("{n} of {all} control brands rose at the same time ({names}): the industry's rather than ours alone")
    else:
        text = key("{n} of {all} control brands rose at the same time ({names}): ours more than the industry's")
    return text.format(n=len(rose), all=len(known), names=", ".join(rose) if rose else names)


def _in_gaps(hours: pd.DatetimeIndex, past: History) -> NDArray[np.bool_]:
    """Which of `hours` nobody collected."""
    within = np.zeros(len(hours), dtype=bool)
    for start, stop in past.gaps:
        within |= np.asarray((hours >= start) & (hours < stop))
    return within


def _usual(past: History, hours: pd.DatetimeIndex) -> tuple[float, float] | None:
    """Between what ratios of seen to expected nearly all ordinary stretches as long as `hours` lie; None: too few."""
    baseline = past.baseline
    index = pd.DatetimeIndex(past.hourly.index)
    if baseline is None or len(index) <= len(hours):
        return None
    out = baseline.masked.to_numpy() | _in_gaps(index, past) | np.asarray((index >= hours[0]) & (index <= hours[-1]))
    table = np.column_stack([past.hourly.to_numpy(), baseline.expected.to_numpy(), out.astype(float)])
    total = np.vstack([np.zeros(3), np.cumsum(table, axis=0)])
    seen, expected, unusual = (total[len(hours) :] - total[: -len(hours)]).T
    ratios = (seen / expected)[unusual == 0]
    if len(ratios) < LEAST_STRETCHES:
        return None
    low, high = np.quantile(ratios, [(1 - RANGE) / 2, (1 + RANGE) / 2])
    return float(low), float(high)


def _together(past: History, ours: History, hours: pd.DatetimeIndex) -> float | None:
    """Correlation of both brands' distances from the expected, hour by hour; None where that says nothing."""
    if past.baseline is None or ours.baseline is None or len(hours) < 6:
        return None
    away = [((one.hourly - one.baseline.expected) / one.baseline.sd).reindex(hours) for one in (past, ours)]  # type: ignore[union-attr]
    found = away[0].corr(away[1])
    return None if np.isnan(found) else float(found)
