"""The section on who took part: the pace, few or many, newcomers, whose posts were shared, languages."""

from __future__ import annotations

from workbench.languages import locale, localised, say, say_count
from workbench.phrase import capital, duration, listed, number, percent, place, sentence
from workbench.report.markup import Markup, join, paragraph, reference, table
from workbench.report.reading import Reading
from workbench.report.sections import SHOWN


def crowd(report: Reading) -> Markup | None:
    """Few or many, newcomers and who stayed, whose posts were shared, in which languages."""
    found = report.facts.spread
    if report.facts.crisis is None or found is None:
        return None
    parts: list[Markup | None] = []
    if found.doubling_interval is not None and found.growth_per_hour is not None:
        low, high = (duration(minutes) for minutes in found.doubling_interval)
        parts.append(
            paragraph(
                say(
                    "The doubling time lies between {low} and {high} (95%); in an hour of growth volume rose {grew}.",
                    low=low,
                    high=high,
                    grew=_grown(found.growth_per_hour),
                )
            )
        )
    if found.concentration is not None:
        many = found.concentration
        parts.append(
            paragraph(
                say_count(
                    "{n} account besides our own wrote; the ten busiest wrote {share} of the messages (Gini {gini}).",
                    "{n} accounts besides our own wrote; the ten busiest wrote {share} of the messages (Gini {gini}).",
                    many.authors,
                    share=percent(many.top10_share),
                    gini=localised(f"{many.gini:.2f}"),
                )
            )
        )
    parts += [_newcomers(report), _reach(report)]
    if found.sharers:
        rows = [
            [reference(a.author), capital(place(a.platform or "–")), number(a.caused or 0), number(a.mentions)]
            for a in found.sharers[:SHOWN]
        ]
        head = [say("Account (keyed)"), say("Platform"), say("Answers, quotes and reposts of its messages"),
                say("Messages of its own")]  # fmt: skip
        parts.append(table(say("Whose messages were passed on most"), head, rows, numeric=[2, 3]))
    if len(found.languages) > 1:
        shares = listed(
            [f"{_language(one.lang)}: {percent(one.share)}" for one in found.languages if one.share >= 0.005]
        )
        parts.append(paragraph(say("Languages on the topic: {shares}.", shares=shares)))
    return join(parts)


def _grown(factor: float) -> str:
    if factor < 2:
        return say("by {share}", share=percent(factor - 1))
    return say("to {factor} times as much", factor=number(factor))


def _language(code: str) -> str:
    """The language of a BCP 47 subtag by its name; a code that nobody knows stays."""
    return say("not known") if code == "und" else str(locale().languages.get(code, code))


def _reach(report: Reading) -> Markup | None:
    """Who may have seen it, by whose account, and why it is an upper bound."""
    found = report.facts.spread.reach if report.facts.spread else None
    if found is None or found.followers is None:
        return None
    parts = [
        say(
            "{known} of the {accounts} accounts that wrote are followed by {followers} people at most: each account"
            " counts once, at its largest; who follows several is counted for each, and nobody reads everything.",
            known=number(found.known),
            accounts=number(found.accounts),
            followers=number(found.followers),
        )
    ]
    if found.own is not None:
        parts.append(say("Our own accounts that wrote on it are followed by {own}.", own=number(found.own)))
    if found.views is not None:
        parts.append(
            say(
                "{viewed} messages tell how often they were seen: {views} times in all, a reader counted each time.",
                viewed=number(found.viewed),
                views=number(found.views),
            )
        )
    return paragraph(" ".join(parts))


def _newcomers(report: Reading) -> Markup | None:
    found = report.facts.spread.newcomers if report.facts.spread else None
    if found is None:
        return None
    told = say(
        "{share} of the accounts had never written of us in this archive before",
        share=percent(found.first_time_share),
    )
    if found.usual_share is not None:
        told = say("{told}, against {usual} in the week before", told=told, usual=percent(found.usual_share))
    parts = [sentence(told)]
    if found.stayed is not None:
        parts.append(
            say(
                "Of these newcomers {share} wrote of us again within {days} days after it was over.",
                share=percent(found.stayed),
                days=number(found.after_days or 0),
            )
        )
    if found.stayed_regulars is not None:
        parts.append(say("Of those who had written before, {share} did.", share=percent(found.stayed_regulars)))
    return paragraph(" ".join(parts))
