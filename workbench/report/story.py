"""Facts → plain sentences. Text out, never HTML; what is not known is said to be so, with its reason."""

from __future__ import annotations

import datetime as dt

from workbench.facts import Cause, Crisis, Facts, FirstStatement, Response
from workbench.languages import key, say, say_count
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
    sentence,
    topic,
)
from workbench.report import audited, nothing, told
from workbench.report.unknowns import not_known, not_known_word


def response_seen(facts: Facts) -> bool:
    """Whether the archive can show what the brand answered at all."""
    return facts.response is not None and facts.quality.response_observable is not False


def headline(facts: Facts, zone: dt.tzinfo) -> str:
    """The page's title: the brand and the crisis, or that there was none."""
    if facts.crisis is None and nothing.too_little(facts):
        return say("{brand}: too little data to tell", brand=facts.brand)
    if facts.crisis is None:
        return say("{brand}: no crisis found", brand=facts.name or facts.brand)
    when = day(facts.crisis.onset, zone)
    if facts.crisis.kind == "crisis":
        return say("{brand}: the crisis of {day}", brand=facts.name or facts.brand, day=when)
    return say("{brand}: the attention, not a crisis, of {day}", brand=facts.name or facts.brand, day=when)


def summary(facts: Facts, zone: dt.tzinfo) -> list[str]:
    """Five sentences: what happened, where it began and whose doing, claims, how we answered, who waits."""
    if facts.crisis is None:
        return nothing.summary(facts, zone)
    parts = [
        _what_happened(facts, facts.crisis, zone),
        _where_from(facts, zone),
        told.claimed(facts),
        _how_answered(facts, zone),
        _who_waits(facts),
    ]
    return [sentence(part) for part in parts if part]


def plain_summary(facts: Facts, zone: dt.tzinfo = dt.UTC) -> list[str]:
    """The title and the summary as lines of text for a terminal: no control characters, no direction overrides."""
    return [plain(line) for line in (headline(facts, zone), *summary(facts, zone))]


def topic_name(crisis: Crisis) -> str:
    """The topic's name in quotation marks; that there is none where no words tell one."""
    return topic(crisis.topic.label) if crisis.topic.terms else say("talk on no one topic")


def _what_happened(facts: Facts, crisis: Crisis, zone: dt.tzinfo) -> str:
    """How many wrote how much about what, against everything and against normal; whether it came back or goes on."""
    size = {"topic": topic_name(crisis), "messages": count(crisis.mentions, "message", "messages")}
    if crisis.authors is None:
        wrote = say("{messages} were about {topic}", **size)
    else:
        size["accounts"] = count(crisis.authors, "account", "accounts")
        about = key("{accounts} wrote {messages} about {topic}")
        wrote = say(about if crisis.topic.terms else key("{accounts} wrote {messages} on no one topic"), **size)
    if crisis.end:
        wrote = say("{wrote} within {long}", wrote=wrote, long=duration(_minutes(crisis.onset, crisis.end)))
    against = []
    if crisis.topic.share and crisis.topic.terms:
        share = percent(crisis.topic.share)
        against.append(say("{share} of all that was said about the brand in that time", share=share))
    if crisis.peak_ratio is not None:
        against.append(say("{ratio} times the normal volume in the busiest hour", ratio=number(crisis.peak_ratio)))
    told = f"{wrote}: {listed(against)}" if against else wrote
    return "; ".join(part for part in (told, _what_came_of_it(facts, crisis, zone)) if part)


def _what_came_of_it(facts: Facts, crisis: Crisis, zone: dt.tzinfo) -> str:
    shocks = facts.recovery.aftershocks if facts.recovery else []
    if crisis.end and shocks:
        return say_count("it had {n} aftershock", "it had {n} aftershocks", len(shocks))
    if crisis.end:
        return ""
    if facts.quality.last is None:
        return say("it was not over")
    return say("it was not over when the archive ends, {when}", when=clock(facts.quality.last, zone))


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
        return say("the cause was judged {cause}", cause=listed(list(judged.values())))
    # Whose doing it was and how responsible it makes the brand are two questions, each as sure as it is.
    sure = {found.verdict: found.confidence, found.cluster: found.likelihood.get(found.cluster or "")}
    told = [
        say("{name} ({share} sure)", name=name, share=percent(share)) if (share := sure[part]) is not None else name
        for part, name in judged.items()
        if part != "victim"
    ]
    struck = say(", with us among those it struck") if found.cluster == "victim" else ""
    return say("the cause is proposed as {cause}, and no person has confirmed it", cause=listed(told) + struck)


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
    kind = next((one.type for one in response.timeline if one.mention_id == first.mention_id), None)
    return "; ".join(part for part in (spoke, wording(first, kind), audited.named_later(response)) if part)


def first_delays(first: FirstStatement) -> list[str]:
    """The first statement's delays in words, from the earliest event on: what came equally long before together."""
    known = [
        (first.minutes_after_origin, key("the first message")),
        (first.minutes_after_onset, key("the rise began")),
        (first.minutes_after_alarm, key("it could have been known")),
        (first.minutes_after_known, key("we knew")),
    ]
    together: dict[tuple[str, bool], list[tuple[float, str]]] = {}
    for minutes, event in known:
        if minutes is not None:
            together.setdefault((duration(minutes), minutes > 0), []).append((minutes, say(event)))
    return [delay(each[0][0], listed([event for _, event in each])) for each in together.values()]


_MARKS = {
    "responsibility": key("accepts responsibility"),
    "compassion": key("shows compassion"),
    "commitment": key("commits to do something"),
    "defensive": key("is defensive"),
}


def wording(first: FirstStatement, kind: str | None = None) -> str:
    """What the words of the first statement, of that `kind`, do: a proposal until a person confirms it.

    Empty when nothing was read.
    """
    if all(getattr(first, mark) is None for mark in _MARKS):
        return ""
    does = [say(words) for mark, words in _MARKS.items() if getattr(first, mark)]
    if does:
        return say("its wording {does}", does=listed(does))
    if kind == "apology":
        return say("it apologises, but its wording neither accepts responsibility nor shows compassion")
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


def how_sure(facts: Facts) -> str:
    """What the finding hangs on: the settings of the search, gaps in the crisis's time, and whether people checked."""
    crisis = facts.crisis
    if crisis is None:
        return ""
    parts = []
    tried = facts.detection.sensitivity if facts.detection else None
    if tried:
        found = sum(one.found for one in tried)
        parts.append(say("it stands out at {found} of {n} settings of the search", found=found, n=len(tried)))
    if facts.quality.gaps is not None:
        end = crisis.end or facts.quality.last or crisis.peak
        within = [gap for gap in facts.quality.gaps if gap.start < end and gap.until > crisis.onset]
        lost = sum(_minutes(max(gap.start, crisis.onset), min(gap.until, end)) for gap in within)
        parts.append(
            say("in its time nothing was collected for {long}", long=duration(lost))
            if within
            else say("no gap in the collection falls into its time")
        )
    checked = facts.quality.accuracy
    parts.append(
        say_count("people checked {n} of its messages", "people checked {n} of its messages",
                  sum(one.labelled for one in checked))
        if checked
        else say("nobody has checked a sample of its messages yet")
    )  # fmt: skip
    return say("How sure: {reasons}.", reasons="; ".join(parts))


def _minutes(start: dt.datetime, until: dt.datetime) -> float:
    return (until - start).total_seconds() / 60
