"""Shares of counts with their 95 % intervals."""

from __future__ import annotations

import math

#: Standard normal quantile of 95 % intervals.
Z = 1.96
Interval = tuple[float, float, float]


def wilson(hit: float, count: int, z: float = Z) -> Interval:
    """The share `hit` of `count` (at least 1), and Wilson's interval: share, low, high (Wilson 1927)."""
    share, wide = hit / count, z * z / count
    middle, half = share + wide / 2, z * math.sqrt(share * (1 - share) / count + wide / 4 / count)
    return share, max((middle - half) / (1 + wide), 0.0), min((middle + half) / (1 + wide), 1.0)


def difference(one: Interval, other: Interval) -> Interval:
    """`one` less `other`, each from `wilson`: difference, low, high.

    Newcombe 1998, Statistics in Medicine 17:873, method 10.
    """
    below = math.hypot(one[0] - one[1], other[2] - other[0])
    above = math.hypot(one[2] - one[0], other[0] - other[1])
    gap = one[0] - other[0]
    return gap, gap - below, gap + above
