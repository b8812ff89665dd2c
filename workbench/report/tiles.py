"""The headline figures of a report, each with what it is measured against."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from workbench.facts import Facts
from workbench.languages import key, say, say_count
from workbench.phrase import clock, count, duration, number, rough
from workbench.report.story import response_seen
from workbench.report.unknowns import not_known_word, reason

#: An audience is told at the top where it is known of so many of the accounts that wrote.
MOSTLY = 0.5


class Tile(NamedTuple):
    """One headline figure: what it is, the figure, and what it is measured against."""

    label: str
    value: str
    note: str


def tiles(facts: Facts, zone: dt.tzinfo) -> list[Tile]:
    """The figures at the top: peak × normal, duration, people reached, first statement, still unanswered."""
    crisis = facts.crisis
    if crisis is None:
        return []
    ratio = f"{number(crisis.peak_ratio)} ×" if crisis.peak_ratio is not None else not_known_word()
    busiest = ""
    if crisis.peak_per_hour is not None:
        mentions = count(crisis.peak_per_hour, "mention", "mentions")
        busiest = say("{mentions} in the busiest hour, all topics", mentions=mentions)
    long = duration((crisis.end - crisis.onset).total_seconds() / 60) if crisis.end else say("still running")
    ended = (
        say("over by {when}", when=clock(crisis.end, zone))
        if crisis.end
        else say("since {when}", when=clock(crisis.onset, zone))
    )
    return [
        Tile(say("Peak against normal"), ratio, busiest or reason(facts, "crisis.peak_ratio")),
        Tile(say("Duration"), long, ended),
        _reach_tile(facts),
        _first_tile(facts),
        _waiting_tile(facts),
    ]


def _reach_tile(facts: Facts) -> Tile:
    label, found = say("Possible audience"), facts.spread.reach if facts.spread else None
    if found is None or found.followers is None:
        return Tile(label, not_known_word(), reason(facts, "spread.reach.followers"))
    of = {"known": number(found.known), "accounts": number(found.accounts)}
    if found.known < MOSTLY * found.accounts:
        return Tile(label, not_known_word(), say("followers are known of only {known} of {accounts} accounts", **of))
    whose = say("followers of {known} of {accounts} accounts; audiences overlap", **of)
    return Tile(label, rough(found.followers), whose)


_AROUND = {
    ("origin", True): key("after the first message"),
    ("origin", False): key("before the first message"),
    ("onset", True): key("after the rise began"),
    ("onset", False): key("before the rise began"),
}


def _first_tile(facts: Facts) -> Tile:
    label = say("Our first statement")
    first = facts.response.first_statement if facts.response else None
    if first is None:
        if not response_seen(facts):
            return Tile(label, not_known_word(), reason(facts, "response"))
        if "response.first_statement" in facts.unknown:
            return Tile(label, not_known_word(), reason(facts, "response.first_statement"))
        return Tile(label, say("none found"), say("in this archive"))
    if first.minutes_after_origin is not None:
        late = first.minutes_after_origin
        if round(late * 60) == 0:
            return Tile(label, say("at once"), say("with the first message"))
        return Tile(label, duration(late), say(_AROUND["origin", late >= 0]))
    if first.minutes_after_onset is not None:
        late = first.minutes_after_onset
        return Tile(label, duration(late), say(_AROUND["onset", late >= 0]))
    return Tile(label, not_known_word(), reason(facts, "response.first_statement.minutes_after_origin"))


def _waiting_tile(facts: Facts) -> Tile:
    label, response = say("Still unanswered"), facts.response
    if not response_seen(facts) or response is None or response.unanswered is None:
        return Tile(label, not_known_word(), reason(facts, "response.unanswered"))
    of = (
        say_count("of {n} message that needed an answer", "of {n} messages that needed an answer", response.needs_reply)
        if response.needs_reply
        else say("nothing needed one")
    )
    return Tile(label, number(response.unanswered), of)
