"""The detectors that ours is measured against: each rings where it should, and the causal ones never look ahead."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import peers
from benchmarks.peers import Counts, Peer

HOURS = 21 * 24
BURST = slice(15 * 24, 15 * 24 + 10)


@pytest.fixture(scope="module")
def counts() -> Counts:
    """Three weeks by the hour with a daily rhythm, and ten loud hours on the sixteenth day."""
    hours = np.arange(HOURS)
    made = np.random.default_rng(1).poisson(20 + 8 * np.sin(2 * np.pi * hours / 24)).astype(float)
    made[BURST] += 150
    return made


each = pytest.mark.parametrize("peer", peers.available(), ids=lambda peer: peer.name)


@each
def test_a_burst_rings_and_its_like_does_not(peer: Peer, counts: Counts) -> None:
    scores = peer.scores(counts, 60)
    rang = scores >= 0.5
    assert scores.shape == counts.shape
    assert ((scores >= 0) & (scores <= 1)).all()
    assert rang[BURST].any()
    assert rang[8 * 24 : BURST.start].mean() < 0.1


@each
def test_nothing_at_all_rings_nowhere(peer: Peer) -> None:
    assert not (peer.scores(np.zeros(HOURS), 60) >= 0.5).any()


@pytest.mark.parametrize("peer", [peer for peer in peers.available() if peer.causal], ids=lambda peer: peer.name)
def test_what_comes_later_changes_nothing(peer: Peer, counts: Counts) -> None:
    np.testing.assert_array_equal(peer.scores(counts, 60)[:400], peer.scores(counts[:400], 60))


def test_an_alarm_is_said_once_a_day_unless_it_grows() -> None:
    scores = np.array([0.0, 0.6, 0.6, 0.5, 0.7, *[0.0] * 24, 0.6, 0.6])
    assert np.flatnonzero(peers.said_once(scores, 60)).tolist() == [1, 4, 29]
