"""The facts on what people said in a crisis: stories, claims, who spoke for the brand, and what the cause rests on."""

from __future__ import annotations

from typing import Literal

from workbench.facts.part import Number, Part, Time

Cluster = Literal["victim", "accidental", "preventable"]


class Story(Part):
    """One text that several messages carry, word for word or nearly so: `mention_id` is the first of them."""

    mention_id: str
    mentions: int
    reposts: int
    wordings: int
    authors: int | None = None
    first_seen: Time
    last_seen: Time
    platforms: list[str] = []


class Stories(Part):
    """How many different things were said in how many messages, and what was repeated most."""

    messages: int
    stories: int
    largest: list[Story] = []


class Addressed(Part):
    """The brand's first public message that takes up a claim: when, and how long after the claim was first seen."""

    mention_id: str
    at: Time
    minutes_after: Number


class Claim(Part):
    """An allegation, a rumour or a demand, with its course; or what is much said of no known kind (`said`).

    `kind` is a code of `workbench.claims`, or `own words`; `share` is of the messages on the topic, `usual` of ordinary
    ones. `words` are those that the claim's messages hold more than others on the topic. `stopped`: in the last tenth
    of the crisis less than a tenth of its highest rate was left; null when the crisis still ran.
    """

    role: Literal["allegation", "rumour", "demand", "said"]
    kind: str
    words: list[str] = []
    mentions: int
    originals: int
    share: Number
    usual: Number
    first_seen: Time
    peak: Time
    last_seen: Time
    addressed: Addressed | None = None
    stopped: bool | None = None
    examples: list[str] = []


class Defence(Part):
    """Who spoke for the brand, or praised its response: messages, originals, accounts."""

    mentions: int
    originals: int
    authors: int | None = None
    share: Number
    usual: Number
    first_seen: Time | None = None
    examples: list[str] = []


class Claims(Part):
    """What was claimed, the commonest first, and who spoke for the brand.

    `read_share`: the share of the messages in a language whose claims are read.
    """

    read_share: Number
    claims: list[Claim] = []
    defenders: Defence | None = None
    praise: Defence | None = None


class Reason(Part):
    """What speaks for a cluster of responsibility: `code` is a kind of claim, `own post`, or two kinds together.

    `weight`: the log odds it adds; `share` and `usual`: of the crisis's messages, and of ordinary ones.
    """

    code: str
    points_to: Cluster
    weight: Number
    mentions: int | None = None
    share: Number | None = None
    usual: Number | None = None
    examples: list[str] = []


class Cause(Part):
    """A proposal, until a person confirms or overrules it with a reason.

    `likelihood`: of each cluster; `level`: the cluster after earlier similar crises (`earlier`) raised it, as
    situational crisis communication theory says.
    """

    verdict: Literal["internal", "external"] | None = None
    cluster: Cluster | None = None
    confidence: Number | None = None
    evidence: list[str] = []
    confirmed_by: str | None = None
    confirmed_reason: str | None = None
    likelihood: dict[str, Number] = {}
    reasons: list[Reason] = []
    level: Cluster | None = None
    earlier: list[str] = []


class Rank(Part):
    """A figure of the crisis among those of earlier crises: `rank` 1 is the highest; `percentile` of those below."""

    figure: str
    value: Number
    rank: int
    of: int
    percentile: Number
    median: Number | None = None


class Comparison(Part):
    """The crisis beside earlier ones of the brand (`brand`) and of every brand in the archive (`archive`)."""

    brand: list[Rank] = []
    archive: list[Rank] = []
    earlier: list[str] = []
    few: bool = True


class Subtopic(Part):
    """A part of the topic with words of its own: when it was there, and how many messages are on it."""

    label: str
    terms: list[str]
    mentions: int
    share: Number
    first_seen: Time
    peak: Time
    last_seen: Time
    fading: bool | None = None
