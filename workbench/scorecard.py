"""The response held against the plan: each check with its target, what was observed, and a verdict.

Four lessons: have a plan, open a hub, monitor and answer, own your mistakes. They are never added up to one grade,
which would hide a miss. Everything is read from the facts, so that whoever doubts a verdict can redo it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from workbench.facts import Check, Facts, Response, TimelineEntry
from workbench.phrase import count, duration, percent, place
from workbench.plan import Plan

#: What holds where the plan sets no target, in minutes or as a share; the scorecard labels it so.
FIRST_STATEMENT, MEDIAN_WAIT, P90_WAIT, UPDATES, HUB_LINKED = 15.0, 60.0, 1440.0, 240.0, 1440.0
ANSWERED, HUB_SHARE, COVERED = 0.8, 0.3, 0.8
#: Of the 30 days after the end so many must be in the archive before silence counts as one.
ENOUGH_AFTER = 7.0

Tip = Literal["plan", "hub", "monitor", "own"]
#: Mention ids by what they are evidence of: `waiting`, `hub`, `scenario`.
Evidence = Mapping[str, Sequence[str]]


def checks(facts: Facts, plan: Plan | None, evidence: Evidence) -> list[Check]:
    """The scorecard of the crisis in `facts`; `plan` is None where none is written down."""
    told = plan or Plan(brand=facts.brand)
    return [
        *_plan(facts, plan, evidence),
        *_hub(facts, plan, evidence),
        *_monitor(facts, told, evidence),
        *_own(facts, told),
    ]


def _plan(facts: Facts, plan: Plan | None, evidence: Evidence) -> Iterator[Check]:
    found = facts.plan
    if plan is None or found is None:
        for name in ("a scenario covers it", "the scenario has an owner", "the committee met as agreed"):
            yield _check("plan", name, None, "no plan is written down here", None)
    else:
        fit = next((one for one in found.fits if one.scenario == found.scenario), None)
        best = f"{found.scenario}: its words are in {percent(fit.share)} of the messages" if fit else ""
        none = (
            f"none of {count(len(plan.scenarios), 'scenario', 'scenarios')} fits"
            if plan.scenarios
            else "the plan has no scenario"
        )
        yield _check(
            "plan", "a scenario covers it", "one that fits", best or none, bool(fit), evidence.get("scenario", ())
        )
        owner = found.owner or ("nobody is named" if fit else "no scenario fits")
        yield _check(
            "plan", "the scenario has an owner", "a name", owner, bool(found.owner) if fit else None, applies=bool(fit)
        )
        meets = plan.committee.meets if plan.committee else None
        last = f"last on {found.committee_last_met}" if found.committee_last_met else "no meeting before it is logged"
        yield _check("plan", "the committee met as agreed", meets, last, found.committee_met)
    convened = facts.response.convened_at if facts.response else None
    seen = "it is in the event log" if convened else "the event log names no such meeting"
    yield _check("plan", "the committee convened", "during the crisis", seen, True if convened else None)


def _hub(facts: Facts, plan: Plan | None, evidence: Evidence) -> Iterator[Check]:
    urls = plan.hub.urls if plan and plan.hub else []
    hub = facts.response.hub if facts.response else None
    there = bool(urls or hub)
    seen = hub.url if hub else urls[0] if urls else "the plan names none" if plan else "no plan is written down here"
    yield _check("hub", "a hub exists", "an address in the plan", seen, there or (None if plan is None else False))
    began = facts.origin.created_at if facts.origin else facts.crisis.onset if facts.crisis else None
    linked = hub.first_linked_at if hub else None
    after = _minutes(began, linked)
    given = plan.targets if plan else Plan(brand=facts.brand).targets
    limit, target = _minutes_target(given.hub_linked, HUB_LINKED)
    unseen = _unseen(facts) or (facts.unknown.get("response.hub", "") if hub is None else "")
    yield _check(
        "hub", "we linked it soon", target,
        unseen or ("never, in this archive" if after is None else f"{duration(after)} after the first message"),
        None if unseen else after is not None and after <= limit, evidence.get("hub", ()), applies=there,
    )  # fmt: skip
    share = hub.share_of_replies if hub else None
    least, target = _share_target(given.hub_share, HUB_SHARE)
    observed = percent(share) if share is not None else "no reply of ours is in the archive"
    yield _check("hub", "our replies point to it", f"{target} of them", unseen or observed,
                 None if unseen or share is None else share >= least, applies=there)  # fmt: skip
    judged = [one for one in facts.questions or [] if one.answered_by_hub is not None]
    asked = sum(one.asked for one in judged)
    covered = sum(one.asked for one in judged if one.answered_by_hub) / asked if asked else None
    yield _check(
        "hub", "it answers what people ask", f"{percent(COVERED)} of the questions (our default)",
        "no question could be held against its answers" if covered is None else f"{percent(covered)} of {asked} asked",
        None if covered is None else covered >= COVERED, applies=there,
    )  # fmt: skip


def _monitor(facts: Facts, plan: Plan, evidence: Evidence) -> Iterator[Check]:
    heard, unseen = facts.response, _unseen(facts)
    needed = heard.needs_reply if heard else None
    waiting = evidence.get("waiting", ())
    for name, waited, given, usual in (
        ("half were answered in time", heard.median_wait_minutes if heard else None, plan.targets.median_reply,
         MEDIAN_WAIT),
        ("nine in ten were answered in time", heard.p90_wait_minutes if heard else None, None, P90_WAIT),
    ):  # fmt: skip
        limit, target = _minutes_target(given, usual)
        observed = "not reached: too many still wait" if waited is None else f"{duration(waited)}, open ones included"
        yield _check("monitor", name, target, unseen or observed, None if unseen else waited is not None and
                     waited <= limit, waiting, applies=needed != 0)  # fmt: skip
    yield _answered(heard, plan, unseen, waiting)
    yield _silence(facts, plan, unseen)
    yield _aftercare(facts, unseen)


def _answered(heard: Response | None, plan: Plan, unseen: str, waiting: Sequence[str]) -> Check:
    wanted = plan.targets.answered_share
    least, target = _share_target(wanted.share if wanted else None, ANSWERED)
    within = wanted.within if wanted else None
    needed = heard.needs_reply if heard else None
    done = heard.answered_in_time if heard and within else heard.answered if heard else None
    share = done / needed if needed and done is not None else None
    target += f" within {duration(within)}" if within else " by the end of the crisis"
    observed = unseen or (
        "not known" if share is None else f"{percent(share)} of {count(needed or 0, 'message', 'messages')}"
    )
    return _check("monitor", "people got an answer", target, observed, None if unseen or share is None else
                  share >= least, waiting, applies=needed != 0)  # fmt: skip


def _silence(facts: Facts, plan: Plan, unseen: str) -> Check:
    heard = facts.response
    limit, target = _minutes_target(plan.targets.update_every, UPDATES)
    silence = heard.longest_silence_minutes if heard else None
    said = [entry.mention_id for entry in heard.timeline] if heard else []
    observed = "we said nothing" if silence is None else f"the longest silence was {duration(silence)}"
    return _check("monitor", "we kept people up to date", f"every {target}", unseen or observed,
                  None if unseen else silence is not None and silence <= limit, said)  # fmt: skip


def _aftercare(facts: Facts, unseen: str) -> Check:
    care = facts.response.aftercare if facts.response else None
    target = "a reply in the 30 days after"
    if unseen or care is None:
        return _check("monitor", "we went on answering", target, unseen or "the archive ends with the crisis", None)
    covered = "" if care.days >= 30 else f"; the archive covers {duration(care.days * 1440)} of them"
    verdict = True if care.replies else False if care.days >= ENOUGH_AFTER else None
    return _check("monitor", "we went on answering", target, f"{count(care.replies, 'reply', 'replies')}{covered}",
                  verdict, applies=care.asked != 0 or bool(care.replies))  # fmt: skip


def _own(facts: Facts, plan: Plan) -> Iterator[Check]:
    unseen = _unseen(facts)
    said = facts.response.timeline if facts.response else []
    first = facts.response.first_statement if facts.response else None
    yield _in_time(facts, plan, unseen)
    where = place(first.platform) if first else "we said nothing"
    same = first.on_origin_platform if first else False
    began = place(facts.origin.platform) if facts.origin else None
    yield _check("own", "we spoke where it began", began, unseen or where, None if unseen else same,
                 [first.mention_id] if first else [])  # fmt: skip
    person = [entry for entry in said if entry.named]
    yield _check("own", "a named person spoke", "a spokesperson of the plan", unseen or _spoke(person, said),
                 None if unseen or not plan.spokespersons else bool(person), _ids(person))  # fmt: skip
    ours = facts.cause.verdict if facts.cause else None
    yield _wording("responsibility", "we took responsibility", said, unseen, ours)
    yield _wording("compassion", "we showed compassion", said, unseen)
    yield _wording("commitment", "we said what we will do", said, unseen)
    sharp = [entry for entry in said if entry.defensive]
    read = [entry for entry in said if entry.defensive is not None]
    observed = "we said nothing" if not said else "defensive wording" if sharp else "no defensive wording"
    observed = observed if read or not said else "the wording could not be read"
    yield _check("own", "we were not defensive", "in no statement", unseen or observed, None if unseen or not read
                 else not sharp, _ids(sharp), applies=bool(said) or bool(unseen))  # fmt: skip


def _in_time(facts: Facts, plan: Plan, unseen: str) -> Check:
    """The target runs from the origin where the post was our own, else from the earliest of the alarm and "we knew"."""
    first = facts.response.first_statement if facts.response else None
    scenario = next((one for one in plan.scenarios if facts.plan and one.id == facts.plan.scenario), None)
    given = (scenario.first_statement if scenario else None) or plan.targets.first_statement
    limit, target = _minutes_target(given, FIRST_STATEMENT)
    name, from_ = "our first statement came in time", "our own post"
    if unseen or first is None:
        return _check("own", name, target, unseen or "no public statement was found", None if unseen else False)
    minutes = first.minutes_after_origin
    if not (facts.origin and facts.origin.owned):
        known = [(first.minutes_after_alarm, "it could have been known"), (first.minutes_after_known, "we knew")]
        # The earliest clock has run longest.
        minutes, from_ = max(((m, name) for m, name in known if m is not None), default=(None, ""))
    if minutes is None and first.minutes_after_origin is not None and first.minutes_after_origin <= limit:
        minutes, from_ = first.minutes_after_origin, "the first message"
    if minutes is None:
        return _check("own", name, target, "since when it could have been known is not known", None, [first.mention_id])
    side = "before" if minutes < 0 else "after"
    return _check("own", name, target, f"{duration(minutes)} {side} {from_}", minutes <= limit, [first.mention_id])


def _wording(mark: str, name: str, said: Sequence[TimelineEntry], unseen: str, cause: str | None = "internal") -> Check:
    """Whether any statement bears the mark. Responsibility is owed for what was one's own doing alone."""
    read = [entry for entry in said if getattr(entry, mark) is not None]
    bear = [entry for entry in read if getattr(entry, mark)]
    if bear:
        observed = "in the first statement" if bear[0] is said[0] else f"in the statement no. {said.index(bear[0]) + 1}"
    else:
        observed = "in none of our statements" if read else "the wording could not be read"
    met: bool | None = bool(bear)
    if not bear and ((not read and said) or cause is None):
        met, observed = None, observed if cause else f"{observed}; whose doing it was has not been judged"
    if not said:
        met, observed = False, "we said nothing"
    return _check("own", name, "in one of our statements", unseen or observed, None if unseen else met, _ids(bear),
                  applies=cause != "external")  # fmt: skip


def _spoke(person: Sequence[TimelineEntry], said: Sequence[TimelineEntry]) -> str:
    if not person:
        return "nobody by name" if said else "we said nothing"
    later = _minutes(said[0].at, person[0].at) or 0.0
    return f"{person[0].speaker}, " + (f"{duration(later)} after our first words" if later > 0 else "from the first")


def _check(
    tip: Tip,
    name: str,
    target: str | None,
    observed: str,
    met: bool | None,
    evidence: Sequence[str] = (),
    applies: bool = True,
) -> Check:
    verdict: Literal["met", "missed", "unknown", "not applicable"]
    verdict = "not applicable" if not applies else "unknown" if met is None else "met" if met else "missed"
    return Check(tip=tip, check=name, target=target, observed=observed, verdict=verdict, evidence=list(evidence[:5]))


def _target(given: float | None, usual: float, say: Callable[[float], str]) -> tuple[float, str]:
    return (given, say(given)) if given is not None else (usual, f"{say(usual)} (our default)")


def _minutes_target(given: float | None, usual: float) -> tuple[float, str]:
    return _target(given, usual, duration)


def _share_target(given: float | None, usual: float) -> tuple[float, str]:
    return _target(given, usual, percent)


def _unseen(facts: Facts) -> str:
    """Why the response can't be judged at all; empty where it can."""
    return "" if facts.response else facts.unknown.get("response", "the response is not in the archive")


def _minutes(start: dt.datetime | None, until: dt.datetime | None) -> float | None:
    return None if start is None or until is None else (until - start) / dt.timedelta(minutes=1)


def _ids(entries: Sequence[TimelineEntry]) -> list[str]:
    return [entry.mention_id for entry in entries]
