"""What was found in an archive: every episode, judged, named, and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import (
    decisions,
    episode,
    facts,
    history,
    judge,
    limits,
    naming,
    online,
    own,
    plan,
    queries,
    register,
    series,
    severity,
)
from workbench.decisions import Decided
from workbench.episode import Episode
from workbench.errors import WorkbenchError
from workbench.history import History
from workbench.judge import Judgement
from workbench.plan import Plan

if TYPE_CHECKING:
    import duckdb

    from workbench.archive import Archive

Say = Callable[[str], None]
#: What `_volume` counts.
Volume = tuple[int, int, int, int, int, float]
#: Mentions an hour that have to be usual before a peak is told in times of them: one a day.
LEAST_USUAL = 1 / 24
#: Widest bucket of the alarms, in minutes.
ALARM_MINUTES = 5


@dataclass(frozen=True)
class Found:
    """An episode with its judgement, the counts of `facts.Crisis`, when it rang without hindsight (None: it did not),
    and how control brands fared (None: none was asked for).
    """

    episode: Episode
    judgement: Judgement
    crisis: facts.Crisis
    alarm_at: pd.Timestamp | None
    controls: tuple[facts.Control, ...] | None = None


@dataclass(frozen=True)
class Study:
    """What was found in an archive, by time, and what it was found with; `connection` has the tables of `own.mark`."""

    archive: Archive
    plan: Plan
    connection: duckdb.DuckDBPyConnection
    history: History
    found: tuple[Found, ...]

    @cached_property
    def limits(self) -> list[limits.Limit]:
        """What the archive cannot know: gaps, cuts, samples, other queries."""
        return limits.known(self.connection, self.archive, self.history.changes, self.plan.timezone)

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
    """Every episode of `archive`, judged and named, with the brand's plan and what people decided."""
    the_plan, connection = plan.read(archive.brand, archive.data), archive.connection()
    past, read = _search(archive, connection, the_plan, progress)
    words, episodes = the_plan.own_words(), [one for one, *_ in read]
    decided = decisions.apply(
        list(zip(register.name(archive.brand, archive.data, episodes), episodes, strict=True)),
        decisions.read(archive.brand, archive.data),
        lambda since, end, about: episode.declare(connection, past, (since, end), about, words),
        lambda parts: episode.merge(connection, past, parts),
    )
    known = {id(one): (judgement, volume) for one, judgement, volume in read}
    alarms = _alarms(connection, past)
    found = []
    for each in decided:
        if id(each.episode) not in known:
            episode.mark(connection, each.episode)
            known[id(each.episode)] = _read(connection, each.episode, the_plan)
        found.append(_found(each, *known[id(each.episode)], past, alarms))
    return Study(archive, the_plan, connection, past, tuple(found))


def earlier(seen: Study, until: dt.datetime, since: pd.Timestamp) -> Study:
    """What of the bursts that still went on at `since` was to be found in the messages before `until` alone.

    Neither names nor decisions are read or given, and no alarms.
    """
    connection = seen.archive.connection()
    _forget_what_came_after(connection, until)
    past, read = _search(seen.archive, connection, seen.plan, None, since)
    none, brand = pd.DatetimeIndex([], tz="UTC"), seen.archive.brand
    found = [
        _found(Decided(name=f"{brand}-{one.course.onset:%Y%m%dt%H%M}", episode=one), judgement, volume, past, none)
        for one, judgement, volume in read
    ]
    return Study(seen.archive, seen.plan, connection, past, tuple(found))


def _search(
    archive: Archive,
    connection: duckdb.DuckDBPyConnection,
    the_plan: Plan,
    progress: Say | None,
    since: pd.Timestamp | None = None,
) -> tuple[History, list[tuple[Episode, Judgement, Volume]]]:
    """The history of `mentions`, and its episodes with what was read of each while its messages were marked."""
    own.mark(connection, the_plan)
    past = history.read(connection, the_plan, queries.changes(connection, archive.brand, archive.data))
    found = episode.find(connection, past, the_plan.own_words(), progress, since)
    return past, [(one, *_read(connection, one, the_plan)) for one in found]


def _read(connection: duckdb.DuckDBPyConnection, one: Episode, the_plan: Plan) -> tuple[Judgement, Volume]:
    """The judgement on the episode that is marked, and its counts."""
    return judge.judge(connection, one, the_plan), _volume(connection, one)


def _forget_what_came_after(connection: duckdb.DuckDBPyConnection, until: dt.datetime) -> None:
    """Hides what was published at `until` or later."""
    moment = until.astimezone(dt.UTC).isoformat()
    connection.execute("ALTER VIEW mentions RENAME TO all_mentions")
    connection.execute(f"CREATE VIEW mentions AS FROM all_mentions WHERE created_at < TIMESTAMPTZ '{moment}'")


def _alarms(connection: duckdb.DuckDBPyConnection, past: History) -> pd.DatetimeIndex:
    """The ends of the buckets that would have rung, without hindsight."""
    if past.first is None:
        return pd.DatetimeIndex([], tz="UTC")
    minutes = min(past.bucket, ALARM_MINUTES)
    counts = series.counts(connection, minutes)
    rang = online.scores(counts.to_numpy(), minutes) >= online.ALARM
    return pd.DatetimeIndex(counts.index)[rang] + pd.Timedelta(minutes=minutes)


def _found(one: Decided, judgement: Judgement, volume: Volume, past: History, alarms: pd.DatetimeIndex) -> Found:
    if one.decision:
        judgement = judge.overruled(judgement, one.decision)
    curve = one.episode.course
    within = alarms[(alarms >= curve.onset_interval[0]) & (alarms <= (curve.end or one.episode.until))]
    crisis = _crisis(one.name, one.episode, judgement, volume, past)
    return Found(one.episode, judgement, crisis, within[0] if len(within) else None)


def _volume(connection: duckdb.DuckDBPyConnection, one: Episode) -> Volume:
    """On the topic from onset to end: messages, originals, authors; all messages; platforms; the highest hour."""
    bounds = {"since": one.course.onset, "until": one.course.end or one.until}
    counted = connection.execute(
        """
        SELECT count(*), count(*) FILTER (kind <> 'repost'),
               count(DISTINCT platform || ' ' || coalesce(author_id, author)),
               count(DISTINCT platform)
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
    on, originals, authors, platforms = counted
    return on, originals, authors, everything, platforms, float(peak)


def _crisis(name: str, one: Episode, judgement: Judgement, volume: Volume, past: History) -> facts.Crisis:
    mentions, originals, authors, everything, platforms, peak = volume
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
    ratio = peak / usual if baseline else None
    parts = severity.parts(ratio, (end - curve.onset).total_seconds() / 3600, judgement.negative_during, platforms)
    return facts.Crisis(
        id=name,
        kind=judgement.kind,
        kind_reason=judgement.reason,
        declared_by=judgement.decided_by,
        onset=curve.onset.to_pydatetime(),
        peak=curve.peak.to_pydatetime(),
        end=moment(curve.end),
        interval=facts.Interval(
            onset=_span(curve.onset_interval), peak=_span(curve.peak_interval), end=_span(curve.end_interval)
        ),
        mentions=mentions,
        originals=originals,
        authors=authors or None,
        expected=expected,
        excess=None if expected is None else everything - expected,
        excess_interval=_around(everything - expected, baseline.sd.reindex(hours)) if expected and baseline else None,
        peak_per_hour=peak,
        peak_ratio=ratio if usual >= LEAST_USUAL else None,
        severity=severity.grade(parts),
        severity_parts=parts,
        topic=facts.Topic(
            label=naming.label(one.topic.terms["term"].tolist(), one.topic.phrases["term"]),
            terms=one.topic.terms["term"].head(10).tolist(),
            share=one.topic.share,
            detail=[facts.Term.model_validate(row) for row in _measured(one.topic.terms)],
            phrases=[facts.Term.model_validate(row) for row in _measured(one.topic.phrases)],
        ),
    )


def _around(excess: float, spread: pd.Series) -> tuple[float, float]:
    """The 95 % interval of the excess, from the spread of the ordinary hours, which vary each for itself."""
    margin = 1.96 * float(np.sqrt((spread**2).sum()))
    return excess - margin, excess + margin


def _measured(terms: pd.DataFrame) -> list[dict[Hashable, object]]:
    """The terms that could be held against ordinary time."""
    if "log_odds" not in terms:
        return []
    return [dict(row) for row in terms[terms["log_odds"].notna()].head(20).to_dict("records")]


def moment(timestamp: pd.Timestamp | None) -> dt.datetime | None:
    """`timestamp` as the facts hold it."""
    return None if timestamp is None else timestamp.to_pydatetime()


def _span(interval: tuple[pd.Timestamp, pd.Timestamp] | None) -> facts.Span | None:
    return None if interval is None else (moment(interval[0]), moment(interval[1]))
