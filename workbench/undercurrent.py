"""Bursts of a topic inside a total that stays flat: words that surge together while everything else makes room.

Every word is held against its own share of what is said, in buckets of six hours; a bucket in which several words at
once pass their expectation by far holds a topic (after the bursty-term detection of Fung et al. 2005, "Parameter Free
Bursty Events Detection in Text Streams").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import words
from workbench.bursts import Burst

if TYPE_CHECKING:
    import duckdb

#: Length of a bucket in hours.
BUCKET_HOURS = 6
#: A word surges when it is in so many messages of a bucket, in so many times as many as its share makes us expect, and
#: so many standard deviations above that.
LEAST, TIMES, ABOVE = 12, 4.0, 8.0
#: A topic has more than one word; a single one is a slogan, a name, an advertisement.
TOGETHER = 3
#: What began so goes on while its words together are in so many times as many messages as their share makes us expect,
#: and so many standard deviations above that.
STILL_TIMES, STILL_ABOVE = 2.0, 4.0
#: Such buckets that are no further apart than this are one burst.
JOIN_BUCKETS = 3
#: What lies this near a burst of the total is a part of it.
AWAY = pd.Timedelta(days=2)
#: Messages of a burst that are in surplus, at least: below is no "large volume".
LEAST_SURPLUS = 40


def find(connection: duckdb.DuckDBPyConnection, known: Sequence[Burst], own_words: Sequence[str]) -> list[Burst]:
    """The topic bursts of `mentions` that none of the `known` bursts of the total overlaps, by time.

    `expected` of such a burst is what would have been said without it: all but the surplus of its loudest word.
    """
    sample = words.read(connection, "TRUE", {})
    if len(sample.hours) < LEAST_SURPLUS:
        return []
    bucket = (sample.hours - sample.hours.min()) // (BUCKET_HOURS * 3600)
    totals = np.bincount(bucket).astype(float)
    counts = _per_bucket(sample, bucket, own_words)
    expected = np.outer(totals, counts.sum(axis=0) / totals.sum())
    surging = (counts >= LEAST) & (counts >= TIMES * expected) & (counts - expected > ABOVE * np.sqrt(expected + 1))
    hot = np.flatnonzero(surging.sum(axis=1) >= TOGETHER)
    found: list[Burst] = []
    for seed in hot:
        group = _warm(counts[:, surging[seed]], expected[:, surging[seed]], int(seed))
        start, stop = (_moment(sample, edge) for edge in (group.start, group.stop))
        surplus = float((counts - expected)[group].sum(axis=0).max())
        mentions = float(totals[group].sum())
        apart = all(stop <= burst.start - AWAY or start >= burst.stop + AWAY for burst in known)
        if surplus >= LEAST_SURPLUS and apart and not any(start < one.stop and stop > one.start for one in found):
            found.append(Burst(start, stop, mentions, mentions - surplus))
    return found


def _warm(counts: NDArray[np.float64], expected: NDArray[np.float64], seed: int) -> slice:
    """The buckets around `seed` in which the words that surge there stay far above their share, with short lulls."""
    seen, usual = counts.sum(axis=1), expected.sum(axis=1)
    warm = np.flatnonzero((seen >= STILL_TIMES * usual) & (seen - usual > STILL_ABOVE * np.sqrt(usual + 1)))
    groups = np.split(warm, np.flatnonzero(np.diff(warm) > JOIN_BUCKETS) + 1)
    group = next(one for one in groups if seed in one)
    return slice(int(group[0]), int(group[-1]) + 1)


def _moment(sample: words.Sample, bucket: int) -> pd.Timestamp:
    return pd.Timestamp(int(sample.hours.min() + bucket * BUCKET_HOURS * 3600), unit="s", tz="UTC")


def _per_bucket(sample: words.Sample, bucket: NDArray[np.int64], own_words: Sequence[str]) -> NDArray[np.float64]:
    """Messages in each bucket (rows) with each word (columns) in at least LEAST messages; not `own_words`."""
    from scipy.sparse import csr_array

    often = np.asarray(sample.matrix.sum(axis=0)).ravel() >= LEAST
    kept = np.flatnonzero(often & ~np.isin(sample.names.astype(str), list(own_words)))
    rows = np.arange(len(bucket))
    indicator = csr_array((np.ones(len(bucket)), (bucket, rows)), shape=(int(bucket.max()) + 1, len(bucket)))
    return np.asarray((indicator @ sample.matrix[:, kept]).toarray())
