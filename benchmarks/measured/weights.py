"""The weights of the cause, fitted on what was heard in cases whose cause is known, and how they do on kinds left out.

Regression of the cluster on the strengths of `cause.strengths`, as log odds that only ever add up for the cluster that
the theory names: no weight is below 0, and each is drawn towards one that was set by hand (a normal prior, or ridge
regression: Hoerl & Kennard 1970), so that a reason which few cases hold keeps it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench import cause

Numbers = NDArray[np.float64]
#: Weights that are set by hand: of a reason, of two at once, and of some that are other.
ALONE, BOTH = 6.0, 4.0
BY_HAND = {"apology": 2.0, "dismissal": 2.0, cause.OWN_POST: 2.0, "harm * long": 10.0}
#: How strongly the fit is drawn to them, and what is said before anything was read to 0.
DRAWN = 0.3


@contextmanager
def listening() -> Iterator[list[dict[str, float]]]:
    """Fills the list with what `cause.strengths` gives as long as the block lasts."""
    real, written = cause.strengths, list[dict[str, float]]()

    def strengths(heard: cause.Heard, ours: bool) -> dict[str, float]:
        written.append(real(heard, ours))
        return written[-1]

    try:
        cause.strengths = strengths
        yield written
    finally:
        cause.strengths = real


@dataclass(frozen=True)
class Weights:
    """A weight a reason, in the order of `cause.WEIGHTS`, and one a cluster for what is said before all."""

    reasons: Numbers
    before: Numbers

    def likely(self, heard: Numbers) -> Numbers:
        """How likely each cluster is in each case: cases × clusters."""
        odds = cause.SHARPNESS * ((heard * self.reasons) @ _pointing() + self.before)
        parts = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(parts / parts.sum(axis=1, keepdims=True))


def table(heard: Sequence[dict[str, float]]) -> Numbers:
    """What was heard as numbers: cases × reasons."""
    return np.array([[one[code] for code in cause.WEIGHTS] for one in heard])


def fit(heard: Numbers, clusters: Sequence[str]) -> Weights:
    """The weights under which the true `clusters` of the cases are likeliest."""
    from scipy.optimize import minimize

    hand = np.array([BY_HAND.get(code, BOTH if " * " in code else ALONE) for code in cause.WEIGHTS])
    true = np.array([cause.CLUSTERS.index(one) for one in clusters])
    pointing, cases, n = _pointing(), np.arange(len(true)), len(hand)

    def loss(guess: Numbers) -> tuple[float, Numbers]:
        reasons, before = guess[:n], guess[n:]
        odds = (heard * reasons) @ pointing + before
        odds -= odds.max(axis=1, keepdims=True)
        likely = np.exp(odds) / np.exp(odds).sum(axis=1, keepdims=True)
        lost = -np.log(likely[cases, true] + 1e-12).sum()
        lost += DRAWN / 2 * (((reasons - hand) ** 2).sum() + (before**2).sum())
        likely[cases, true] -= 1
        slopes = ((likely @ pointing.T) * heard).sum(axis=0) + DRAWN * (reasons - hand)
        return float(lost), np.concatenate([slopes, likely.sum(axis=0) + DRAWN * before])

    bounds = [(0.0, None)] * n + [(None, None)] * len(cause.CLUSTERS)
    found = minimize(loss, np.concatenate([hand, np.zeros(3)]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return Weights(found[:n], found[n:])


def left_out(heard: Numbers, clusters: Sequence[str], groups: Sequence[Hashable]) -> Numbers:
    """How likely each cluster is in each case, by weights fitted on the cases of the other `groups`."""
    likely = np.zeros((len(clusters), len(cause.CLUSTERS)))
    for group in dict.fromkeys(groups):
        held = np.array([one == group for one in groups])
        others = [cluster for cluster, out in zip(clusters, held, strict=True) if not out]
        likely[held] = fit(heard[~held], others).likely(heard[held])
    return likely


def _pointing() -> Numbers:
    """Which cluster each reason speaks for: reasons × clusters, ones and zeros."""
    return np.eye(len(cause.CLUSTERS))[[cause.CLUSTERS.index(cluster) for cluster, _ in cause.WEIGHTS.values()]]
