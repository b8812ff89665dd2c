"""Facts → plain sentences. Text out, never HTML; what is not known is said to be so, with its reason."""

from __future__ import annotations

import datetime as dt

from workbench.facts import Cause, Crisis, Facts, FirstStatement, Response
from workbench.languages import key, reworded, say, say_count
from workbench.phrase import (
    clock,
    count,
    day,
    delay,
    duration,
    listed,
    number,
    percent,
    place,
    plain,
    quote,
    quoted,
    sentence,
)
from workbench.report import audited, told
from workbench.report.unknowns import not_known, not_known_word


def response_seen(facts: Facts) -> bool:
    """Whether the archive can show what the brand answered at all."""
    return facts.response is not None and facts.quality.response_observable is not False


def headline(facts: Facts, zone: dt.tzinfo) -> str:
    """The page's title: the brand and the crisis, or that there was none."""
    if facts.crisis is None and too_little(facts):
        return say("{brand}: too little data to tell", brand=facts.brand)
    if facts.crisis is None:
        return say("{brand}: no crisis found", brand=facts.name or facts.brand)
    when = day(facts.crisis.onset, zone)
    if facts.crisis.kind == "crisis":
        return say("{brand}: the crisis of {day}", brand=facts.name or facts.brand, day=when)
    return say("{brand}: the attention, not a crisis, of {day}", brand=facts.name or facts.brand, day=when)


def too_little(facts: Facts) -> bool:
    """Whether the archive holds too little to tell a crisis from an ordinary day."""
    return facts.crisis is None and "crisis.expected" in facts.unknown


def summary(facts: Facts, zone: dt.tzinfo) -> list[str]:
    """About five sentences: how bad, what about, where it began and whose doing, claims, how we answered, the end."""
    if facts.crisis is None:
        return _nothing_found(facts, zone)
    parts = [
        _how_bad(facts.crisis),
        _what_about(facts.crisis),
        _where_from(facts, zone),
        told.claimed(facts),
        _how_answered(facts, zone),
        _who_waits(facts),
        _is_it_over(facts, facts.crisis, zone),
    ]
    return [sentence(part) for part in parts if part]


def plain_summary(facts: Facts, zone: dt.tzinfo = dt.UTC) -> list[str]:
    """The title and the summary as lines of text for a terminal: no control characters, no direction overrides."""
    return [plain(line) for line in (headline(facts, zone), *summary(facts, zone))]


def _nothing_found(facts: Facts, zone: dt.tzinfo) -> list[str]:
    quality = facts.quality
    searched = say_count(
        "{n} mention of {brand} was", "{n} mentions of {brand} were", quality.mentions, brand=facts.name or facts.brand
    )
    if quality.first and quality.last:
        first, last = clock(quality.first, zone), clock(quality.last, zone)
        searched = say_count(
            "{n} mention of {brand}, {from_to}, was",
            "{n} mentions of {brand}, {from_to}, were",
            quality.mentions,
            brand=facts.name or facts.brand,
            from_to=first if first == last else say("from {start} to {end}", start=first, end=last),
        )
    if too_little(facts):
        why = sentence(reworded(facts.unknown["crisis.expected"]))
        return [
            say("{so_many_were} searched: too few to tell a crisis from an ordinary day.", so_many_were=searched),
            why,
        ]
    found = [say("{so_many_were} searched, and no crisis was found.", so_many_were=searched)]
    if "crisis" in facts.unknown:
        found.append(sentence(reworded(facts.unknown["crisis"])))
    if quality.gaps:
        gaps = count(len(quality.gaps), "gap", "gaps")
        found.append(say("The archive has {gaps}, in which nothing could be seen.", gaps=gaps))
    found.append(
        say("The chart shows every hour against what was to be expected; a crisis would stand clear of the band.")
    )
    return found


def topic_name(crisis: Crisis) -> str:
    """The topic's name in quotation marks; that there is none where no words tell one."""
    return quote(crisis.topic.label) if crisis.topic.terms else say("talk on no one topic")


def _how_bad(crisis: Crisis) -> str:
    size = {"topic": topic_name(crisis), "mentions": count(crisis.mentions, "mention", "mentions")}
    if crisis.authors is not None:
        size["accounts"] = count(crisis.authors, "account", "accounts")
    if crisis.end:
        size["long"] = duration(_minutes(crisis.onset, crisis.end))
    if "accounts" in size and "long" in size:
        drew = say("{topic} drew {mentions} by {accounts} in {long}", **size)
    elif "accounts" in size:
        drew = say("{topic} drew {mentions} by {accounts}", **size)
    elif "long" in size:
        drew = say("{topic} drew {mentions} in {long}", **size)
    else:
        drew = say("{topic} drew {mentions}", **size)
    if crisis.peak_ratio is None or crisis.peak_per_hour is None:
        return drew
    busiest = say(
        "the busiest hour held {most}, {ratio} times the normal volume",
        most=number(crisis.peak_per_hour),
        ratio=number(crisis.peak_ratio),
    )
    return f"{drew}; {busiest}"


def _what_about(crisis: Crisis) -> str:
    share = ""
    if crisis.topic.share and crisis.topic.terms:
        share = say(
            "{share} of what was said about the brand in that time was on it", share=percent(crisis.topic.share)
        )
    words = [term for term in crisis.topic.terms if term.casefold() not in crisis.topic.label.casefold()][:4]
    if not words:
        return share
    typical = say("it stood out by words such as {words}", words=quoted(words))
    return f"{share}; {typical}" if share else typical


def _where_from(facts: Facts, zone: dt.tzinfo) -> str:
    origin, crisis = facts.origin, facts.crisis
    if origin is None or crisis is None:
        return say("where it began is {not_known}", not_known=not_known(facts, "origin"))
    where = {"place": place(origin.platform), "when": clock(origin.created_at, zone)}
    if origin.owned:
        began = say(
            "the first message on it in this archive appeared on {place}, {when}, and came from an account of our own",
            **where,
        )
    else:
        began = say(
            "the first message on it in this archive appeared on {place}, {when}, and came from an account that is not"
            " ours",
            **where,
        )
    return f"{began}; {cause(facts.cause)}"


_VERDICTS = {
    "internal": key("internal"),
    "external": key("external"),
    "victim": key("victim"),
    "accidental": key("accidental"),
    "preventable": key("preventable"),
}


def cause(found: Cause | None) -> str:
    """Whose doing it was, as far as known: a proposal until a person confirms it."""
    if found is None or found.verdict is None:
        return say("whose doing it was has not been judged")
    judged = {part: say(_VERDICTS.get(part, part)) for part in (found.verdict, found.cluster) if part}
    if found.confirmed_by:
        return say("the cause was judged {cause}", cause=", ".join(judged.values()))
    # Whose doing it was and how responsible it makes the brand are two questions, each as sure as it is.
    sure = {found.verdict: found.confidence, found.cluster: found.likelihood.get(found.cluster or "")}
    if found.cluster == "victim":
        sure["victim"] = None
    told = [
        f"{name} ({percent(share)})" if (share := sure[part]) is not None else name for part, name in judged.items()
    ]
    return say("the proposed cause is {cause}; no person has confirmed it", cause=", ".join(told))


def _how_answered(facts: Facts, zone: dt.tzinfo) -> str:
    response = facts.response
    if not response_seen(facts) or response is None:
        return say("how we answered is {not_known}", not_known=not_known(facts, "response"))
    first = response.first_statement
    if first is None:
        if "response.first_statement" in facts.unknown:
            return say("our first statement is {not_known}", not_known=not_known(facts, "response.first_statement"))
        return say("no public statement of ours about it was found in this archive")
    spoke = say("we first spoke on {place}, {when}", place=place(first.platform), when=clock(first.created_at, zone))
    late = first_delays(first)
    if late:
        spoke += f": {late[0]}"
    return "; ".join(part for part in (spoke, wording(first), audited.named_later(response)) if part)


def first_delays(first: FirstStatement) -> list[str]:
    """The first statement's delays in words, from the earliest event on; those not known left out."""
    known = [
        (first.minutes_after_origin, key("the first message")),
        (first.minutes_after_onset, key("the rise began")),
        (first.minutes_after_alarm, key("it could have been known")),
        (first.minutes_after_known, key("we knew")),
    ]
    return [delay(minutes, event) for minutes, event in known if minutes is not None]


_MARKS = {
    "responsibility": key("accepts responsibility"),
    "compassion": key("shows compassion"),
    "commitment": key("commits to do something"),
    "defensive": key("is defensive"),
}


def wording(first: FirstStatement) -> str:
    """What the words of the first statement do; a proposal until a person confirms it. Empty when nothing was read."""
    if all(getattr(first, mark) is None for mark in _MARKS):
        return ""
    does = [say(words) for mark, words in _MARKS.items() if getattr(first, mark)]
    if does:
        return say("its wording {does}", does=listed(does))
    return say("its wording neither accepts responsibility nor shows compassion")


def _who_waits(facts: Facts) -> str:
    response = facts.response
    if not response_seen(facts) or response is None or response.needs_reply is None or response.answered is None:
        return ""
    if response.needs_reply == 0:
        return say("no message addressed to us was found to need an answer")
    text = say_count(
        "of {n} message that needed an answer from us, {answered} got one",
        "of {n} messages that needed an answer from us, {answered} got one",
        response.needs_reply,
        answered=answered_share(response),
    )
    if response.median_wait_minutes is not None:
        waited = duration(response.median_wait_minutes)
        text += "; " + say("the median wait, open messages included, was {long}", long=waited)
    if response.unanswered:
        text += ", " + say_count("and {n} still waits", "and {n} still wait", response.unanswered)
    return text


def answered_share(response: Response) -> str:
    """`560 (70%)`; just the number when nothing needed an answer."""
    answered, needed = response.answered, response.needs_reply
    if answered is None:
        return not_known_word()
    return f"{number(answered)} ({percent(answered / needed)})" if needed else number(answered)


def _is_it_over(facts: Facts, crisis: Crisis, zone: dt.tzinfo) -> str:
    recovery = facts.recovery
    if crisis.end is None:
        if facts.quality.last is None:
            return say("it was not over")
        return say("it was not over when the archive ends, {when}", when=clock(facts.quality.last, zone))
    over = say("it was over by {when}", when=clock(crisis.end, zone))
    if recovery and recovery.half_life_minutes is not None:
        halved = duration(recovery.half_life_minutes)
        over += "; " + say("after the peak the excess halved every {long}", long=halved)
    if recovery and recovery.aftershocks:
        over += ", " + say_count("with {n} aftershock", "with {n} aftershocks", len(recovery.aftershocks))
    return over


def _minutes(start: dt.datetime, until: dt.datetime) -> float:
    return (until - start).total_seconds() / 60
