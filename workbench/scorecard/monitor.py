"""The third lesson: monitor and answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.facts import Check, Facts, Response
from workbench.languages import key
from workbench.phrase import duration, number, percent
from workbench.plan import Plan
from workbench.scorecard.verdict import SAID_NOTHING, Evidence, check, ids, minutes_target, share_target, why_unseen

#: What holds where the plan sets no target, in minutes or as a share.
MEDIAN_WAIT, P90_WAIT, UPDATES, ANSWERED = 60.0, 1440.0, 240.0, 0.8
#: Of the 30 days after the end so many must be in the archive before silence counts as one.
ENOUGH_AFTER = 7.0


def monitor(facts: Facts, plan: Plan, evidence: Evidence) -> Iterator[Check]:
    """Whether people got answers in time, and news; whether routine paused; whether it went on afterwards."""
    heard, unseen = facts.response, why_unseen(facts)
    needed = heard.needs_reply if heard else None
    waiting = evidence.get("waiting", ())
    for name, waited, given, usual in (
        (key("half were answered in time"), heard.median_wait_minutes if heard else None, plan.targets.median_reply,
         MEDIAN_WAIT),
        (key("nine in ten were answered in time"), heard.p90_wait_minutes if heard else None, None, P90_WAIT),
    ):  # fmt: skip
        limit, target = minutes_target(given, usual)
        observed = key("nothing needed an answer") if needed == 0 else key("not reached: too many still wait")
        if waited is not None:
            observed = key("{long}, open ones included").format(long=duration(waited))
        met = None if unseen else waited is not None and waited <= limit
        yield check("monitor", name, target, unseen or observed, met, waiting, applies=needed != 0)
    yield _answered(heard, plan, unseen, waiting)
    yield _silence(facts, plan, unseen)
    yield _went_on(heard, unseen, evidence.get("went on", ()))
    yield _aftercare(facts, unseen)


def _answered(heard: Response | None, plan: Plan, unseen: str, waiting: Sequence[str]) -> Check:
    wanted = plan.targets.answered_share
    least, share_wanted = share_target(wanted.share if wanted else None, ANSWERED)
    within = wanted.within if wanted else None
    target = key("{share} by the end of the crisis").format(share=share_wanted)
    if within:
        target = key("{share} within {long}").format(share=share_wanted, long=duration(within))
    needed = heard.needs_reply if heard else None
    done = heard.answered_in_time if heard and within else heard.answered if heard else None
    share = done / needed if needed and done is not None else None
    observed = key("nothing needed an answer") if needed == 0 else key("not known")
    if share is not None:
        observed = key("{share} of {n} messages").format(share=percent(share), n=number(needed or 0))
    met = None if unseen or share is None else share >= least
    return check("monitor", key("people got an answer"), target, unseen or observed, met, waiting, needed != 0)


def _silence(facts: Facts, plan: Plan, unseen: str) -> Check:
    heard = facts.response
    limit, target = minutes_target(plan.targets.update_every, UPDATES)
    silence = heard.longest_silence_minutes if heard else None
    said = ids(heard.timeline) if heard else []
    observed = SAID_NOTHING
    if silence is not None:
        observed = key("the longest silence was {long}").format(long=duration(silence))
    target = key("every {long}").format(long=target)
    met = None if unseen else silence is not None and silence <= limit
    return check("monitor", key("we kept people up to date"), target, unseen or observed, met, said)


def _went_on(heard: Response | None, unseen: str, posts: Sequence[str]) -> Check:
    found = heard.went_on if heard else None
    name, target = key("we paused routine posts and advertising"), key("none in the day after we spoke")
    if unseen or found is None:
        return check("monitor", name, target, unseen or key("since when they should have paused is not known"), None)
    observed = key("{n} went on, of these selling: {selling}").format(
        n=number(found.posts), selling=number(found.selling)
    )
    return check("monitor", name, target, observed if found.posts else key("none"), not found.posts, posts)


def _aftercare(facts: Facts, unseen: str) -> Check:
    care = facts.response.aftercare if facts.response else None
    name, target = key("we went on answering"), key("a reply in the 30 days after")
    if unseen or care is None:
        return check("monitor", name, target, unseen or key("the archive ends with the crisis"), None)
    observed = key("replies: {n}").format(n=number(care.replies))
    if care.days < 30:
        observed = key("replies: {n}; the archive covers {long} of them").format(
            n=number(care.replies), long=duration(care.days * 1440)
        )
    verdict = True if care.replies else False if care.days >= ENOUGH_AFTER else None
    return check("monitor", name, target, observed, verdict, applies=care.asked != 0 or bool(care.replies))
