"""What was found in an archive: every episode, judged, named, and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench import episode, facts, history, judge, own, plan, register
from workbench.episode import Episode
from workbench.errors import WorkbenchError
from workbench.history import History
from workbench.judge import Judgement
from workbench.plan import Plan

if TYPE_CHECKING:
    import duckdb

    from workbench.archive import Archive

Say = Callable[[str], None]


@dataclass(frozen=True)
class Found:
    """An episode with its name and judgement, and the counts of `facts.Crisis`."""

    episode: Episode
    judgement: Judgement
    crisis: facts.Crisis


@dataclass(frozen=True)
class Study:
    """What was found in an archive, by time, and what it was found with; `connection` has the tables of `own.mark`."""

    archive: Archive
    plan: Plan
    connection: duckdb.DuckDBPyConnection
    history: History
    found: tuple[Found, ...]

    def pick(self, name: str) -> Found | None:
        """The episode called `name`; `latest` is the latest onset of kind crisis, None when there is no crisis.

        Raises WorkbenchError for an id that nothing has.
        """
        if name == "latest":
            crises = [found for found in self.found if found.crisis.kind == "crisis"]
            return crises[-1] if crises else None
        for found in self.found:
            if found.crisis.id == name:
                return found
        there = ", ".join(found.crisis.id for found in self.found) or "none"
        raise WorkbenchError(
            f"{self.archive.brand} has no crisis {name!r} (found: {there}):"
            f" `workbench detect {self.archive.brand}` lists them"
        )


def study(archive: Archive, progress: Say | None = None) -> Study:
    """Every episode of `archive`, judged and named, with the brand's plan."""
    the_plan = plan.read(archive.brand, archive.data)
    connection = archive.connection()
    own.mark(connection, the_plan)
    past = history.read(connection, the_plan.timezone)
    judged = []
    for one in episode.find(connection, past, the_plan.own_words(), progress):
        judged.append((one, judge.judge(connection, one, the_plan), _volume(connection, one)))
    names = register.name(archive.brand, archive.data, [one for one, _, _ in judged])
    found = [
        Found(one, judgement, _crisis(name, one, judgement, volume, past))
        for name, (one, judgement, volume) in zip(names, judged, strict=True)
    ]
    return Study(archive, the_plan, connection, past, tuple(sorted(found, key=lambda f: f.crisis.onset)))


def _volume(connection: duckdb.DuckDBPyConnection, one: Episode) -> tuple[int, int, int, int, float]:
    """On the topic from onset to end: messages, originals, authors; all messages; the highest hour."""
    bounds = {"since": one.course.onset, "until": one.course.end or one.until}
    counted = connection.execute(
        """
        SELECT count(*), count(*) FILTER (kind <> 'repost'), count(DISTINCT (platform, coalesce(author_id, author)))
        FROM on_topic WHERE created_at >= $since AND created_at <= $until
        """,
        bounds,
    ).fetchall()[0]
    everything = connection.execute(
        "SELECT count(*) FROM mentions WHERE created_at >= $since AND created_at <= $until", bounds
    ).fetchall()[0][0]
    peak = connection.execute(
        """
        SELECT coalesce(max(n), 0) FROM (
            SELECT count(*) AS n FROM mentions WHERE created_at >= $since AND created_at <= $until
            GROUP BY date_trunc('hour', created_at))
        """,
        bounds,
    ).fetchall()[0][0]
    return (*counted, everything, float(peak))


def _crisis(
    name: str, one: Episode, judgement: Judgement, volume: tuple[int, int, int, int, float], past: History
) -> facts.Crisis:
    mentions, originals, authors, everything, peak = volume
    curve = one.course
    end = curve.end or one.until
    baseline = past.baseline
    hours = pd.date_range(curve.onset.floor("h"), end, freq="h")
    usual = float(baseline.expected.mean()) if baseline else float("nan")
    expected = (
        float(baseline.expected.reindex(hours).mean()) * (end - curve.onset).total_seconds() / 3600
        if baseline
        else None
    )
    return facts.Crisis(
        id=name,
        kind=judgement.kind,
        kind_reason=judgement.reason,
        onset=curve.onset.to_pydatetime(),
        peak=curve.peak.to_pydatetime(),
        end=moment(curve.end),
        interval=facts.Interval(
            onset=_span(curve.onset_interval), peak=_span(curve.peak_interval), end=_span(curve.end_interval)
        ),
        mentions=mentions,
        originals=originals,
        authors=authors,
        expected=expected,
        excess=None if expected is None else everything - expected,
        peak_per_hour=peak,
        peak_ratio=peak / usual if usual else None,
        topic=facts.Topic(
            label=one.topic.label,
            terms=one.topic.terms["term"].head(10).tolist(),
            share=one.topic.share,
            detail=[facts.Term.model_validate(row) for row in one.topic.terms.head(20).to_dict("records")],
        ),
    )


def moment(timestamp: pd.Timestamp | None) -> dt.datetime | None:
    """`timestamp` as the facts hold it."""
    return None if timestamp is None else timestamp.to_pydatetime()


def _span(interval: tuple[pd.Timestamp, pd.Timestamp] | None) -> facts.Span | None:
    return None if interval is None else (moment(interval[0]), moment(interval[1]))
