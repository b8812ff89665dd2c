"""Crisis, or attention: a burst is a crisis when people are worse disposed on its topic than they ordinarily are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from workbench import tone
from workbench.decisions import Decision
from workbench.episode import Episode
from workbench.plan import Plan

if TYPE_CHECKING:
    import duckdb

#: Messages read for tone on each side, the ones with the smallest hashes.
SAMPLE = 1000
#: Below this share of readable messages their tone says nothing of the rest.
LEAST_SCORED = 0.2
#: The negative share has to pass the usual one by this factor, and by two standard errors.
WORSE = 1.5
#: A burst whose topic covers less of it than this is about no one thing.
LEAST_TOPIC = 0.25


_DONE = {"declare": "declared", "merge": "merged", "split": "split", "reject": "rejected"}


@dataclass(frozen=True)
class Judgement:
    """`kind` with the reason in words; the shares it rests on, None where too little could be read."""

    kind: Literal["crisis", "attention"]
    reason: str
    scored: float | None
    negative_before: float | None
    negative_during: float | None
    negative_after: float | None
    decided_by: str | None = None


def judge(
    connection: duckdb.DuckDBPyConnection, episode: Episode, plan: Plan, decision: Decision | None = None
) -> Judgement:
    """Whether `episode`, whose messages are in the table `on_topic`, is a crisis, unless people decided that."""
    onset, end = episode.course.onset, episode.course.end or episode.until
    during = _texts(connection, "on_topic", onset, end)
    before = _texts(
        connection, "mentions", onset - pd.Timedelta(days=60), min(onset, episode.start) - pd.Timedelta(days=2)
    )
    after = _texts(connection, "mentions", end, end + pd.Timedelta(days=30))
    scored, bad, _ = tone.shares(during)
    _, usual, _ = tone.shares(before)
    _, later, _ = tone.shares(after)
    kind, reason = _verdict(scored, bad, usual, len(during), episode.topic.share)
    running = [c.name for c in plan.campaigns if c.from_ <= onset.to_pydatetime() <= c.until]
    if kind == "attention" and running:
        reason += f"; the plan's campaign {running[0]!r} ran"
    if decision:
        kind = "attention" if decision.action == "reject" else "crisis"
        reason = f"{_DONE[decision.action]} by {decision.by}: {decision.reason}"
    return Judgement(kind, reason, scored, usual, bad, later, decision.by if decision else None)


def _verdict(
    scored: float | None, bad: float | None, usual: float | None, messages: int, topic_share: float
) -> tuple[Literal["crisis", "attention"], str]:
    if topic_share < LEAST_TOPIC:
        return "attention", f"no one topic explains it: the likeliest covers {topic_share:.0%} of the messages"
    if scored is None or bad is None or usual is None or scored < LEAST_SCORED:
        return "crisis", "a large volume on one topic; its tone could not be read, so a person should confirm it"
    error = (bad * (1 - bad) / max(messages * scored, 1)) ** 0.5
    if bad >= WORSE * usual and bad - 2 * error > usual:
        return "crisis", f"{bad:.0%} of the readable messages on the topic are negative, against {usual:.0%} ordinarily"
    return "attention", f"people speak of it no worse than usual: {bad:.0%} negative, against {usual:.0%} ordinarily"


def _texts(
    connection: duckdb.DuckDBPyConnection, relation: str, since: pd.Timestamp, until: pd.Timestamp
) -> list[tuple[str, str | None]]:
    return connection.execute(
        f"""
        SELECT text, lang FROM {relation} WHERE created_at >= $since AND created_at < $until AND text IS NOT NULL
        ORDER BY hash(platform, id), platform, id LIMIT {SAMPLE}
        """,
        {"since": since, "until": until},
    ).fetchall()
