"""From a burst to an episode: its topic, the messages on it, and the topic's own course. Later waves join the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench import bursts, course, series, topic, words
from workbench.baseline import seconds
from workbench.bursts import Burst
from workbench.course import Course
from workbench.history import History
from workbench.topic import Topic
from workbench.words import Sample

if TYPE_CHECKING:
    import duckdb

#: Bucket of the scan for bursts, in minutes.
BUCKET = 10
#: How far around a burst its topic is followed.
BEFORE, AFTER = pd.Timedelta(days=5), pd.Timedelta(days=5)
#: A burst within this time of an earlier one may be a later wave of it …
WAVE_WITHIN = pd.Timedelta(days=14)
#: … and is, when at least this share of its excess is on the earlier one's topic.
SAME_TOPIC = 0.5
#: Of the words that tell each topic best, so many must be the same.
TELLING, SHARED_WORDS = 12, 3


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
) -> Iterator[Episode]:
    """The episodes in the relation `mentions`, by time."""
    if history.baseline is None or history.first is None:
        return
    counts, ordinary = series.counts(connection, BUCKET), _ordinary(connection, history)
    waves: list[Burst] = []
    about: Topic | None = None
    for burst in bursts.find(counts, history.baseline, BUCKET):
        if progress:
            progress(f"looking into {burst.mentions:.0f} mentions from {burst.start:%Y-%m-%d %H:%M}")
        found = _topic_of(connection, history, burst, ordinary, own_words)
        if about and burst.start - waves[-1].stop <= WAVE_WITHIN and _same_topic(connection, burst, found, about):
            waves.append(burst)
            continue
        if about:
            yield follow(connection, history, tuple(waves), about)
        waves, about = [burst], found
    if about:
        yield follow(connection, history, tuple(waves), about)


def follow(connection: duckdb.DuckDBPyConnection, history: History, waves: tuple[Burst, ...], found: Topic) -> Episode:
    """The episode of `waves` on the topic `found`; leaves its messages in the temporary table `on_topic`."""
    baseline, last = history.baseline, history.last
    if baseline is None or history.first is None or last is None:
        raise ValueError("an episode needs a baseline")
    start, stop = waves[0].start, waves[-1].stop
    since = max(start - BEFORE, history.first.floor("h"))
    until = min(stop + AFTER, last.ceil("min"))
    topic.mark(connection, found, since, until)
    usual = topic.FALSE_SHARE * float(baseline.expected.mean())
    sure = connection.execute(
        "SELECT created_at FROM on_topic WHERE score > $1 ORDER BY created_at", [topic.ENOUGH_EVIDENCE]
    ).fetchnumpy()["created_at"]
    first = course.forerunners(pd.DatetimeIndex(sure).tz_localize("UTC"), start, stop)
    counts = series.counts(connection, 1, since, until, "on_topic")
    if first.empty:
        first = pd.DatetimeIndex([start])
    return Episode(waves, found, course.follow(counts, usual, baseline, first, last), usual, since, until)


def _topic_of(
    connection: duckdb.DuckDBPyConnection, history: History, burst: Burst, ordinary: Sample, own_words: tuple[str, ...]
) -> Topic:
    inside = words.read(
        connection, "created_at >= $start AND created_at < $stop", {"start": burst.start, "stop": burst.stop}
    )
    calm = seconds(history.ordinary_hours(burst.start, burst.stop)).astype("int64")
    return topic.find(inside, ordinary.within(calm), burst.excess / burst.mentions, own_words)


def _ordinary(connection: duckdb.DuckDBPyConnection, history: History) -> Sample:
    """A sample of what is said outside every burst."""
    connection.register("calm", pd.DataFrame({"hour": history.calm_hours()}))
    sample = words.read(connection, "date_trunc('hour', created_at) IN (SELECT hour FROM calm)", {})
    connection.unregister("calm")
    return sample


def _same_topic(connection: duckdb.DuckDBPyConnection, burst: Burst, found: Topic, earlier: Topic) -> bool:
    """Whether `found`, the topic of `burst`, is the `earlier` one: telling words in common, the excess explained."""
    telling, known = found.terms["term"].head(TELLING), earlier.terms["term"].head(TELLING)
    if len(set(telling) & set(known)) < SHARED_WORDS:
        return False
    topic.mark(connection, earlier, burst.start, burst.stop)
    seen = connection.execute("SELECT count(*) FROM on_topic").fetchall()[0][0]
    return bool(seen >= SAME_TOPIC * burst.excess)
