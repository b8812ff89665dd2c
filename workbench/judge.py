"""Crisis, or attention: a burst is a crisis when what people write on its topic speaks for one, weighed together.

Tone alone does not tell: crowds at a match curse too. See `mood` for what is weighed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from workbench import mood, tone
from workbench.bursts import MIN_EXCESS
from workbench.decisions import Decision
from workbench.episode import Episode
from workbench.languages import key
from workbench.mood import Mood
from workbench.phrase import percent
from workbench.plan import Campaign, Plan
from workbench.topic import Topic

if TYPE_CHECKING:
    import duckdb

#: Messages read for tone on each side, the ones with the smallest hashes.
SAMPLE = mood.SAMPLE
#: What a campaign of the plan in whose words it is, of the first so many, weighs.
CAMPAIGN, CAMPAIGN_WORDS = -1.0, 10
#: From here on a piece of evidence is worth telling.
TELLING = 0.4
#: Messages of others on the topic, reposts left out, of which fewer are no crisis.
LEAST_SAID = 10
#: A burst whose topic covers less of what is over the usual than this is about no one thing.
LEAST_TOPIC = 0.25
#: A burst of which one account wrote this share is that account's doing, whatever it says.
ONE_VOICE = 0.9


Kind = Literal["crisis", "attention"]

_DONE = {
    "declare": key("declared by {who}: {why}"),
    "merge": key("merged by {who}: {why}"),
    "split": key("split by {who}: {why}"),
    "reject": key("rejected by {who}: {why}"),
}


@dataclass(frozen=True)
class Judgement:
    """`kind` with the reason in words; the shares it rests on, None where too little could be read.

    `tones`: by period what `tone.shares` gives of so many `sampled` messages.
    """

    kind: Kind
    reason: str
    scored: float | None
    negative_before: float | None
    negative_during: float | None
    negative_after: float | None
    decided_by: str | None = None
    tones: Mapping[str, tuple[float | None, float | None, float | None]] = field(default_factory=dict)
    sampled: Mapping[str, int] = field(default_factory=dict)


def judge(connection: duckdb.DuckDBPyConnection, episode: Episode, plan: Plan) -> Judgement:
    """Whether `episode`, whose messages are in the table `on_topic`, is a crisis."""
    onset, end = episode.course.onset, episode.course.end or episode.until
    during = sample(connection, "on_topic", onset, end)
    ordinary = min(onset, episode.start) - pd.Timedelta(days=2)
    before = sample(connection, "mentions", ordinary - pd.Timedelta(days=60), ordinary)
    after = sample(connection, "mentions", end, end + pd.Timedelta(days=30))
    read = {"before": before, "during": during, "after": after}
    tones = {period: tone.shares(messages) for period, messages in read.items()}
    past = mood.read(connection, "mentions", ordinary - pd.Timedelta(days=60), ordinary) or mood.ORDINARY
    terms = set(episode.topic.terms["term"].head(CAMPAIGN_WORDS))
    announced = {
        word for one in plan.campaigns if _runs(one, onset) for term in one.terms for word in term.lower().split()
    }
    now = mood.read(connection, "on_topic", onset, end)
    kind, reason = _verdict(now, past, len(during), episode.topic, _explained(episode), bool(terms & announced))
    if kind == "crisis" and (loudest := _loudest(connection, onset, end)) >= ONE_VOICE:
        kind = "attention"
        reason = key("one account wrote {share} of the messages on its topic").format(share=percent(loudest))
    running = [one.name for one in plan.campaigns if _runs(one, onset)]
    if kind == "attention" and running:
        reason += "; " + key("the plan's campaign {name} ran").format(name=repr(running[0]))
    scored, bad, _ = tones["during"]
    sampled = {period: len(messages) for period, messages in read.items()}
    calm, later = tones["before"][1], tones["after"][1]
    return Judgement(kind, reason, scored, calm, bad, later, tones=tones, sampled=sampled)


def _loudest(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> float:
    """The share of the messages on the topic that the busiest account wrote; 0 where the archive names no authors."""
    rows = connection.execute(
        """
        SELECT max(n) FILTER (who IS NOT NULL) / sum(n) FROM (
            SELECT coalesce(author_id, author) AS who, count(*) AS n FROM on_topic
            WHERE created_at >= $since AND created_at <= $until GROUP BY who
        )
        """,
        {"since": since, "until": until},
    ).fetchall()
    return rows[0][0] or 0.0


def _explained(episode: Episode) -> float:
    """The share of the excess that the topic covers: in a flat total far more than its share of all messages."""
    mentions = sum(wave.mentions for wave in episode.waves)
    surplus = sum(wave.excess for wave in episode.waves) / mentions if mentions else 1.0
    return episode.topic.share / max(surplus, episode.topic.share, 0.01)


def _runs(campaign: Campaign, onset: pd.Timestamp) -> bool:
    return campaign.from_ <= onset.to_pydatetime() <= campaign.until


def overruled(judgement: Judgement, decision: Decision) -> Judgement:
    """`judgement` with what people decided in place of its verdict."""
    kind: Kind = "attention" if decision.action == "reject" else "crisis"
    reason = _DONE[decision.action].format(who=decision.by, why=decision.reason)
    return replace(judgement, kind=kind, reason=reason, decided_by=decision.by)


def _verdict(
    during: Mood | None, usual: Mood, messages: int, topic: Topic, explained: float, campaign: bool
) -> tuple[Kind, str]:
    """Grief and calls for help count as much as complaints do: a disaster is a crisis without anybody's anger."""
    if messages < MIN_EXCESS:
        return "attention", key("only {n} messages are on its topic: that is no large volume").format(n=messages)
    if topic.terms.empty:
        return "attention", key("no words set its messages apart: it is about no one thing")
    if explained < LEAST_TOPIC:
        told = key("no one topic explains it: the likeliest covers {share} of the messages")
        return "attention", told.format(share=percent(topic.share))
    if during is None or during.messages < LEAST_SAID:
        told = key("only {n} messages on its topic are in words of their own: the others pass on what somebody said")
        return "attention", told.format(n=during.messages if during else 0)
    found = mood.evidence(during, usual) | ({"campaign": CAMPAIGN} if campaign else {})
    grave = sum(found.values()) > 0 and mood.grave(during, usual)
    if grave and not mood.beyond_chance(during, usual):
        told = key(
            "{n} messages in words of their own are too few to tell how people speak of it from how they usually do"
        )
        return "attention", told.format(n=during.messages)
    return ("crisis" if grave else "attention"), _told(during, usual, found, grave)


def _told(during: Mood, usual: Mood, found: dict[str, float], crisis: bool) -> str:
    """The verdict in words: what speaks for it, and what against."""
    said = []
    if "troubled" in found:
        said.append(
            key(
                "{share} of the readable messages on the topic complain, mourn or call for help and {pleased} are"
                " pleased, against {usual} and {usually} ordinarily"
            ).format(
                share=percent(during.troubled), pleased=percent(during.pleased),
                usual=percent(usual.troubled), usually=percent(usual.pleased),
            )
        )  # fmt: skip
    else:
        said.append(key("its tone could not be read, so a person should confirm this"))
    if abs(found["turning"]) > TELLING:
        more = key("people turn to the brand more than they ordinarily do")
        said.append(more if found["turning"] > 0 else key("people turn to the brand less than they ordinarily do"))
    if found["joyful"] < -TELLING:
        said.append(key("{share} show joy in signs").format(share=percent(during.joyful)))
    if found["copied"] < 0:
        copied = key("{share} copy one of {n} messages nearly word by word")
        said.append(copied.format(share=percent(during.copied), n=mood.STORIES))
    if "campaign" in found:
        said.append(key("it is in the words of a campaign of the plan"))
    reasons = "; ".join(said)
    return reasons if crisis else key("people speak of it no worse than usual: {reasons}").format(reasons=reasons)


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
