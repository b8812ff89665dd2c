"""The phases of a crisis, told from its topic's excess: signal, growth, peak, decay, tail.

The stages are those of Fink (1986, "Crisis Management: Planning for the Inevitable"): what foretells it, the acute
part, and the chronic one; the acute part is cut where the epidemic curve is: while it grows, at its height, as it
falls.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from workbench import facts

if TYPE_CHECKING:
    from workbench.course import Course

NAMES: tuple[Literal["signal", "growth", "peak", "decay", "tail"], ...] = (
    "signal", "growth", "peak", "decay", "tail",
)  # fmt: skip
#: Of the highest excess: the peak lasts while there is so much of it, the decay until there is so little.
HIGH, LOW = 0.75, 0.1


def find(course: Course, first: pd.Timestamp, until: pd.Timestamp, minutes: pd.Series) -> list[facts.Phase]:
    """The phases that there were, in order and without holes, from the `first` message to the end.

    `minutes`: messages on the topic a minute; `until`: when the archive ends, for a crisis that still runs (its last
    phase has no end). A phase that took no time is left out, as the signal is where it began at once; so is a signal
    in which nobody but the brand had written.
    """
    end = course.end or until
    turns = [min(first, course.onset), course.onset, *_turns(course, end), end]
    found = []
    for name, (start, stop) in zip(NAMES, pairwise(turns), strict=True):
        if stop <= start:
            continue
        inside = (minutes.index >= start.floor("min")) & (minutes.index < stop.floor("min"))
        last = stop == end
        inside |= last & (minutes.index == stop.floor("min"))
        if name == "signal" and not minutes[inside].sum():
            continue
        found.append(
            facts.Phase(
                name=name,
                start=start.to_pydatetime(),
                until=None if last and course.end is None else stop.to_pydatetime(),
                mentions=int(minutes[inside].sum()),
            )
        )
    return found


def _turns(course: Course, end: pd.Timestamp) -> list[pd.Timestamp]:
    """When the peak begins and ends, and when the decay has become a tail; between onset and `end`, in order."""
    rate = course.rate[course.onset : end]
    values, index = rate.to_numpy(), pd.DatetimeIndex(rate.index)
    if not len(values) or values.max() <= 0:
        return [course.onset, end, end]
    top = int(values.argmax())
    low = np.flatnonzero(values < HIGH * values[top])
    rose = index[low[low < top][-1] + 1] if (low < top).any() else course.onset
    fell = index[low[low > top][0]] if (low > top).any() else end
    loud = index[np.flatnonzero(values >= LOW * values[top])[-1]]
    faded = max(fell, loud) if loud < index[-1] else end
    return [rose, fell, faded]
