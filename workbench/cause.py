"""Whose doing it was, as publics attribute it: internal or external, and how responsible the brand is held to be.

The clusters are those of Coombs' situational crisis communication theory (Coombs 2007, "Protecting organization
reputations during a crisis"): victim (struck from outside), accidental (failed without intent), preventable (knew
better). What speaks for each is counted in what people say (`workbench.claims`), held against ordinary time, and added
up as log odds. The weights were fitted on half of the generated archives towards a weight of six for the cluster that
the theory names (ten for a harm of which people say that it was known for long or had happened before, preventable by
the theory's own definition and by its crisis history), and measured on the other half (`python -m
benchmarks.happened`). A proposal, for people to confirm.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from workbench import claims, official, proportion
from workbench.episode import Episode
from workbench.facts import Cause, Reason
from workbench.origin import Origin

if TYPE_CHECKING:
    import duckdb

    from workbench.decisions import Decision
    from workbench.study import Found

Cluster = Literal["victim", "accidental", "preventable"]
Proposal = tuple[Literal["internal", "external"] | None, Cluster | None, float | None]
CLUSTERS: tuple[Cluster, ...] = ("victim", "accidental", "preventable")
#: What speaks for which cluster, and how much: log odds for the whole of the messages. `a * b` is both at once.
WEIGHTS: Mapping[str, tuple[Cluster, float]] = {
    "nature": ("victim", 6.2),
    "falsehood": ("victim", 5.8),
    "attack": ("victim", 7.4),
    "everyone": ("victim", 5.9),
    "breakdown": ("accidental", 6.2),
    "harm": ("accidental", 6.8),
    "knew": ("preventable", 3.1),
    "offence": ("preventable", 6.1),
    "conduct": ("preventable", 5.2),
    "management": ("preventable", 7.4),
    "greed": ("preventable", 6.6),
    "values": ("preventable", 6.0),
    "data": ("preventable", 4.2),
    "change": ("preventable", 6.0),
    "apology": ("preventable", 2.1),
    "dismissal": ("preventable", 2.5),
    "own post": ("preventable", 2.3),
    "nature * offence": ("preventable", 4.0),
    "harm * knew": ("preventable", 3.0),
    "harm * long": ("preventable", 10.0),
    "falsehood * misdeed": ("victim", 3.5),
    "attack * data": ("victim", 5.1),
}
#: What is to be said before anything was read.
PRIOR: Mapping[Cluster, float] = {"victim": 0.7, "accidental": -0.4, "preventable": -0.3}
#: New crises are less clear than those the weights come from: log odds are taken by this factor (0.98 for a language
#: that was left out, 0.68 for a kind of crisis).
SHARPNESS = 0.85
OWN_POST = "own post"
#: Below this confidence it stays undecided; so does a cluster within an internal cause.
DECIDED = 0.7
DECIDED_CLUSTER = 0.6
#: Ordinary messages read, the topic's terms, what one of them weighs beside the messages; below that nothing is listed.
ORDINARY, TERMS, TERM_WEIGHT, LISTED = 3000, 12, 0.5, 0.3
#: Where there are fewer ordinary messages than this, every kind is taken to be claimed in this share of them anyway.
LEAST_ORDINARY, UNKNOWN_USUAL = 200, 0.03
#: Few messages decide nothing: a kind is claimed in at least so many, and of its share the lower bound counts that so
#: many standard errors leave (90 %, one-sided).
LEAST_MESSAGES, SURELY = 5, 1.28
#: Without one reason as heavy as this, nothing is proposed: many slight ones are chance.
LEAST_EVIDENCE = 1.0
#: With fewer messages in a language whose claims are read, nothing is said.
LEAST_READ = 0.2
#: Earlier crises that count: so long ago at most, with so many of the telling words, or a kind of claim, in common.
REMEMBERED, SHARED_WORDS = pd.Timedelta(days=3 * 365), 3


@dataclass(frozen=True)
class Heard:
    """How much of each kind was claimed: shares of the messages on the topic, of ordinary ones, of the terms.

    `read`: the share of the topic's `messages` in a language whose claims are read. `wordings`: in how many different
    texts they are, for copies of one are no second voice.
    """

    during: Mapping[str, float]
    usual: Mapping[str, float]
    terms: Mapping[str, float]
    read: float
    messages: int
    wordings: int

    def strength(self, code: str) -> float:
        """How much more than usual a kind is surely claimed, from 0 to about 1.5; of two kinds, the product."""
        one, _, other = code.partition(" * ")
        if other == "misdeed":
            return self.strength(one) * max(self.strength(kind) for kind in claims.kinds("misdeed"))
        if other:
            return self.strength(one) * self.strength(other)
        share, voices = self.during.get(code, 0.0), max(self.wordings, 1)
        if share * self.messages < LEAST_MESSAGES:
            return 0.0
        surely = proportion.wilson(share * voices, voices, SURELY)[1]
        more = max(surely - self.usual.get(code, 0.0), 0.0)
        return math.sqrt(more) + TERM_WEIGHT * math.sqrt(self.terms.get(code, 0.0))


def listen(connection: duckdb.DuckDBPyConnection, episode: Episode) -> Heard:
    """What was claimed in `episode`; needs the tables of `stories.mark` and `claims.mark`.

    Leaves the ordinary messages that it read in the temporary table `ordinary` (wording, plain).
    """
    read, lang = connection.execute(
        "SELECT coalesce(avg((lang IN (SELECT unnest($1::VARCHAR[])))::INT), 0), mode(lang)"
        " FROM told JOIN wording USING (wording)",
        [list(claims.LANGUAGES)],
    ).fetchall()[0]
    since, until = episode.course.onset - pd.Timedelta(days=2), episode.course.end or episode.until
    usual = claims.shares(
        connection,
        f"SELECT title, text, lang FROM mentions WHERE created_at < $since OR created_at > $until"
        f" ORDER BY hash(platform, id), platform, id LIMIT {ORDINARY}",
        {"since": since, "until": until + pd.Timedelta(days=3)},
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE ordinary AS SELECT number AS wording, plain FROM heard")
    if connection.execute("SELECT count(*) FROM ordinary").fetchall()[0][0] < LEAST_ORDINARY:
        usual = {kind: max(share, UNKNOWN_USUAL) for kind, share in usual.items()}
    counts = connection.execute("SELECT count(*), count(DISTINCT wording) FROM told").fetchall()[0]
    return Heard(claims.told_shares(connection), usual, _in_terms(connection, episode, lang), read, *counts)


def _in_terms(connection: duckdb.DuckDBPyConnection, episode: Episode, lang: str | None) -> dict[str, float]:
    terms = episode.topic.terms["term"].head(TERMS).tolist()
    query = "SELECT NULL AS title, unnest($terms::VARCHAR[]) AS text, $lang::VARCHAR AS lang"
    return claims.shares(connection, query, {"terms": terms, "lang": lang})


def find(
    connection: duckdb.DuckDBPyConnection,
    heard: Heard,
    began: Origin | None,
    earlier: list[str],
    decision: Decision | None = None,
) -> Cause:
    """The cause that `heard` speaks for, or what people decided; `earlier` are the ids of similar crises before."""
    ours = _own_post(connection, began)
    reasons = _reasons(connection, heard, began if ours else None)
    likely = likelihood(strengths(heard, ours))
    told = heard.read >= LEAST_READ and any(reason.weight >= LEAST_EVIDENCE for reason in reasons)
    proposal: Proposal = _verdict(likely) if told else (None, None, None)
    cause = Cause(
        verdict=proposal[0],
        cluster=proposal[1],
        confidence=proposal[2],
        evidence=list(dict.fromkeys(key for reason in reasons for key in reason.examples)),
        likelihood={str(name): share for name, share in likely.items()} if proposal[2] is not None else {},
        reasons=reasons,
        earlier=earlier,
    )
    if decision is not None:
        cause.verdict, cause.cluster = decision.verdict, decision.cluster
        cause.confirmed_by, cause.confirmed_reason = decision.by, decision.reason
    cause.level = _level(cause.cluster, bool(earlier))
    return cause


def strengths(heard: Heard, ours: bool) -> dict[str, float]:
    """How strongly each of WEIGHTS is heard; `ours`: it began with a post of the brand's own."""
    return {code: float(ours) if code == OWN_POST else heard.strength(code) for code in WEIGHTS}


def likelihood(found: Mapping[str, float]) -> dict[Cluster, float]:
    """How likely each cluster is, from what `strengths` gives: together 1."""
    odds = dict(PRIOR)
    for code, (cluster, weight) in WEIGHTS.items():
        odds[cluster] += weight * found[code]
    top = max(odds.values())
    parts = {cluster: math.exp(SHARPNESS * (value - top)) for cluster, value in odds.items()}
    return {cluster: part / sum(parts.values()) for cluster, part in parts.items()}


def _verdict(likely: Mapping[Cluster, float]) -> Proposal:
    """Verdict and cluster, null where the evidence is too even, and how likely the likelier verdict is."""
    external = likely["victim"]
    confidence = max(external, 1 - external)
    if confidence < DECIDED:
        return None, None, confidence
    if external > 0.5:
        return "external", "victim", confidence
    cluster: Cluster = "preventable" if likely["preventable"] > likely["accidental"] else "accidental"
    return "internal", cluster if likely[cluster] >= DECIDED_CLUSTER * (1 - external) else None, confidence


def _level(cluster: Cluster | None, again: bool) -> Cluster | None:
    """The cluster whose responsibility is attributed: one up, where the brand went through the like before."""
    if cluster is None or not again:
        return cluster
    return CLUSTERS[min(CLUSTERS.index(cluster) + 1, len(CLUSTERS) - 1)]


def _own_post(connection: duckdb.DuckDBPyConnection, began: Origin | None) -> bool:
    """Whether it began with a post of the brand's own that is no statement on what happened."""
    if began is None or not began.owned:
        return False
    rows = connection.execute(
        "SELECT text FROM mentions WHERE platform = $1 AND id = $2", [began.platform, began.mention_id]
    ).fetchall()
    return not any(official.surely(text or "") for (text,) in rows)


def _reasons(connection: duckdb.DuckDBPyConnection, heard: Heard, ours: Origin | None) -> list[Reason]:
    """What speaks for a cluster, the heaviest first, each with the messages that were repeated most."""
    found = []
    for code, (cluster, weight) in WEIGHTS.items():
        if code == OWN_POST:
            if ours:
                found.append(
                    Reason(code=code, points_to=cluster, weight=SHARPNESS * weight, examples=[ours.mention_id])
                )
            continue
        adds = SHARPNESS * weight * heard.strength(code)
        if adds < LISTED:
            continue
        reason = Reason(code=code, points_to=cluster, weight=adds)
        if " * " not in code:
            mentions, _, examples = claims.counted(connection, code)
            reason.mentions, reason.examples = mentions, examples
            reason.share, reason.usual = heard.during.get(code, 0.0), heard.usual.get(code, 0.0)
        found.append(reason)
    return sorted(found, key=lambda reason: (-reason.weight, reason.code))


def similar_before(connection: duckdb.DuckDBPyConnection, found: Found, everything: tuple[Found, ...]) -> list[str]:
    """The ids of earlier crises of the brand that were of the kind of `found`: like words, or like claims in them."""
    one = found.episode
    words, kinds = _marks(connection, one)
    alike = []
    for other in everything:
        before = one.course.onset - other.episode.course.onset
        if other is found or other.crisis.kind != "crisis" or not pd.Timedelta(0) < before <= REMEMBERED:
            continue
        others, other_kinds = _marks(connection, other.episode)
        if len(words & others) >= SHARED_WORDS or kinds & other_kinds:
            alike.append(other.crisis.id)
    return alike


def _marks(connection: duckdb.DuckDBPyConnection, episode: Episode) -> tuple[set[str], set[str]]:
    """The telling words of an episode, and the kinds of failures and misdeeds they claim."""
    said = _in_terms(connection, episode, None)
    told = {kind for kind in claims.kinds("event", "failure", "misdeed") if said[kind] >= 2 / TERMS}
    return set(episode.topic.terms["term"].head(TERMS)), told
