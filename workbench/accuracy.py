"""How often a judgement is right, from a labelled sample, and what a share would be without its errors."""

from __future__ import annotations

import math
from typing import NamedTuple

from workbench.proportion import Interval, Z, wilson


class Checked(NamedTuple):
    """A sample drawn apart from what a judgement said yes to and from what it said no to.

    `yes`, `no`: how many there are; `yes_seen`, `no_seen`: how many of them people labelled; `yes_right`: of the first,
    those that are so; `no_missed`: of the second, those that are so all the same.
    """

    yes: int
    no: int
    yes_seen: int
    yes_right: int
    no_seen: int
    no_missed: int


def precision(checked: Checked) -> Interval | None:
    """Of what it says yes to, the share that is so, with its interval; None where nothing of it was labelled."""
    return wilson(checked.yes_right, checked.yes_seen) if checked.yes_seen else None


def recall(checked: Checked) -> Interval | None:
    """Of what is so, the share it says yes to; None where a part was not labelled, or nothing is so.

    The bounds take both of Wilson's at their worst at once, so the interval is on the wide side.
    """
    right = precision(checked)
    if right is None or (checked.no and not checked.no_seen):
        return None
    missed = wilson(checked.no_missed, checked.no_seen) if checked.no_seen else (0.0, 0.0, 0.0)
    if checked.yes * right[0] + checked.no * missed[0] == 0:
        return None
    found = [_found(checked, right[hit], missed[miss]) for hit, miss in ((0, 0), (1, 2), (2, 1))]
    return found[0], found[1], found[2]


def _found(checked: Checked, right: float, missed: float) -> float:
    hits = checked.yes * right
    return hits / (hits + checked.no * missed) if hits else 0.0


def share(checked: Checked) -> Interval | None:
    """The share of all that is so, by the labels, with its interval; None where a part was not labelled.

    The estimate for a sample drawn in strata (Cochran 1977, Sampling Techniques, chapter 5).
    """
    if not checked.yes_seen or not checked.no_seen:
        return None
    total = checked.yes + checked.no
    parts = [
        (checked.yes / total, wilson(checked.yes_right, checked.yes_seen)),
        (checked.no / total, wilson(checked.no_missed, checked.no_seen)),
    ]
    middle = sum(weight * one[0] for weight, one in parts)
    below = math.hypot(*(weight * (one[0] - one[1]) for weight, one in parts))
    above = math.hypot(*(weight * (one[2] - one[0]) for weight, one in parts))
    return middle, max(middle - below, 0.0), min(middle + above, 1.0)


def corrected(seen: tuple[int, int], sensitivity: tuple[int, int], specificity: tuple[int, int]) -> Interval | None:
    """The true share where a scorer saw `seen` (hits, of how many), from how it does on a labelled set.

    `sensitivity`, `specificity`: right, of how many that are so, and that are not. Rogan & Gladen 1978 (American
    Journal of Epidemiology 107:71); the interval is Lang & Reiczigel's (2014, Preventive Veterinary Medicine 113:13).
    None where the scorer is no better than chance.
    """
    hits, count = seen
    # One and two hits more, as Lang and Reiczigel add them, keep small labelled sets from looking sure.
    n, sens_n, spec_n = count + Z * Z, sensitivity[1] + 2, specificity[1] + 2
    p, sens, spec = (hits + Z * Z / 2) / n, (sensitivity[0] + 1) / sens_n, (specificity[0] + 1) / spec_n
    power = sens + spec - 1
    if power <= 0 or not count:
        return None
    middle = (p + spec - 1) / power
    spread = math.sqrt(
        p * (1 - p) / n + middle**2 * sens * (1 - sens) / sens_n + (1 - middle) ** 2 * spec * (1 - spec) / spec_n
    )
    shift = 2 * Z * Z * (middle * sens * (1 - sens) / sens_n - (1 - middle) * spec * (1 - spec) / spec_n)
    low, high = (middle + shift + side * Z * spread / power for side in (-1, 1))
    plain = (hits / count + specificity[0] / specificity[1] - 1) / (
        sensitivity[0] / sensitivity[1] + specificity[0] / specificity[1] - 1
    )
    return tuple(min(max(one, 0.0), 1.0) for one in (plain, min(low, plain), max(high, plain)))  # type: ignore[return-value]
