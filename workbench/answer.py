"""Who waited for an answer, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import tone
from workbench.episode import Episode

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Answers:
    """The messages that needed an answer.

    `waits`: one row a message: platform, id, created_at, author, text, url, answered_at (null: still open at `until`),
    minutes (to the answer, or to `until`). `curve`: Kaplan-Meier share still waiting: minutes, waiting, low, high (95
    %).
    """

    waits: pd.DataFrame
    curve: pd.DataFrame
    until: pd.Timestamp

    @property
    def answered(self) -> int:
        return int(self.waits["answered_at"].notna().sum())

    def reply_minutes(self, share: float) -> float | None:
        """Minutes within which `share` of the *answered* got their answer."""
        replied = self.waits.loc[self.waits["answered_at"].notna(), "minutes"]
        return float(np.quantile(replied, share)) if len(replied) else None

    def wait_minutes(self, share: float) -> float | None:
        """Minutes after which `share` of all had an answer, open ones counted as still waiting; None if not reached."""
        reached = self.curve[self.curve["waiting"] <= 1 - share + 1e-12]
        return float(reached["minutes"].iloc[0]) if len(reached) else None

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

    Needs the tables of `own.mark`. A message needs an answer when it is inbound, no repost, addressed to the brand (a
    reply to, or a mention of, one of its accounts) and asks or complains.
    """
    rows = connection.execute(
        r"""
        WITH inbound AS (
            SELECT m.* FROM mentions m ANTI JOIN own USING (platform, id)
            WHERE m.created_at >= $since AND m.created_at <= $until AND m.kind <> 'repost'
        ), handles AS (SELECT platform, list(DISTINCT handle) AS handles FROM own_accounts GROUP BY platform),
        addressed AS (
            SELECT i.* FROM inbound i SEMI JOIN own o ON o.platform = i.platform AND o.id = i.parent_id
            UNION
            SELECT i.* FROM inbound i JOIN handles h USING (platform)
            WHERE list_has_any(regexp_extract_all(lower(i.text), '@([\w.-]*\w)', 1), h.handles)
        ), first_answer AS (
            SELECT platform, parent_id AS id, min(created_at) AS answered_at FROM own
            WHERE kind <> 'repost' AND parent_id IS NOT NULL GROUP BY ALL
        )
        SELECT a.platform, a.id, epoch_us(a.created_at) AS created_at, a.author, a.text, a.lang, a.url,
               epoch_us(f.answered_at) AS answered_at
        FROM addressed a LEFT JOIN first_answer f USING (platform, id)
        ORDER BY a.created_at, a.platform, a.id
        """,
        {"since": episode.course.onset, "until": episode.course.end or episode.until},
    ).fetchall()
    columns = ["platform", "id", "created_at", "author", "text", "lang", "url", "answered_at"]
    needing = pd.DataFrame([row for row in rows if needs_answer(row[4], row[5])], columns=columns)
    for column in ("created_at", "answered_at"):
        needing[column] = pd.to_datetime(needing[column], unit="us", utc=True)
    stopped = needing["answered_at"].fillna(until)
    needing["minutes"] = (stopped - needing["created_at"]).dt.total_seconds() / 60
    return Answers(needing.drop(columns="lang"), _still_waiting(needing), until)


def needs_answer(text: str, lang: str | None) -> bool:
    """Whether `text` asks, complains or calls for help. A message of unknown language is read as if it were English."""
    return tone.asks(text, lang) or tone.complains(text, lang) or tone.asks_for_help(text, lang)


def _still_waiting(waits: pd.DataFrame) -> pd.DataFrame:
    """Kaplan-Meier estimate of the share still waiting after so many minutes; open messages are censored."""
    if waits.empty or waits["answered_at"].isna().all():
        return pd.DataFrame({"minutes": [], "waiting": [], "low": [], "high": []}, dtype=float)
    from statsmodels.duration.survfunc import SurvfuncRight

    curve = SurvfuncRight(waits["minutes"].clip(lower=0).to_numpy(), waits["answered_at"].notna().to_numpy())
    share, error = np.asarray(curve.surv_prob), np.asarray(curve.surv_prob_se)
    return pd.DataFrame(
        {
            "minutes": np.asarray(curve.surv_times),
            "waiting": share,
            "low": np.clip(share - 1.96 * error, 0, 1),
            "high": np.clip(share + 1.96 * error, 0, 1),
        }
    )
