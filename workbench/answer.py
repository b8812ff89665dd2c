"""Who waited for an answer, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import need, threads
from workbench.episode import Episode

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Answers:
    """The messages that needed an answer.

    `waits`: one row a message: `need.COLUMNS`, kind, answered_at (null: still open at `until`), in_thread (answered
    further down the conversation), private (answered by a hand-off alone), minutes (to the answer, or to `until`).
    `curve`: see `survival`. `said`: the same of all that was said to the brand, with on_topic and needs.
    """

    waits: pd.DataFrame
    curve: pd.DataFrame
    until: pd.Timestamp
    said: pd.DataFrame

    @property
    def answered(self) -> int:
        return int(self.waits["answered_at"].notna().sum())

    def reply_minutes(self, share: float) -> float | None:
        """Minutes within which `share` of the *answered* got their answer."""
        replied = self.waits.loc[self.waits["answered_at"].notna(), "minutes"]
        return float(np.quantile(replied, share)) if len(replied) else None

    def wait_minutes(self, share: float) -> float | None:
        """Minutes after which `share` of all had an answer, open ones counted as still waiting; None if not reached."""
        return reached(self.curve, share)

    def each(self) -> pd.DataFrame:
        """A row a message that needed an answer: the ids that the figures on answering trace to, and no words."""
        columns = ["platform", "id", "created_at", "kind", "answered_at", "minutes", "in_thread", "private"]
        return self.waits[columns]

    def backlog(self) -> pd.DataFrame:
        """Messages open at the start of each hour: bucket, open."""
        if self.waits.empty:
            return pd.DataFrame({"bucket": pd.DatetimeIndex([], tz="UTC"), "open": np.array([], dtype=int)})
        arrived, left = self.waits["created_at"], self.waits["answered_at"].dropna()
        hours = pd.date_range(arrived.min().floor("h"), self.until.ceil("h"), freq="h")
        open_ = np.searchsorted(np.sort(arrived), hours, "right") - np.searchsorted(np.sort(left), hours, "right")
        return pd.DataFrame({"bucket": hours, "open": open_})


def find(connection: duckdb.DuckDBPyConnection, episode: Episode, until: pd.Timestamp) -> Answers:
    """The messages between onset and end that needed an answer, and when they got it by `until`, the archive's last
    minute.

    Needs the tables of `own.mark` and `on_topic.mark`. See `need` for what needs an answer.
    """
    said = need.addressed(connection, episode.course.onset, episode.course.end or episode.until)
    said = said.merge(threads.first_answers(connection, said), "left", ["platform", "id"])
    for column in ("in_thread", "private"):
        said[column] = said[column].fillna(False).astype(bool)
    said["minutes"] = (said["answered_at"].fillna(until) - said["created_at"]).dt.total_seconds() / 60
    waits = said[said["needs"]].drop(columns=["needs", "on_topic"]).reset_index(drop=True)
    return Answers(waits, survival(waits["minutes"], waits["answered_at"].notna()), until, said)


def reached(curve: pd.DataFrame, share: float) -> float | None:
    """Minutes after which `share` had an answer, on a curve of `survival`; None if that is not reached."""
    there = curve[curve["waiting"] <= 1 - share + 1e-12]
    return float(there["minutes"].iloc[0]) if len(there) else None


def survival(minutes: pd.Series, answered: pd.Series) -> pd.DataFrame:
    """Kaplan-Meier estimate of the share still waiting after so many minutes; open messages are censored.

    Columns: minutes, waiting, low, high (95 %, Greenwood's formula); empty where none was answered.
    """
    if not answered.any():
        return pd.DataFrame({"minutes": [], "waiting": [], "low": [], "high": []}, dtype=float)
    waited = minutes.clip(lower=0).to_numpy(dtype=float)
    times, ended = np.unique(waited[answered.to_numpy(dtype=bool)], return_counts=True)
    left = len(waited) - np.searchsorted(np.sort(waited), times)  # still waiting just before
    share = np.cumprod(1 - ended / left)
    last = ended == left
    error = share * np.sqrt(np.cumsum(ended / (left * np.where(last, 1, left - ended))))
    error[last] = np.nan  # nobody is left to tell by
    return pd.DataFrame(
        {
            "minutes": times,
            "waiting": share,
            "low": np.clip(share - 1.96 * error, 0, 1),
            "high": np.clip(share + 1.96 * error, 0, 1),
        }
    )
