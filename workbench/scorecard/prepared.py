"""The first two lessons: have a plan, open a hub."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.facts import Check, Facts
from workbench.languages import key
from workbench.phrase import number, percent
from workbench.plan import Plan
from workbench.scorecard.verdict import (
    FIRST_MESSAGE,
    Evidence,
    check,
    minutes_between,
    minutes_target,
    share_target,
    when,
    why_unseen,
)

#: What holds where the plan sets no target, in minutes or as a share.
HUB_LINKED, HUB_SHARE, COVERED = 1440.0, 0.3, 0.8
NO_PLAN = key("no plan is written down here")


def plan(facts: Facts, plan: Plan | None, evidence: Evidence) -> Iterator[Check]:
    """Whether a scenario covered it and had an owner, and whether the committee met."""
    found = facts.plan
    covers, owner, met = (
        key("a scenario covers it"),
        key("the scenario has an owner"),
        key("the committee met as agreed"),
    )
    if plan is None or found is None:
        for name in (covers, owner, met):
            yield check("plan", name, None, NO_PLAN, None)
    else:
        fit = next((one for one in found.fits if one.scenario == found.scenario), None)
        seen = key("the plan has no scenario") if not plan.scenarios else key("none of the plan's scenarios fits")
        if fit:
            seen = key("{scenario}: its words are in {share} of the messages").format(
                scenario=fit.scenario, share=percent(fit.share)
            )
        yield check("plan", covers, key("one that fits"), seen, bool(fit), evidence.get("scenario", ()))
        named = found.owner or (key("nobody is named") if fit else key("no scenario fits"))
        yield check("plan", owner, key("a name"), named, bool(found.owner) if fit else None, applies=bool(fit))
        meets = {"weekly": key("weekly"), "monthly": key("monthly")}
        rhythm = meets[plan.committee.meets] if plan.committee and plan.committee.meets else None
        last = (
            key("last on {day}").format(day=found.committee_last_met)
            if found.committee_last_met
            else key("no meeting before it is in the log")
        )
        yield check("plan", met, rhythm, last, found.committee_met)
    convened = facts.response.convened_at if facts.response else None
    seen = key("it is in the event log") if convened else key("the event log names no such meeting")
    name, target = key("the committee came together"), key("during the crisis")
    yield check("plan", name, target, seen, True if convened else None)


def hub(facts: Facts, plan: Plan | None, evidence: Evidence) -> Iterator[Check]:
    """Whether there was a place with answers, people were sent there, and it answered what they asked."""
    urls = plan.hub.urls if plan and plan.hub else []
    hub = facts.response.hub if facts.response else None
    there = bool(urls or hub)
    seen = hub.url if hub else urls[0] if urls else key("the plan names none") if plan else NO_PLAN
    verdict = there or (None if plan is None else False)
    yield check("hub", key("a hub exists"), key("an address in the plan"), seen, verdict)
    given = plan.targets if plan else Plan(brand=facts.brand).targets
    unseen = why_unseen(facts) or (facts.unknown.get("response.hub", "") if hub is None else "")
    yield _linked(facts, given.hub_linked, unseen, evidence, there)
    share = hub.share_of_replies if hub else None
    least, target = share_target(given.hub_share, HUB_SHARE)
    observed = percent(share) if share is not None else key("no reply of ours is in the archive")
    yield check("hub", key("our replies point to it"), key("{share} of them").format(share=target), unseen or observed,
                 None if unseen or share is None else share >= least, evidence.get("hub", ()), there)  # fmt: skip
    judged = [one for one in facts.questions or [] if one.answered_by_hub is not None]
    asked = sum(one.asked for one in judged)
    covered = sum(one.asked for one in judged if one.answered_by_hub) / asked if asked else None
    observed = key("no question could be held against its answers")
    if covered is not None:
        observed = key("{share} of {n} asked").format(share=percent(covered), n=number(asked))
    target = key("{share} of the questions").format(share=share_target(None, COVERED)[1])
    # What it does not answer is the evidence, one message of each of the questions asked most.
    left = [one.examples[0] for one in judged if one.examples and not one.answered_by_hub]
    yield check("hub", key("it answers what people ask"), target, observed,
                 None if covered is None else covered >= COVERED, left, there)  # fmt: skip


def _linked(facts: Facts, given: float | None, unseen: str, evidence: Evidence, there: bool) -> Check:
    began = facts.origin.created_at if facts.origin else facts.crisis.onset if facts.crisis else None
    linked = facts.response.hub.first_linked_at if facts.response and facts.response.hub else None
    after = minutes_between(began, linked)
    limit, target = minutes_target(given, HUB_LINKED)
    observed = key("never, in this archive") if after is None else when(after, FIRST_MESSAGE)
    met = None if unseen else after is not None and after <= limit
    return check("hub", key("we linked it soon"), target, unseen or observed, met, evidence.get("hub", ()), there)
