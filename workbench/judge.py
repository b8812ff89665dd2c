"""Crisis, or attention: a burst is a crisis when more people see something wrong on its topic than ordinarily do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from workbench import tone
from workbench.bursts import MIN_EXCESS
from workbench.decisions import Decision
from workbench.episode import Episode
from workbench.plan import Plan
from workbench.topic import Topic

if TYPE_CHECKING:
    import duckdb

#: Messages read for tone on each side, the ones with the smallest hashes.
SAMPLE = 1000
#: Below this share of readable messages their tone says nothing of the rest.
LEAST_SCORED = 0.2
#: Of those who are for or against, at least so many see something wrong, and more than ordinarily.
MOSTLY = 0.5
#: And more of all than ordinarily do, by this factor …
WORSE = 1.1
#: … or people ask about as much as they ordinarily do: who is only amused asks nothing.
ASKING = 0.75
#: A burst whose topic covers less of it than this is about no one thing.
LEAST_TOPIC = 0.25


Kind = Literal["crisis", "attention"]

_DONE = {"declare": "declared", "merge": "merged", "split": "split", "reject": "rejected"}


@dataclass(frozen=True)
class Judgement:
    """`kind` with the reason in words; the shares it rests on, None where too little could be read."""

    kind: Kind
    reason: str
    scored: float | None
    negative_before: float | None
    negative_during: float | None
    negative_after: float | None
    decided_by: str | None = None


def judge(connection: duckdb.DuckDBPyConnection, episode: Episode, plan: Plan) -> Judgement:
    """Whether `episode`, whose messages are in the table `on_topic`, is a crisis."""
    onset, end = episode.course.onset, episode.course.end or episode.until
    during = sample(connection, "on_topic", onset, end)
    calm = min(onset, episode.start) - pd.Timedelta(days=2)
    before = sample(connection, "mentions", calm - pd.Timedelta(days=60), calm)
    after = sample(connection, "mentions", end, end + pd.Timedelta(days=30))
    scored, bad, _ = tone.shares(during)
    _, usual, _ = tone.shares(before)
    _, later, _ = tone.shares(after)
    kind, reason = _verdict(_mood(during), _mood(before), len(during), episode.topic)
    running = [c.name for c in plan.campaigns if c.from_ <= onset.to_pydatetime() <= c.until]
    if kind == "attention" and running:
        reason += f"; the plan's campaign {running[0]!r} ran"
    return Judgement(kind, reason, scored, usual, bad, later)


def overruled(judgement: Judgement, decision: Decision) -> Judgement:
    """`judgement` with what people decided in place of its verdict."""
    kind: Kind = "attention" if decision.action == "reject" else "crisis"
    reason = f"{_DONE[decision.action]} by {decision.by}: {decision.reason}"
    return replace(judgement, kind=kind, reason=reason, decided_by=decision.by)


@dataclass(frozen=True)
class Mood:
    """Of some messages: the share that could be read, and of those how many see something wrong, are pleased, ask."""

    scored: float
    troubled: float
    pleased: float
    asking: float

    @property
    def against(self) -> float:
        """Of those who are for or against, the share that sees something wrong; 0 where nobody is either."""
        either = self.troubled + self.pleased
        return self.troubled / either if either else 0.0


def _mood(texts: list[tuple[str, str | None]]) -> Mood | None:
    """The mood of messages as (text, lang); None where there are none."""
    if not texts:
        return None
    known = [one for one in (tone.troubled(text, lang) for text, lang in texts) if one is not None]
    _, _, pleased = tone.shares(texts)
    asking = sum(tone.asks(text, lang) for text, lang in texts) / len(texts)
    return Mood(len(known) / len(texts), sum(known) / max(len(known), 1), pleased or 0.0, asking)


def _verdict(during: Mood | None, before: Mood | None, messages: int, topic: Topic) -> tuple[Kind, str]:
    """Grief and calls for help count as much as complaints do: a disaster is a crisis without anybody's anger."""
    if messages < MIN_EXCESS:
        return "attention", f"only {messages} messages are on its topic: that is no large volume"
    if topic.terms.empty:
        return "attention", "no words set its messages apart: it is about no one thing"
    if topic.share < LEAST_TOPIC:
        return "attention", f"no one topic explains it: the likeliest covers {topic.share:.0%} of the messages"
    if during is None or during.scored < LEAST_SCORED:
        return "crisis", "a large volume on one topic; its tone could not be read, so a person should confirm it"
    usual = before or Mood(0.0, 0.0, 0.0, 0.0)
    told = (
        f"{during.troubled:.0%} of the readable messages on the topic complain, mourn or call for help and"
        f" {during.pleased:.0%} are pleased, against {usual.troubled:.0%} and {usual.pleased:.0%} ordinarily"
    )
    against = during.against >= MOSTLY and during.against > usual.against
    if against and (during.troubled >= WORSE * usual.troubled or during.asking >= ASKING * usual.asking):
        return "crisis", told
    return "attention", f"people speak of it no worse than usual: {told}"


def sample(
    connection: duckdb.DuckDBPyConnection, relation: str, since: pd.Timestamp, until: pd.Timestamp
) -> list[tuple[str, str | None]]:
    """Of the messages in `relation` from `since` to before `until`, SAMPLE drawn by their ids: (text, lang)."""
    return connection.execute(
        f"""
        SELECT text, lang FROM {relation} WHERE created_at >= $since AND created_at < $until AND text IS NOT NULL
        ORDER BY hash(platform, id), platform, id LIMIT {SAMPLE}
        """,
        {"since": since, "until": until},
    ).fetchall()
