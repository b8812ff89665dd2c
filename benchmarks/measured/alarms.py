"""Alarms from counts alone, ours and the peers', on the cases with known truth: found, late, false."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from benchmarks import peers
from benchmarks.peers import Peer
from workbench import bare_counts, online

if TYPE_CHECKING:
    from benchmarks.measured.known_truth import Examined

#: Grains that every detector is given, in minutes: the right one differs with the volume.
GRAINS = (5, 60)
#: Days in which a detector learns; alarms nearer to each other than this are one; a tail of a crisis is no false alarm.
WARM_UP, JOIN, TAIL = pd.Timedelta(days=7), pd.Timedelta(hours=6), pd.Timedelta(hours=48)
#: What is said of a launch within this time is said of it.
ATTENTION = pd.Timedelta(days=5)
Span = tuple[pd.Timestamp, pd.Timestamp]


@dataclass(frozen=True)
class Tally:
    """What a detector's alarms come to: crises, those found, delays in minutes from when the excess was visible, false
    alarms in attention, in all else, and in quiet time, which is so many weeks.
    """

    crises: int
    found: int
    delays: list[float]
    in_attention: int
    elsewhere: int
    quiet: int
    weeks: float

    @property
    def f1(self) -> float:
        """F1 of crises against alarms in attention and elsewhere."""
        return 2 * self.found / max(self.crises + self.found + self.in_attention + self.elsewhere, 1)


def _workbench(mode: str) -> Peer:
    def scored(counts: peers.Counts, minutes: int) -> peers.Counts:
        at = pd.date_range("2020-01-06", periods=len(counts), freq=f"{minutes}min", tz="UTC")
        return bare_counts.scores(pd.DataFrame({"at": at, "value": counts}), mode)

    return Peer(f"workbench, {mode}", mode == "online", scored)


def detectors() -> list[Peer]:
    """Ours in both modes, then the peers."""
    return [_workbench("online"), _workbench("retrospective"), *peers.available()]


def hits(counts: pd.Series) -> dict[str, list[pd.Timestamp]]:
    """When each detector rings on `counts`: the ends of the buckets, by detector and grain."""
    rang = {}
    for grain in GRAINS:
        grained = counts.resample(f"{grain}min").sum()
        ends = pd.DatetimeIndex(grained.index) + pd.Timedelta(minutes=grain)
        for peer in detectors():
            scores = peer.scores(grained.to_numpy(dtype=float), grain)
            rang[f"{peer.name} @ {grain} min"] = list(ends[scores >= online.ALARM])
    return rang


def tally(cases: list[Examined], detector: str) -> Tally:
    """The alarms of `detector` over all cases."""
    delays: list[float] = []
    crises = found = in_attention = elsewhere = quiet = 0
    weeks = 0.0
    for case in cases:
        rang = [moment for moment in case.hits[detector] if moment > case.first + WARM_UP]
        spans = list(_crises(case))
        for true, (onset, end) in spans:
            inside = [moment for moment in rang if onset < moment <= end]
            crises, found = crises + 1, found + bool(inside)
            delays += [(m - pd.Timestamp(true["onset_visible"] or onset)).total_seconds() / 60 for m in inside[:1]]
        outside = [m for m in rang if not any(onset < m <= end + TAIL for _, (onset, end) in spans)]
        loud = [pd.Timestamp(one["onset"]) for one in case.truth["attention"]]
        near = [m for m in outside if any(begun < m <= begun + ATTENTION for begun in loud)]
        in_attention += _joined(near)
        elsewhere += _joined([m for m in outside if m not in set(near)])
        calm = _calm_until(case)
        quiet += _joined([m for m in rang if m <= calm])
        weeks += max((calm - case.first - WARM_UP) / pd.Timedelta(days=7), 0.0)
    return Tally(crises, found, delays, in_attention, elsewhere, quiet, weeks)


def _crises(case: Examined) -> Iterator[tuple[dict[str, Any], Span]]:
    for true in case.truth["crises"]:
        yield true, (pd.Timestamp(true["onset"]), pd.Timestamp(true["end"]) if true["end"] else case.last)


def _calm_until(case: Examined) -> pd.Timestamp:
    """A day before the first thing that happens, or the archive's end."""
    starts = [pd.Timestamp(one["onset"]) for one in (*case.truth["crises"], *case.truth["attention"])]
    starts += [pd.Timestamp(one["from"]) for one in case.truth["gaps"]]
    return min([start - pd.Timedelta(days=1) for start in starts], default=case.last)


def _joined(moments: list[pd.Timestamp]) -> int:
    """How many alarms the moments are."""
    return int(bool(moments)) + int(np.sum(np.diff(pd.DatetimeIndex(moments).to_numpy()) > JOIN.to_timedelta64()))
