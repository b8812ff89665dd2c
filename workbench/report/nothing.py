"""The report of an archive without a crisis: that none was found, or that it holds too little to tell."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from workbench.facts import Crisis, Facts
from workbench.languages import reworded, say, say_count
from workbench.phrase import capital, count, day, duration, number, sentence, topic


class Answer(NamedTuple):
    """A question and its answer in a few words; `inside` is what more stays inside the house."""

    question: str
    answer: str
    inside: str = ""

    @property
    def whole(self) -> str:
        """All of the answer."""
        return " ".join(filter(None, (self.answer, self.inside)))


def too_little(facts: Facts) -> bool:
    """Whether the archive holds too little to tell a crisis from an ordinary day."""
    return facts.crisis is None and "crisis.expected" in facts.unknown


def answers(facts: Facts, zone: dt.tzinfo) -> list[Answer]:
    """What the reader of any report asks first, as far as it can be asked here."""
    looked_at = Answer(say("What was looked at?"), _looked_at(facts, zone))
    if too_little(facts):
        why = capital(reworded(facts.unknown["crisis.expected"]))
        return [
            Answer(say("How bad?"), say("Not known: it can't be told whether there was a crisis")),
            looked_at,
            Answer(say("Why is it not known?"), why),
            Answer(
                say("What now?"),
                say("Load the time before it, and the days that are missing, then make this report again"),
            ),
        ]
    return [
        Answer(say("How bad?"), say("No crisis was found")),
        looked_at,
        Answer(say("What stood out?"), _stood_out(facts, zone)),
        Answer(say("How sure?"), how_sure(facts)),
        Answer(say("What now?"), say("Nothing to answer for. The search runs again with every new export.")),
    ]


def summary(facts: Facts, zone: dt.tzinfo) -> list[str]:
    """What was searched, what was found, and what of it was no crisis."""
    searched = say_count(
        "{n} mention of {brand} was", "{n} mentions of {brand} were", facts.quality.mentions, brand=_brand(facts)
    )
    if too_little(facts):
        few = say("{so_many_were} searched: not enough to tell a crisis from ordinary days.", so_many_were=searched)
        return [few, sentence(reworded(facts.unknown["crisis.expected"]))]
    lines = [say("{so_many_were} searched, and no crisis was found.", so_many_were=searched)]
    if "crisis" in facts.unknown and not facts.attention:
        lines.append(sentence(reworded(facts.unknown["crisis"])))
    lines += [_why_none(one, zone) for one in _largest(facts)]
    chart = say("The chart shows every hour against what was to be expected; a crisis would stand clear of the band.")
    return [*lines, chart]


def how_sure(facts: Facts) -> str:
    """What the search rests on: how much ordinary time, at which threshold, with which holes."""
    parts = []
    if facts.settings and facts.settings.ordinary_days is not None:
        parts.append(
            say(
                "what is ordinary was learnt from {long}, and {threshold} standard deviations above it stand out",
                long=duration(facts.settings.ordinary_days * 1440),
                threshold=number(facts.settings.threshold),
            )
        )
    gaps = facts.quality.gaps
    if gaps:
        parts.append(
            say("the archive has {gaps}, in which nothing could be seen", gaps=count(len(gaps), "gap", "gaps"))
        )
    elif gaps is not None:
        parts.append(say("no gap in the collection was found"))
    return " ".join(sentence(part) for part in parts)


def _looked_at(facts: Facts, zone: dt.tzinfo) -> str:
    quality = facts.quality
    held = count(quality.mentions, "mention", "mentions")
    if quality.sources:
        held = say("{mentions} on {platforms}", mentions=held,
                   platforms=count(len(quality.sources), "platform", "platforms"))  # fmt: skip
    if not quality.first or not quality.last:
        return held
    start, end = day(quality.first, zone), day(quality.last, zone)
    when = start if start == end else say("{start} to {end}", start=start, end=end)
    return f"{held}, {when}"


def _stood_out(facts: Facts, zone: dt.tzinfo) -> str:
    largest = _largest(facts)
    if not largest:
        return say("Nothing, on one topic and for the worse")
    shown = [
        say("{topic}, {day}, {mentions}",
            topic=topic(one.topic.label) if one.topic.terms else say("talk on no one topic"),
            day=day(one.onset, zone), mentions=count(one.mentions, "mention", "mentions"))
        for one in largest
    ]  # fmt: skip
    return say("Attention, but no crisis: {bursts}", bursts="; ".join(shown))


def _why_none(one: Crisis, zone: dt.tzinfo) -> str:
    told = say("what stood out on {day} was judged attention, no crisis", day=day(one.onset, zone))
    return sentence(f"{told}: {reworded(one.kind_reason)}" if one.kind_reason else told)


def _largest(facts: Facts) -> list[Crisis]:
    """The two largest bursts that were no crisis, by time."""
    found = sorted(facts.attention, key=lambda one: (-one.mentions, one.onset))[:2]
    return sorted(found, key=lambda one: one.onset)


def _brand(facts: Facts) -> str:
    return facts.name or facts.brand
