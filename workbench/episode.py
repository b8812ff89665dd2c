"""From a burst to an episode: its topic, the messages on it, and the topic's own course. Later waves join the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from workbench import bursts, course, matters, naming, on_topic, own, series, topic, undercurrent, words
from workbench.baseline import seconds
from workbench.bursts import Burst
from workbench.course import Course
from workbench.errors import WorkbenchError
from workbench.history import History
from workbench.topic import Topic
from workbench.words import Sample

if TYPE_CHECKING:
    import duckdb

#: How far around a burst its topic is followed.
BEFORE, AFTER = pd.Timedelta(days=5), pd.Timedelta(days=5)
#: A burst within this time of an earlier one may be a later wave of it …
WAVE_WITHIN = pd.Timedelta(days=14)
#: … and is, when at least this share of its excess is on the earlier one's topic.
SAME_TOPIC = 0.5


@dataclass(frozen=True)
class Episode:
    """One burst, or several on one topic, with its topic, and its course.

    `usual`: messages an hour that pass for the topic in ordinary time. `waves`: the bursts it is made of. `since` and
    `until` bound the time in which the topic was followed.
    """

    waves: tuple[Burst, ...]
    topic: Topic
    course: Course
    usual: float
    since: pd.Timestamp
    until: pd.Timestamp

    @property
    def start(self) -> pd.Timestamp:
        return self.waves[0].start

    @property
    def stop(self) -> pd.Timestamp:
        return self.waves[-1].stop


def find(
    connection: duckdb.DuckDBPyConnection,
    history: History,
    own_words: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
    begun: pd.Timestamp | None = None,
) -> Iterator[Episode]:
    """The episodes in the relation `mentions`, by time; of those whose bursts were over at `begun`, none.

    Each one's messages are marked (see `mark`) until the next is asked for.
    """
    if history.baseline is None or history.first is None:
        return
    counts, ordinary = series.counts(connection, history.bucket), _ordinary(connection, history)
    loud = bursts.find(counts, history.baseline, history.bucket)
    quiet = undercurrent.find(connection, loud, own_words)
    open_: list[tuple[list[Burst], Topic]] = []
    for burst in sorted([*loud, *quiet], key=lambda burst: burst.start):
        if begun is not None and burst.stop < begun:
            continue
        if progress:
            progress(f"looking into {burst.mentions:.0f} mentions from {burst.start:%Y-%m-%d %H:%M}")
        for part, found in _matters(connection, history, burst, ordinary, own_words):
            same = next((one for one in open_ if _continues(connection, part, found, *one)), None)
            if same:
                same[0].append(part)
            else:
                open_.append(([part], found))
    for waves, found in open_:
        one = follow(connection, history, tuple(waves), found)
        bounds = one.course.onset, one.course.end or one.until
        away = _away(history, ordinary, *bounds)
        if len(waves) > 1:
            # The words were learnt from the first wave; what is shown of them is of all.
            found = topic.retold(found, connection, bounds, away, own_words)
        yield replace(one, topic=naming.named(found, connection, bounds, len(away.hours)))


def follow(connection: duckdb.DuckDBPyConnection, history: History, waves: tuple[Burst, ...], found: Topic) -> Episode:
    """The episode of `waves` on the topic `found`; leaves its messages in the temporary table `on_topic`.

    What the brand itself says and answers is no part of the course: it may go on when nobody else does. Needs the view
    `own`.
    """
    baseline, last = history.baseline, history.last
    if baseline is None or history.first is None or last is None:
        raise ValueError("an episode needs a baseline")
    start, stop = waves[0].start, waves[-1].stop
    since, until = _around(history, start, stop)
    on_topic.mark(connection, found, since, until)
    usual = (1.0 if found is topic.EVERYTHING else topic.FALSE_SHARE) * float(baseline.expected.mean())
    sure = connection.execute(
        "SELECT created_at FROM on_topic WHERE score > $1 ORDER BY created_at", [topic.ENOUGH_EVIDENCE]
    ).fetchnumpy()["created_at"]
    first = course.forerunners(pd.DatetimeIndex(sure).tz_localize("UTC"), start, stop, since)
    counts = series.counts(connection, 1, since, until, own.OTHERS_ON_TOPIC)
    if first.empty:
        first = pd.DatetimeIndex([start])
    return Episode(waves, found, course.follow(counts, usual, baseline, first, last), usual, since, until)


def declare(
    connection: duckdb.DuckDBPyConnection,
    history: History,
    bounds: tuple[pd.Timestamp, pd.Timestamp],
    about: tuple[str, ...] = (),
    own_words: tuple[str, ...] = (),
) -> Episode:
    """The episode that people say lay within `bounds`, on the words `about`, else on what sets that time apart.

    Needs no baseline. Leaves its messages in the temporary table `on_topic`. Raises WorkbenchError when nothing was
    said.
    """
    start, stop = bounds
    inside = words.read(connection, "created_at >= $start AND created_at <= $stop", {"start": start, "stop": stop})
    if not len(inside.hours):
        raise WorkbenchError(f"the archive holds no message from {start:%Y-%m-%d %H:%M} to {stop:%Y-%m-%d %H:%M} UTC")
    outside = words.read(connection, "created_at < $start OR created_at > $stop", {"start": start, "stop": stop})
    expected = float(history.baseline.at(_hours(start, stop), 60).sum()) if history.baseline else 0.0
    mentions = connection.execute(
        "SELECT count(*) FROM mentions WHERE created_at >= $1 AND created_at <= $2", [start, stop]
    ).fetchall()[0][0]
    if about:
        found = topic.of_words(about)
    elif len(outside.hours) < topic.LEAST_ORDINARY:
        found = topic.EVERYTHING
    else:
        found = topic.find(inside, outside, max(mentions - expected, 0) / mentions if expected else 0.5, own_words)
    since, until = _around(history, start, stop)
    on_topic.mark(connection, found, since, until)
    counts = series.counts(connection, 1, since, until, "on_topic")
    found = topic.described(found, connection, bounds, outside, mentions, own_words)
    found = naming.named(found, connection, bounds, len(outside.hours))
    wave = Burst(start, stop, float(mentions), expected)
    return Episode((wave,), found, course.declared(counts, start, stop), 0.0, since, until)


def merge(connection: duckdb.DuckDBPyConnection, history: History, parts: list[Episode]) -> Episode:
    """One episode of several, on the topic of the earliest."""
    ordered = sorted(parts, key=lambda one: one.start)
    waves = tuple(wave for one in ordered for wave in one.waves)
    if history.baseline is None:
        return declare(connection, history, (ordered[0].start, max(one.stop for one in ordered)))
    return follow(connection, history, waves, ordered[0].topic)


def mark(connection: duckdb.DuckDBPyConnection, one: Episode) -> None:
    """Makes the temporary tables `nearby` and `on_topic` those of `one`."""
    on_topic.mark(connection, one.topic, one.since, one.until)


def _around(history: History, start: pd.Timestamp, stop: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The time around a burst in which its topic is followed, within what the archive covers."""
    first, last = history.first or start, history.last or stop
    return max(start - BEFORE, first.floor("h")), min(stop + AFTER, last.floor("min") + pd.Timedelta(minutes=1))


def _hours(start: pd.Timestamp, stop: pd.Timestamp) -> pd.DatetimeIndex:
    return pd.date_range(start.floor("h"), stop, freq="h")


def _ordinary(connection: duckdb.DuckDBPyConnection, history: History) -> Sample:
    """A sample of what is said outside every burst."""
    connection.register("calm", pd.DataFrame({"hour": history.calm_hours()}))
    sample = words.read(connection, "date_trunc('hour', created_at) IN (SELECT hour FROM calm)", {})
    connection.unregister("calm")
    return sample


def _away(history: History, ordinary: Sample, start: pd.Timestamp, stop: pd.Timestamp) -> Sample:
    """What of the `ordinary` messages came far enough from `start` to `stop`."""
    return ordinary.within(seconds(history.ordinary_hours(start, stop)).astype("int64"))


def _matters(
    connection: duckdb.DuckDBPyConnection,
    history: History,
    burst: Burst,
    ordinary: Sample,
    own_words: tuple[str, ...],
) -> list[tuple[Burst, Topic]]:
    """The burst with its topic; or two, where a second matter began while the first still ran."""
    bounds = {"start": burst.start, "stop": burst.stop}
    # What the brand says and how it answers comes in words of its own, and is no matter.
    inside = words.read(connection, "created_at >= $start AND created_at < $stop", bounds, own.OTHERS)
    away = _away(history, ordinary, burst.start, burst.stop)
    two = matters.split(burst, inside, away, history.baseline, own_words) if history.baseline else None
    return two or [(burst, topic.find(inside, away, burst.excess / burst.mentions, own_words))]


def _continues(
    connection: duckdb.DuckDBPyConnection, burst: Burst, found: Topic, waves: list[Burst], earlier: Topic
) -> bool:
    """Whether `burst` on the topic `found` is a later wave of the `waves` on the `earlier` topic.

    It is when they share telling words and the earlier topic explains at least half of the excess.
    """
    if not pd.Timedelta(0) <= burst.start - waves[-1].stop <= WAVE_WITHIN:
        return False
    if len(matters.telling(found) & matters.telling(earlier)) < matters.SHARED_WORDS:
        return False
    on_topic.mark(connection, earlier, burst.start, burst.stop)
    seen = connection.execute("SELECT count(*) FROM on_topic").fetchall()[0][0]
    return bool(seen >= SAME_TOPIC * burst.excess)
