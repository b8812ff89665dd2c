"""A crisis once more, without hindsight: what was known at each hour, from what had been published by then."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from pydantic import BaseModel

from workbench.episode import WAVE_WITHIN
from workbench.facts import Crisis, Time
from workbench.study import Found, Say, Study, earlier

#: Every hour of the first half day, then each time that so much more has passed: what is learnt later comes slowly.
HOURLY, THEN = 12, 1.5
LONGEST = pd.Timedelta(days=14)
#: So long before the crisis was seen to begin, it may have been taken to.
UNSURE = pd.Timedelta(hours=12)


class Step(BaseModel):
    """What was known at a time: whether an alarm had rung, how many mentions of the last hour, the topic if one was."""

    at: Time
    alarm: bool
    mentions_last_hour: int
    expected_last_hour: float | None
    kind: str | None
    topic: str | None
    on_topic: int | None

    def line(self) -> str:
        """The step on one line."""
        usual = f" (usual {self.expected_last_hour:.0f})" if self.expected_last_hour is not None else ""
        known = f"{self.kind}: {self.topic}, {self.on_topic} on it" if self.topic else "no burst seen yet"
        bell = "ALARM" if self.alarm else "     "
        return f"{self.at:%Y-%m-%d %H:%M}  {bell}  {self.mentions_last_hour} mentions in the hour{usual}  {known}"


def at_alarm(seen: Study, found: Found) -> Crisis | None:
    """The crisis as it looked at its alarm, under its known id; None when none rang or no burst was seen by then."""
    if found.alarm_at is None:
        return None
    then = _then(_until(seen, found, found.alarm_at), found)
    return then.crisis.model_copy(update={"id": found.crisis.id}) if then else None


def hours(seen: Study, found: Found, progress: Say | None = None) -> list[Step]:
    """What was known at each hour of the first half day from the onset on, then ever more rarely, to the end or two
    weeks.
    """
    steps = []
    for moment in _moments(found):
        if progress:
            progress(f"what was known at {moment:%Y-%m-%d %H:%M}")
        steps.append(_step(_until(seen, found, moment), found, moment))
    return steps


def _moments(found: Found) -> list[pd.Timestamp]:
    start = found.episode.course.onset.ceil("h")
    stop = min(found.episode.course.end or found.episode.until, start + LONGEST)
    after, moments = 0, []
    while start + pd.Timedelta(hours=after) <= stop:
        moments.append(start + pd.Timedelta(hours=after))
        after = after + 1 if after < HOURLY else int(after * THEN)
    return moments


def _until(seen: Study, found: Found, moment: pd.Timestamp) -> Study:
    """What was to be found by then of the crisis, and of what it may have been taken to go on from."""
    return earlier(seen, moment.to_pydatetime(), found.episode.start - UNSURE - WAVE_WITHIN)


def _step(then: Study, found: Found, moment: pd.Timestamp) -> Step:
    hour = moment - pd.Timedelta(hours=1)
    hourly, baseline = then.history.hourly, then.history.baseline
    known = _then(then, found)
    expected = baseline.expected.get(hour) if baseline else None
    return Step(
        at=moment.to_pydatetime().astimezone(dt.UTC),
        alarm=found.alarm_at is not None and found.alarm_at <= moment,
        mentions_last_hour=int(hourly.get(hour, 0)),
        expected_last_hour=None if expected is None else float(expected),
        kind=known.crisis.kind if known else None,
        topic=known.crisis.topic.label if known else None,
        on_topic=known.crisis.mentions if known else None,
    )


def _then(past: Study, found: Found) -> Found | None:
    """The episode of `past` that was to become `found`."""
    begun = found.episode.course.onset_interval[0] - UNSURE
    known = [one for one in past.found if (one.episode.course.end or one.episode.until) >= begun]
    return known[-1] if known else None
