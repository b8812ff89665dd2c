"""What happened in one episode, put together: origin, cause, spread, claims, stories, recovery, comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench import (
    cause,
    claims,
    comparison,
    crowd,
    decay,
    decisions,
    facts,
    origin,
    recovery,
    spread,
    stories,
    subtopics,
)
from workbench.claims import told
from workbench.languages import key
from workbench.statement import Statement

if TYPE_CHECKING:
    from workbench.study import Found, Study

_NOT_READ = key("too few of the messages are in a language whose claims are read (en, es, de, fr, pt, lv, ru, ar, ja)")


@dataclass(frozen=True)
class Happened:
    """The sections of the facts that tell what happened, and the tables that a report draws of them, by name."""

    origin: facts.Origin | None
    cause: facts.Cause
    spread: facts.Spread
    recovery: facts.Recovery
    subtopics: list[facts.Subtopic]
    stories: facts.Stories
    claims: facts.Claims
    comparison: facts.Comparison
    tables: dict[str, pd.DataFrame]

    @property
    def unknown(self) -> dict[str, str]:
        """Why each null of these sections is null."""
        reasons = {}
        if self.origin is None or self.origin.trigger is None:
            reasons["origin.trigger"] = key("people have to enter it, and nobody has")
        if self.cause.verdict is None:
            read = self.claims.read_share >= cause.LEAST_READ
            reasons["cause.verdict"] = (
                key("what people say speaks for several causes, or for none") if read else _NOT_READ
            )
        elif self.cause.cluster is None:
            reasons["cause.cluster"] = key("what people say speaks for an accident as much as for a thing preventable")
        if self.claims.read_share < cause.LEAST_READ:
            reasons["claims.claims"] = _NOT_READ
        reasons |= _unknown_of_spread(self.spread)
        if self.recovery.shift is None:
            reasons["recovery.shift"] = key("there are too few ordinary days before the crisis, or after it")
        if self.recovery.return_check is None:
            reasons["recovery.return_check"] = key("the archive ends with the crisis, or within a day after it")
        if not self.comparison.brand:
            reasons["comparison.brand"] = key("no earlier crisis of the brand is in the archive")
        return reasons

    def evidence(self) -> dict[str, str]:
        """The messages that these sections point at: id to the part it plays."""
        roles = {story.mention_id: "much repeated" for story in self.stories.largest}
        said: list[tuple[str, list[str]]] = [(f"claim: {one.kind}", one.examples) for one in self.claims.claims]
        for name, one in (("spoke for us", self.claims.defenders), ("praised the response", self.claims.praise)):
            said.append((name, one.examples if one else []))
        for role, keys in said:
            roles |= dict.fromkeys(keys, role)
        roles |= {one.addressed.mention_id: f"takes up: {one.kind}" for one in self.claims.claims if one.addressed}
        roles |= {key: f"cause: {reason.code}" for reason in self.cause.reasons for key in reason.examples}
        if self.origin:
            roles |= {other.mention_id: "may be the origin" for other in self.origin.others}
        return roles


def find(
    study: Study,
    found: Found,
    began: origin.Origin | None,
    minutes: pd.Series,
    fall: decay.Decay | None,
    again: facts.ReturnCheck | None,
    said: Sequence[Statement],
) -> Happened:
    """What happened in `found`, whose messages are in the table `on_topic`; `began` is its origin.

    `minutes`: on-topic messages a minute; `fall`: how the excess decayed; `again`: whether it came back;
    `said`: what the brand said.
    """
    connection, one = study.connection, found.episode
    since = min(began.at, one.course.onset) if began else one.course.onset
    until = one.course.end or one.until
    stories.mark(connection, since, until)
    claims.mark(connection)
    heard = cause.listen(connection, one)
    brand, data = study.archive.brand, study.archive.data
    set_off = decisions.latest(brand, data, "trigger", found.crisis.id)
    earlier = cause.similar_before(connection, found, study.found)
    parts, parts_course = subtopics.find(connection, one, since)
    crises = [other.crisis for other in study.found if other.crisis.kind == "crisis"]
    if study.archive.as_of is None:
        comparison.remember(brand, data, crises)
    return Happened(
        origin=began.told(set_off.reason if set_off else None) if began else None,
        cause=cause.find(connection, heard, began, earlier, decisions.latest(brand, data, "cause", found.crisis.id)),
        spread=_spread(study, found, since, until, minutes),
        recovery=_recovery(study, found, fall, again),
        subtopics=parts,
        stories=stories.largest(connection),
        claims=told.find(connection, one, heard, said, parts),
        comparison=comparison.compare(found.crisis, brand, crises, data),
        tables={"subtopics": parts_course},
    )


def _unknown_of_spread(found: facts.Spread) -> dict[str, str]:
    """Why each null of how it spread is null."""
    reasons = {}
    if found.newcomers is None:
        reasons["spread.newcomers"] = key("the archive names no authors, or begins less than two weeks before")
    elif found.newcomers.stayed is None:
        reasons["spread.newcomers.stayed"] = key("the archive ends less than eight days after the crisis")
    if found.concentration is None:
        reasons["spread.concentration"] = key("the archive names no authors")
    if found.reach is None or found.reach.followers is None:
        reasons["spread.reach.followers"] = key("the archive tells of no account how many people follow it")
    if found.doubling_minutes is None:
        reasons["spread.doubling_minutes"] = key("it rose too fast, or on too few messages, to tell a pace")
    return reasons


def _spread(study: Study, found: Found, since: pd.Timestamp, until: pd.Timestamp, minutes: pd.Series) -> facts.Spread:
    connection, one = study.connection, found.episode
    grew = spread.growth(one, minutes)
    return facts.Spread(
        platforms=spread.platforms(connection, since, until),
        doubling_minutes=grew.minutes if grew else None,
        doubling_interval=(grew.low, grew.high) if grew else None,
        growth_per_hour=grew.per_hour if grew else None,
        amplifiers=spread.amplifiers(connection, since, until),
        sharers=spread.sharers(connection, since, until),
        concentration=crowd.concentration(connection, since, until),
        newcomers=crowd.newcomers(connection, since, until, one.course.end is None),
        reach=crowd.reach(connection, since, until),
        languages=spread.languages(connection, since, until),
    )


def _recovery(study: Study, found: Found, fall: decay.Decay | None, again: facts.ReturnCheck | None) -> facts.Recovery:
    one = found.episode
    ordinary = recovery.baseline_at(study.history, one)
    return facts.Recovery(
        half_life_minutes=fall.half_life if fall else None,
        half_life_interval=(fall.low, fall.high) if fall else None,
        baseline_at=None if ordinary is None else ordinary.to_pydatetime(),
        aftershocks=recovery.aftershocks(one),
        shift=recovery.shift(study.history, one),
        return_check=again,
    )
