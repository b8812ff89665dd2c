"""What a simulated archive is made from, as data: a brand, its ordinary days, and what happened to it.

A scenario is one YAML file. Times are UTC seconds since 1970 once read; `minutes` and `per_hour` say their units.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from workbench.casestudy.phrase import Phrase, phrase
from workbench.errors import WorkbenchError

Shares = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Topic:
    """One thing people write about: where, how much of it, in which words; `asks` when it asks or complains.

    What people say `among` themselves is seldom said to the brand.
    """

    name: str
    share: float
    where: Shares
    texts: tuple[Phrase, ...]
    titles: tuple[Phrase, ...] = ()
    lang: str = "en"
    asks: bool = False
    among: bool = False
    begins: float = float("-inf")
    until: float = float("inf")


@dataclass(frozen=True, eq=False)
class Answers:
    """How the brand answers single people: how many, how soon, at which local hours, in which words.

    `hub_texts` send people to the hub; they are said from `hub_from` on, as often as the others.
    """

    share: float
    median_minutes: float
    spread: float
    hours: tuple[float, float]
    texts: tuple[Phrase, ...]
    hub_from: float = float("inf")
    hub_texts: tuple[Phrase, ...] = ()

    def said(self, at: int) -> tuple[Phrase, ...]:
        """What may be answered at a moment."""
        return (*self.texts, *self.hub_texts) if at >= self.hub_from else self.texts


@dataclass(frozen=True, eq=False)
class Published:
    """The brand's routine posts on one platform, at local hours, every day but in the pauses."""

    platform: str
    hours: tuple[float, ...]
    texts: tuple[Phrase, ...]
    pauses: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Pulse:
    """One rise and exponential decay of attention: `per_hour` at its top, before the daily rhythm is laid over."""

    onset: int
    rise_minutes: float
    per_hour: float
    half_life_minutes: float


@dataclass(frozen=True)
class Level:
    """From `begins` to `until` the ordinary rate is `factor` times what it would be; `kind` where that is no news.

    A change of the collector's query is of a kind (it must not be taken for a crisis), a slow season is not.
    """

    begins: int
    factor: float
    until: float = float("inf")
    kind: str | None = None


@dataclass(frozen=True)
class Gap:
    """The collector was down, for some `platforms` or (none named) for all.

    `backfill` is the share of what it missed that it got later, stamped within `within_minutes` after it came back.
    """

    begins: int
    until: int
    platforms: tuple[str, ...] = ()
    backfill: float = 0.0
    within_minutes: float = 20.0


@dataclass(frozen=True, eq=False)
class Fixed:
    """A message that the story sets: the origin, a statement (a thread when it has several parts), an answer to one.

    `by` is an outlet, a stranger or one of the scenario's people; without it the brand's account writes. `to` names the
    role of the fixed message that it hangs under. `collected` is false where the archive only holds what points at it.
    `draws` is how strongly it attracts replies, reposts and quotes at first; the pull halves every `pull_minutes`.
    """

    at: int
    platform: str
    role: str
    parts: tuple[str, ...]
    by: str | None = None
    speaker: tuple[str, ...] = ()
    named: bool = False
    marks: Mapping[str, bool] = field(default_factory=dict)
    draws: Shares = field(default_factory=dict)
    pull_minutes: float = 60.0
    deleted_at: int | None = None
    kind: str | None = None
    title: str | None = None
    to: str | None = None
    collected: bool = True


@dataclass(frozen=True, eq=False)
class Wave:
    """Something that happened: a crisis, or attention that is none."""

    name: str
    kind: str
    pulses: tuple[Pulse, ...]
    topics: tuple[Topic, ...]
    fixed: tuple[Fixed, ...]
    opens: Mapping[str, int]
    forms: Mapping[str, Shares]
    newcomers: float
    daily: float
    answers: Answers | None
    cause: Mapping[str, str]
    topic_terms: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Scenario:
    """The whole story of one archive.

    `endings` are what people in haste add to a text. `accounts`, `desk` (who answers where the account itself does not)
    and `people` (spokespersons) are handles by platform; `hub` is the page that brand texts link as `{hub}`.
    """

    brand: str
    name: str
    seed: int
    begins: int
    until: int
    collected_at: int
    utc_offset: float
    per_hour: float
    dispersion: float
    hours: tuple[float, ...]
    weekdays: tuple[float, ...]
    regulars: int
    newcomers: float
    followers: int
    mark: str
    accounts: Mapping[str, str]
    outlets: tuple[str, ...]
    forms: Mapping[str, Shares]
    topics: tuple[Topic, ...]
    published: tuple[Published, ...]
    answers: Answers
    waves: tuple[Wave, ...]
    duplicates: float
    lang: str = "en"
    endings: tuple[str, ...] = ("!!", "...", " smh", " lol", "!!!", " wow")
    hub: str | None = None
    desk: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def handles(self, platform: str) -> tuple[str, ...]:
        """The handles on a platform that speak for the brand."""
        return tuple(kind[platform] for kind in (self.accounts, self.desk, self.people) if platform in kind)


def read(text: str) -> Scenario:
    """The scenario in a YAML text. Raises WorkbenchError when a part is missing, unknown or of the wrong shape."""
    try:
        return build(yaml.safe_load(text))
    except yaml.YAMLError as problem:
        raise _damaged(problem) from problem


def build(raw: dict[str, Any]) -> Scenario:
    """The scenario of a YAML text already parsed; `raw` is used up. Raises WorkbenchError as `read` does."""
    try:
        return _scenario(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise _damaged(problem) from problem


def _damaged(problem: Exception) -> WorkbenchError:
    return WorkbenchError(f"The scenario can't be read ({problem}): compare it with workbench/casestudy/scenario.py.")


def _scenario(raw: dict[str, Any]) -> Scenario:
    words = {slot: [str(word) for word in choices] for slot, choices in raw.pop("words").items()}
    times: dict[str, Any] = {key: moment(raw.pop(key)) for key in ("begins", "until", "collected_at")}
    return Scenario(
        hours=_mean_one(raw.pop("hours"), 24),
        weekdays=_mean_one(raw.pop("weekdays"), 7),
        outlets=tuple(raw.pop("outlets")),
        topics=_topics(raw.pop("topics"), words),
        published=tuple(_published(one, words) for one in raw.pop("published")),
        answers=_answers(raw.pop("answers"), words),
        waves=tuple(_wave(one, words) for one in raw.pop("waves")),
        levels=tuple(Level(**_moments(one)) for one in raw.pop("levels", ())),
        gaps=tuple(Gap(platforms=tuple(one.pop("platforms", ())), **_moments(one)) for one in raw.pop("gaps", ())),
        **times,
        **raw,
    )


def _mean_one(weights: Sequence[float], count: int) -> tuple[float, ...]:
    if len(weights) != count:
        raise ValueError(f"{len(weights)} weights where {count} belong")
    return tuple(weight * count / sum(weights) for weight in weights)


def moment(value: dt.datetime) -> int:
    """UTC seconds since 1970 of a YAML time, which must say its zone."""
    if value.tzinfo is None:
        raise ValueError(f"the time {value} has no zone")
    return int(value.timestamp())


def _moments(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: moment(value) if key in ("begins", "until") else value for key, value in raw.items()}


def _phrases(templates: Sequence[str], words: Mapping[str, Sequence[str]]) -> tuple[Phrase, ...]:
    return tuple(phrase(template, words) for template in templates)


def _topics(raw: dict[str, dict[str, Any]], words: Mapping[str, Sequence[str]]) -> tuple[Topic, ...]:
    made = []
    for name, one in raw.items():
        times: dict[str, Any] = {key: float(moment(one.pop(key))) for key in ("begins", "until") if key in one}
        texts, titles = _phrases(one.pop("texts"), words), _phrases(one.pop("titles", ()), words)
        made.append(Topic(name=name, texts=texts, titles=titles, **times, **one))
    return tuple(made)


def _answers(raw: dict[str, Any], words: Mapping[str, Sequence[str]]) -> Answers:
    opens, closes = raw.pop("hours")
    times: dict[str, Any] = {"hub_from": float(moment(raw.pop("hub_from")))} if "hub_from" in raw else {}
    texts, hub_texts = _phrases(raw.pop("texts"), words), _phrases(raw.pop("hub_texts", ()), words)
    return Answers(hours=(opens, closes), texts=texts, hub_texts=hub_texts, **times, **raw)


def _published(raw: dict[str, Any], words: Mapping[str, Sequence[str]]) -> Published:
    pauses = tuple((moment(begins), moment(until)) for begins, until in raw.pop("pauses", ()))
    return Published(hours=tuple(raw.pop("hours")), texts=_phrases(raw.pop("texts"), words), pauses=pauses, **raw)


def _fixed(raw: dict[str, Any]) -> Fixed:
    deleted = raw.pop("deleted_at", None)
    return Fixed(
        at=moment(raw.pop("at")),
        parts=tuple(raw.pop("parts")),
        speaker=tuple(raw.pop("speaker", ())),
        deleted_at=None if deleted is None else moment(deleted),
        **raw,
    )


def _wave(raw: dict[str, Any], words: Mapping[str, Sequence[str]]) -> Wave:
    answers = raw.pop("answers", None)
    return Wave(
        pulses=tuple(Pulse(onset=moment(one.pop("onset")), **one) for one in raw.pop("pulses")),
        topics=_topics(raw.pop("topics"), words),
        fixed=tuple(_fixed(one) for one in raw.pop("fixed", ())),
        opens={platform: moment(at) for platform, at in raw.pop("opens", {}).items()},
        answers=None if answers is None else _answers(answers, words),
        topic_terms=tuple(raw.pop("topic_terms", ())),
        **{"forms": {}, "cause": {}, "newcomers": 0.5, "daily": 0.0, **raw},
    )
