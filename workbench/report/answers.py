"""The five questions that whoever opens the report has, answered before anything else."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from workbench.facts import Cause, Crisis, Facts
from workbench.languages import key, say, say_count
from workbench.phrase import capital, clock, count, delay, duration, number, percent, sentence
from workbench.report.people import what_now
from workbench.report.story import response_seen, topic_name
from workbench.report.told import kind_name
from workbench.report.unknowns import not_known, not_known_word


class Answer(NamedTuple):
    """A question and its answer in a few words."""

    question: str
    answer: str


def answers(facts: Facts, zone: dt.tzinfo) -> list[Answer]:
    """How bad, is it over, what was it about, did we do well, what now; none without a crisis."""
    crisis = facts.crisis
    if crisis is None:
        return []
    waiting = facts.response.unanswered if facts.response and response_seen(facts) else None
    return [
        Answer(say("How bad?"), _how_bad(crisis)),
        Answer(say("Is it over?"), _over(crisis, facts, zone)),
        Answer(say("What about?"), _about(facts, crisis)),
        Answer(say("Did we do well?"), _did_well(facts)),
        Answer(say("What now?"), what_now(facts.actions, waiting)),
    ]


def _how_bad(crisis: Crisis) -> str:
    size = count(crisis.mentions, "mention", "mentions")
    if crisis.peak_ratio is not None:
        ratio = number(crisis.peak_ratio)
        size = say("{mentions}, at the peak {ratio} times the normal volume", mentions=size, ratio=ratio)
    return size if crisis.severity is None else say("Severity {grade} of 5: {size}", grade=crisis.severity, size=size)


def _over(crisis: Crisis, facts: Facts, zone: dt.tzinfo) -> str:
    if crisis.end is None:
        if facts.quality.last is None:
            return say("No, still running")
        return say("No, still running when the archive ends, {when}", when=clock(facts.quality.last, zone))
    lasted = duration((crisis.end - crisis.onset).total_seconds() / 60)
    return say("Yes, since {when}, after {long}", when=clock(crisis.end, zone), long=lasted)


def _about(facts: Facts, crisis: Crisis) -> str:
    """The topic's words, what was alleged most, and whose doing it is seen as."""
    parts = [topic_name(crisis)]
    said = facts.claims.claims if facts.claims else []
    main = next((one for one in said if one.role in ("allegation", "rumour")), None)
    if main is not None:
        parts.append(say("Alleged most: {claim} ({share})", claim=kind_name(main.kind), share=percent(main.share)))
    parts.append(_whose_doing(facts.cause))
    return " ".join(sentence(part) for part in parts)


#: Verdict and cluster as a reader meets them first: what people hold us to have done, never that we did it.
_SEEN_AS = {
    ("internal", "preventable"): key("seen as our own doing, and preventable"),
    ("internal", "accidental"): key("seen as our own doing, but not meant"),
    ("internal", None): key("seen as our own doing"),
    ("external", "victim"): key("seen as coming from outside, with us among those it struck"),
    ("external", None): key("seen as coming from outside"),
}


def _whose_doing(found: Cause | None) -> str:
    if found is None or found.verdict is None:
        return say("whose doing it was has not been judged")
    seen = say(_SEEN_AS.get((found.verdict, found.cluster)) or _SEEN_AS[found.verdict, None])
    return seen if found.confirmed_by else say("{seen} (not confirmed)", seen=seen)


def _did_well(facts: Facts) -> str:
    """The scorecard's tally and the first statement's delay: never one grade, which would hide a miss."""
    if not response_seen(facts):
        return capital(not_known(facts, "response"))
    parts = []
    judged_crisis = facts.crisis is not None and facts.crisis.kind == "crisis"
    verdicts = [check.verdict for check in facts.scorecard or [] if judged_crisis]
    if verdicts:
        judged = [verdict for verdict in verdicts if verdict != "not applicable"]
        met, missed = verdicts.count("met"), verdicts.count("missed")
        parts.append(say("{met} of {n} checks met, {missed} missed", n=len(judged), met=met, missed=missed))
        if unknown := verdicts.count("unknown"):
            parts[-1] += ", " + say_count("{n} not known", "{n} not known", unknown)
    response = facts.response
    first = response.first_statement if response else None
    if first and first.minutes_after_origin is not None and first.minutes_after_origin >= 0:
        parts.append(say("we first spoke {delay}", delay=delay(first.minutes_after_origin, "the first message")))
    elif first is None and "response.first_statement" not in facts.unknown:
        parts.append(say("no statement found"))
    if response and response.needs_reply and response.answered is not None:
        share = percent(response.answered / response.needs_reply)
        parts.append(say("we answered {share} of what needed an answer", share=share))
    return " ".join(sentence(part) for part in parts) if parts else capital(not_known_word())
