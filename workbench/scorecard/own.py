"""The fourth lesson: own your mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.facts import Check, Facts, TimelineEntry
from workbench.languages import key
from workbench.phrase import duration, number, place
from workbench.plan import Plan
from workbench.scorecard.verdict import (
    FIRST_MESSAGE,
    SAID_NOTHING,
    check,
    ids,
    minutes_between,
    minutes_target,
    when,
    why_unseen,
)

#: Minutes to the first statement where the plan sets no target.
FIRST_STATEMENT = 15.0
UNREAD = key("the wording could not be read")


def own(facts: Facts, plan: Plan) -> Iterator[Check]:
    """Whether we spoke in time, where it began, by name, and in words that own up."""
    unseen = why_unseen(facts)
    said = facts.response.timeline if facts.response else []
    first = facts.response.first_statement if facts.response else None
    yield _in_time(facts, plan, unseen)
    where = place(first.platform) if first else SAID_NOTHING
    same = first.on_origin_platform if first else False
    began = place(facts.origin.platform) if facts.origin else None
    at = [first.mention_id] if first else []
    yield check("own", key("we spoke where it began"), began, unseen or where, None if unseen else same, at)
    person = [entry for entry in said if entry.named]
    met = None if unseen or not plan.spokespersons else bool(person)
    name, target = key("a named person spoke"), key("a spokesperson of the plan")
    yield check("own", name, target, unseen or _spoke(person, said), met, ids(person))
    ours = facts.cause.verdict if facts.cause else None
    yield _wording("responsibility", key("we took responsibility"), said, unseen, ours)
    yield _wording("compassion", key("we showed compassion"), said, unseen)
    yield _wording("commitment", key("we said what we will do"), said, unseen)
    sharp = [entry for entry in said if entry.defensive]
    read = [entry for entry in said if entry.defensive is not None]
    observed = key("defensive wording") if sharp else key("no defensive wording")
    observed = SAID_NOTHING if not said else observed if read else UNREAD
    met = None if unseen or not read else not sharp
    yield check("own", key("we were not defensive"), key("in no statement"), unseen or observed, met, ids(sharp),
                 applies=bool(said) or bool(unseen))  # fmt: skip


def _in_time(facts: Facts, plan: Plan, unseen: str) -> Check:
    """The target runs from the origin where the post was our own, else from the earliest of the alarm and "we knew"."""
    first = facts.response.first_statement if facts.response else None
    scenario = next((one for one in plan.scenarios if facts.plan and one.id == facts.plan.scenario), None)
    given = (scenario.first_statement if scenario else None) or plan.targets.first_statement
    limit, target = minutes_target(given, FIRST_STATEMENT)
    name = key("our first statement came in time")
    if unseen or first is None:
        observed = key("no public statement was found")
        return check("own", name, target, unseen or observed, None if unseen else False)
    minutes, event = first.minutes_after_origin, key("our own post")
    if not (facts.origin and facts.origin.owned):
        known = [
            (first.minutes_after_alarm, key("it could have been known")),
            (first.minutes_after_known, key("we knew")),
        ]
        # The earliest clock has run longest.
        minutes, event = max(((m, e) for m, e in known if m is not None), default=(None, ""))
    if minutes is None and first.minutes_after_origin is not None and first.minutes_after_origin <= limit:
        minutes, event = first.minutes_after_origin, FIRST_MESSAGE
    if minutes is None:
        observed = key("since when it could have been known is not known")
        return check("own", name, target, observed, None, [first.mention_id])
    return check("own", name, target, when(minutes, event), minutes <= limit, [first.mention_id])


def _wording(mark: str, name: str, said: Sequence[TimelineEntry], unseen: str, cause: str | None = "internal") -> Check:
    """Whether any statement bears the mark. Responsibility is owed for what was one's own doing alone."""
    read = [entry for entry in said if getattr(entry, mark) is not None]
    bear = [entry for entry in read if getattr(entry, mark)]
    observed, met = (key("in none of our statements") if read else UNREAD), bool(bear) if read else None
    if bear:
        place_ = said.index(bear[0]) + 1
        observed = (
            key("in the first statement") if place_ == 1 else key("in the statement no. {n}").format(n=number(place_))
        )
    elif not said:
        observed, met = SAID_NOTHING, False
    elif read and cause is None:
        observed, met = key("in none of our statements; whose doing it was has not been judged"), None
    target = key("in one of our statements")
    return check("own", name, target, unseen or observed, None if unseen else met, ids(bear),
                  applies=cause != "external")  # fmt: skip


def _spoke(person: Sequence[TimelineEntry], said: Sequence[TimelineEntry]) -> str:
    if not person:
        return key("nobody by name") if said else SAID_NOTHING
    later = minutes_between(said[0].at, person[0].at) or 0.0
    if later > 0:
        return key("{name}, {long} after our first words").format(name=person[0].speaker, long=duration(later))
    return key("{name}, from the first").format(name=person[0].speaker)
