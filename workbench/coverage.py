"""What the archive cannot know: hours in which nothing was collected. A gap is never a quiet hour."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Silence is a gap when so many mentions were expected in it that chance would keep it this long once in 10^9 times.
MOST_EXPECTED = 20.7


def silent_hours(hourly: pd.Series, expected: pd.Series, dispersion: float) -> NDArray[np.bool_]:
    """True for hours without a message in a silence too long to be chance under the baseline."""
    silent = hourly.to_numpy() == 0
    # Minus the logarithm of a negative binomial's chance of zero.
    surprise = np.log1p(dispersion * expected.to_numpy()) / dispersion
    runs = np.cumsum(np.r_[True, silent[1:] != silent[:-1]])
    total = np.bincount(runs, weights=surprise * silent)[runs]
    return np.asarray(silent & (total > MOST_EXPECTED))


def gaps(hourly: pd.Series, missing: NDArray[np.bool_]) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """The stretches of `missing` hours as (from, to)."""
    edges = np.flatnonzero(np.diff(np.r_[False, missing, False].astype(int)))
    hour = pd.Timedelta(hours=1)
    return [(hourly.index[a], hourly.index[b - 1] + hour) for a, b in zip(edges[::2], edges[1::2], strict=True)]
