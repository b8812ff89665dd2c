"""Who waited for an answer, and for how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import need
from workbench.episode import Episode

if TYPE_CHECKING:
    import duckdb


#: How an answer hands over to a private channel.
_PRIVATE = re.compile(
    r"\b(dms?|pms?|pn|mp|md|direct message|private message|privately|in private|message us|inbox|e-?mail us|"
    r"write to us at|call us (?:on|at)|"
    r"(?:mensajes?|mensagens?|mensagem) (?:directos?|diretas?|privad[oa]s?|particular)|por privado|escr[ií]benos|"
    r"en privado|(?:direkt|privat)nachricht\w*|schreib(?:en sie|t)? uns|per nachricht|message privé|messages privés|"
    r"en privé|écrivez-nous|no privado|inbox|chame no|fale conosco|priv[aā]t\w*|privātziņ\w*|rakstiet mums|"
    r"uzrakstiet mums)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """The messages that needed an answer.

    `waits`: one row a message: `need.COLUMNS`, answered_at (null: still open at `until`), in_thread (answered further
    down the conversation), private (answered by a hand-off alone), minutes (to the answer, or to `until`). `curve`:
    see `survival`. `said`: the same of all that was said to the brand, with on_topic and needs.
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

    Needs the tables of `own.mark` and `topic.mark`. See `need` for what needs an answer.
    """
    said = need.addressed(connection, episode.course.onset, episode.course.end or episode.until)
    said = said.merge(_first_answers(connection, said), "left", ["platform", "id"])
    for column in ("in_thread", "private"):
        said[column] = said[column].fillna(False).astype(bool)
    said["minutes"] = (said["answered_at"].fillna(until) - said["created_at"]).dt.total_seconds() / 60
    waits = said[said["needs"]].drop(columns=["needs", "on_topic"]).reset_index(drop=True)
    return Answers(waits, survival(waits["minutes"], waits["answered_at"].notna()), until, said)


def _first_answers(connection: duckdb.DuckDBPyConnection, said: pd.DataFrame) -> pd.DataFrame:
    """The first answer of each message that has one: platform, id, answered_at, in_thread, private.

    An answer is a reply to the message, or (`in_thread`) a later message of the brand in the same conversation that
    names its author or replies to another message of theirs. `private`: it asks to go on in private, and no later one
    goes on in public: a hand-off.
    """
    connection.register("said", said[["platform", "id", "created_at", "author", "author_id", "conversation_id"]])
    rows = connection.execute(
        r"""
        WITH reply AS (
            SELECT *, regexp_extract_all(lower(text), '@([\w.-]*\w)', 1) AS named FROM own WHERE kind <> 'repost'
        ), direct AS (
            SELECT s.platform, s.id, r.created_at, r.id AS reply_id, r.text, false AS in_thread
            FROM said s JOIN reply r ON r.platform = s.platform AND r.parent_id = s.id
        ), in_thread AS (
            SELECT s.platform, s.id, r.created_at, r.id AS reply_id, r.text, true AS in_thread
            FROM said s JOIN reply r ON r.platform = s.platform AND r.conversation_id = s.conversation_id
            LEFT JOIN mentions p ON p.platform = r.platform AND p.id = r.parent_id
            WHERE r.created_at > s.created_at AND r.parent_id IS NOT NULL AND r.parent_id <> s.id
              AND (list_contains(r.named, lower(s.author)) OR lower(p.author) = lower(s.author))
        )
        SELECT platform, id, epoch_us(created_at), text, in_thread FROM (FROM direct UNION ALL FROM in_thread)
        ORDER BY platform, id, created_at, in_thread, reply_id
        """
    ).fetchall()
    connection.unregister("said")
    first: dict[tuple[str, str], list[object]] = {}
    for platform, key, at, text, in_thread in rows:
        private = asks_to_go_private(text)
        known = first.setdefault((platform, key), [at, in_thread, private])
        known[2] = known[2] and private
    table = pd.DataFrame(
        [[*key, *found] for key, found in first.items()],
        columns=["platform", "id", "answered_at", "in_thread", "private"],
    )
    table["answered_at"] = pd.to_datetime(table["answered_at"].astype("Int64"), unit="us", utc=True)
    return table


def reached(curve: pd.DataFrame, share: float) -> float | None:
    """Minutes after which `share` had an answer, on a curve of `survival`; None if that is not reached."""
    there = curve[curve["waiting"] <= 1 - share + 1e-12]
    return float(there["minutes"].iloc[0]) if len(there) else None


def asks_to_go_private(text: str) -> bool:
    """Whether an answer hands the matter over to a private channel: "send us a direct message", in six languages."""
    return bool(_PRIVATE.search(text))


def survival(minutes: pd.Series, answered: pd.Series) -> pd.DataFrame:
    """Kaplan-Meier estimate of the share still waiting after so many minutes; open messages are censored.

    Columns: minutes, waiting, low, high (95 %); empty where none was answered.
    """
    if not answered.any():
        return pd.DataFrame({"minutes": [], "waiting": [], "low": [], "high": []}, dtype=float)
    from statsmodels.duration.survfunc import SurvfuncRight

    curve = SurvfuncRight(minutes.clip(lower=0).to_numpy(), answered.to_numpy())
    share, error = np.asarray(curve.surv_prob), np.asarray(curve.surv_prob_se)
    return pd.DataFrame(
        {
            "minutes": np.asarray(curve.surv_times),
            "waiting": share,
            "low": np.clip(share - 1.96 * error, 0, 1),
            "high": np.clip(share + 1.96 * error, 0, 1),
        }
    )
