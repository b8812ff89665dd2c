"""The five questions that whoever opens the report has, answered before anything else."""

from __future__ import annotations

import datetime as dt

from workbench.facts import Cause, Crisis, Facts
from workbench.languages import key, say, say_count
from workbench.phrase import capital, clock, count, delay, duration, number, percent, sentence
from workbench.report import nothing
from workbench.report.nothing import Answer
from workbench.report.people import open_actions
from workbench.report.story import response_seen, topic_name
from workbench.report.told import kind_name
from workbench.report.unknowns import not_known, not_known_word


def answers(facts: Facts, zone: dt.tzinfo) -> list[Answer]:
    """How bad, is it over, what was it about, did we do well, what now; without a crisis, what that rests on."""
    crisis = facts.crisis
    if crisis is None:
        return nothing.answers(facts, zone)
    return [
        Answer(say("How bad?"), _how_bad(crisis)),
        Answer(say("Is it over?"), _over(crisis, facts, zone)),
        Answer(say("What about?"), _about(facts, crisis)),
        Answer(say("Did we do well?"), _did_well(facts), _scored(facts)),
        Answer(say("What now?"), _waiting(facts), open_actions(facts.actions) or _all_done(facts)),
    ]


def _how_bad(crisis: Crisis) -> str:
    if crisis.kind == "attention":
        return say("No crisis but attention: {mentions}", mentions=count(crisis.mentions, "mention", "mentions"))
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


def _scored(facts: Facts) -> str:
    """The scorecard's tally: never one grade, which would hide a miss."""
    verdicts = [check.verdict for check in facts.scorecard or []]
    if not verdicts or not response_seen(facts) or not facts.crisis or facts.crisis.kind != "crisis":
        return ""
    judged = [verdict for verdict in verdicts if verdict != "not applicable"]
    met, missed = verdicts.count("met"), verdicts.count("missed")
    tally = say("{met} of {n} checks met, {missed} missed", n=len(judged), met=met, missed=missed)
    if unknown := verdicts.count("unknown"):
        tally += ", " + say_count("{n} not known", "{n} not known", unknown)
    return sentence(tally)


def _did_well(facts: Facts) -> str:
    """The first statement's delay and the share that was answered."""
    if not response_seen(facts):
        return capital(not_known(facts, "response"))
    parts = []
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


def _waiting(facts: Facts) -> str:
    waiting = facts.response.unanswered if facts.response and response_seen(facts) else None
    if not waiting:
        return ""
    return sentence(
        say_count("{n} message still waits for an answer", "{n} messages still wait for an answer", waiting)
    )


def _all_done(facts: Facts) -> str:
    return "" if _waiting(facts) else say("Nothing is open.")
