"""One burst, two matters: where a second one with words of its own began while the first still ran.

The first is learnt from the burst's beginning. What it leaves unexplained is searched for a burst once more. Two facets
of one matter differ in words as well, but they began together: so the second's words must have been rare before it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import bursts, topic
from workbench.baseline import Baseline, seconds
from workbench.bursts import Burst
from workbench.topic import Topic
from workbench.words import Sample, joined

#: Shares of the burst's excess that the first matter is learnt from, in turn.
BEGINNINGS = (0.05, 0.12, 0.25, 0.4)
#: The second has at least so much of the burst's excess (of what is left of it, where both are angry in the same words,
#: so much), and either so many messages.
LEAST_PART, LEAST_LEFT, LEAST_MATTER = 0.25, 0.08, 60.0
#: A shorter burst cannot be told apart, in hours.
LEAST_HOURS = 6
#: Of the words that tell each topic best, so many must be the same for them to be one.
TELLING, SHARED_WORDS = 12, 3
#: Of the second's messages so many may hint at the first: a facet of it that comes up later speaks of it too.
AKIN = 0.08
#: Before the second began, at most this part of the messages that it would have had, had they begun together; and so
#: many that it would have had.
RARE, WOULD_HAVE = 0.25, 8.0


def telling(found: Topic) -> set[str]:
    """The words that tell a topic best."""
    return set(found.terms["term"].head(TELLING))


def split(
    burst: Burst, inside: Sample, ordinary: Sample, baseline: Baseline, own_words: tuple[str, ...]
) -> list[tuple[Burst, Topic]] | None:
    """The two matters of `burst`, whose messages are `inside`, the earlier first; None where there is one."""
    hours = np.unique(inside.hours)
    if burst.excess < 2 * LEAST_MATTER or len(hours) < LEAST_HOURS:
        return None
    index = pd.date_range(burst.start.floor("h"), burst.stop, freq="h", inclusive="left")
    # A sample of a great many stands for all of them.
    scale = burst.mentions / max(len(inside.hours), 1)
    seen, expected = _hourly(inside, index) * scale, baseline.at(index, 60)
    grown = np.cumsum(seen - expected)
    tried: set[int] = set()
    for part in BEGINNINGS:
        last = int((grown >= max(part * burst.excess, LEAST_MATTER)).argmax())
        if last in tried:
            continue
        tried.add(last)
        found = _second(burst, inside, ordinary, baseline, own_words, index[: last + 1], index, scale)
        if found:
            return found
    return None


def _second(
    burst: Burst,
    inside: Sample,
    ordinary: Sample,
    baseline: Baseline,
    own_words: tuple[str, ...],
    beginning: pd.DatetimeIndex,
    index: pd.DatetimeIndex,
    scale: float,
) -> list[tuple[Burst, Topic]] | None:
    """Both matters, if what the `beginning` was about leaves a second burst, with words of its own, to be explained."""
    early = inside.within(seconds(beginning).astype("int64"))
    expected = float(baseline.at(beginning, 60).sum())
    first = topic.find(early, ordinary, 1 - expected / max(len(early.hours) * scale, 1), own_words)
    if first.terms.empty:
        return None
    sure = _on(inside, first, topic.ENOUGH_EVIDENCE)
    left = inside.where(~sure)
    rest = bursts.find(pd.Series(_hourly(left, index) * scale, index), baseline, 60)
    second = max(rest, key=lambda one: one.excess, default=None)
    if second is None or second.excess < max(LEAST_MATTER, LEAST_LEFT * burst.excess):
        return None
    later = left.where((left.hours >= second.start.timestamp()) & (left.hours < second.stop.timestamp()))
    # Words of anger are in both: each is held against the other as well as against ordinary time.
    other = topic.find(later, joined(ordinary, inside.where(sure)), second.excess / second.mentions, own_words)
    on_other = _on(inside, other, other.threshold)
    if other.share < LEAST_PART or on_other.sum() * scale < LEAST_PART * burst.excess:
        return None
    surplus = max(burst.excess / scale - on_other.sum(), 1.0) / max((~on_other).sum(), 1.0)
    first = topic.find(inside.where(~on_other), joined(ordinary, inside.where(on_other)), surplus, own_words)
    on_first = _on(inside, first, first.threshold)
    akin = float((_on(inside, first, 0.0) & on_other).sum()) / float(on_other.sum())
    if first.terms.empty or akin > AKIN:
        return None
    if not _began_later(inside.hours, on_first, on_other & ~on_first, second.start.timestamp()):
        return None
    return [(burst, first), (second, other)]


def _began_later(hours: NDArray[np.int64], first: NDArray[np.bool_], second: NDArray[np.bool_], start: float) -> bool:
    """Whether the second's messages were rare before `start`, for what the first's make one expect."""
    before = hours < start
    would_have = float((first & before).sum()) * float(second.sum()) / max(float(first.sum()), 1.0)
    return would_have >= WOULD_HAVE and float((second & before).sum()) <= RARE * would_have


def _on(sample: Sample, found: Topic, evidence: float) -> NDArray[np.bool_]:
    """Which messages of the sample are on the topic by their own words, with more than so much evidence."""
    weights = found.weights.reindex(sample.names).fillna(0.0).to_numpy()
    return np.asarray(sample.matrix @ weights > evidence)


def _hourly(sample: Sample, index: pd.DatetimeIndex) -> NDArray[np.float64]:
    """Messages of the sample in each hour of the index."""
    place = (sample.hours - int(index[0].timestamp())) // 3600
    inside = (place >= 0) & (place < len(index))
    return np.bincount(place[inside], minlength=len(index)).astype(float)
