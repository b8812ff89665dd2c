"""What is new in an edition: the values that have a name in words; what else moved is counted."""

from __future__ import annotations

import datetime as dt
import re

from workbench.facts import Change
from workbench.languages import key, reworded, say, say_count
from workbench.phrase import capital, clock, duration, listed, number, percent, place
from workbench.report.markup import Markup, join, paragraph, stranger, table
from workbench.report.reading import Reading
from workbench.report.told import said
from workbench.report.unknowns import NAMES, not_known_word

#: More changes than these are for `workbench diff`.
SHOWN = 40

_BECAUSE = {
    "data": key("later messages came in"),
    "return check": key("the 30 days after the end are over, and it was looked whether it came back"),
    "program": key("a newer program reads more, or reads it better"),
    "people": key("people wrote something new"),
}

#: Values that no reason is ever given for; an asterisk is the name of an entry.
_MORE = {
    "crisis.kind": key("Whether it was a crisis"),
    "crisis.onset": key("When it began to rise"),
    "crisis.peak": key("When it was at its peak"),
    "crisis.mentions": key("Mentions on the topic"),
    "crisis.originals": key("Mentions on the topic, without reposts"),
    "crisis.authors": key("Accounts that wrote on the topic"),
    "crisis.topic.label": key("The words of the topic"),
    "origin.created_at": key("When the first message came"),
    "origin.platform": key("Where it began"),
    "origin.owned": key("Whether it began with us"),
    "cause.confidence": key("How sure the cause is"),
    "cause.confirmed_by": key("Who confirmed the cause"),
    "spread.platforms.*.mentions": key("Mentions on the topic: {name}"),
    "spread.reach.followers": key("Followers of those who wrote, at most"),
    "sentiment.scored_share": key("The share of messages read for tone"),
    "sentiment.negative_share.before": key("The share of negative messages before it"),
    "sentiment.negative_share.during": key("The share of negative messages during it"),
    "sentiment.negative_share.after": key("The share of negative messages after it"),
    "response.statements": key("How many statements we made"),
    "response.first_statement.created_at": key("When we first spoke"),
    "response.first_statement.platform": key("Where we first spoke"),
    "response.first_statement.minutes_after_origin": key("How long after the first message we spoke"),
    "response.first_statement.minutes_after_onset": key("How long after the rise began we spoke"),
    "response.hub.first_linked_at": key("When we first linked the hub"),
    "response.hub.share_of_replies": key("The share of our replies that carry the hub"),
    "claims.claims.*.mentions": key("How often it was said: {name}"),
    "claims.claims.*.stopped": key("Whether it ceased to be said: {name}"),
    "claims.claims.*.addressed.at": key("When we took it up: {name}"),
    "stories.stories": key("Different things that were said"),
    "subtopics.*.mentions": key("Messages on a part of the topic: {name}"),
    "questions.*.asked": key("How often it was asked: {name}"),
    "questions.*.answered": key("How many who asked it were answered: {name}"),
    "recovery.return_check.days_seen": key("Days after the end that were seen"),
    "recovery.return_check.days_out": key("Days after the end on which it stood out again"),
    "scorecard.*.verdict": key("Verdict: {name}"),
    "scorecard.*.observed": key("Observed: {name}"),
    "actions.*.status": key("Action: {name}"),
    "quality.mentions": key("Mentions in the archive"),
    "quality.first": key("The archive's first message"),
    "quality.last": key("The archive's last message"),
}


def changes(report: Reading) -> Markup | None:
    """What is not as it was in the edition before."""
    edition = report.facts.edition
    if edition is None or edition.against is None:
        return None
    before = say("edition {n}", n=edition.against)
    reasons = listed([say(_BECAUSE[one]) for one in edition.because])
    why = paragraph(say("This edition was made because {reasons}.", reasons=reasons)) if reasons else None
    if not edition.changes:
        same = paragraph(say("Nothing that this report says has changed since {edition}.", edition=before))
        return join([why, same])
    named = [(name, one) for one in edition.changes if (name := title(one.place))][:SHOWN]
    rows = [[stranger(name, 200), *(stranger(value(one, text, report.zone), 200) for text in (one.before, one.after))]
            for name, one in named]  # fmt: skip
    caption = say("What has changed since {edition}", edition=before)
    shown = table(caption, [say("What"), capital(before), say("Now")], rows) if rows else None
    return join([why, shown, _rest(len(edition.changes) - len(named))])


def _rest(more: int) -> Markup | None:
    if not more:
        return None
    text = say_count(
        "{n} more value has changed; `workbench diff` tells all.",
        "{n} more values have changed; `workbench diff` tells all.",
        more,
    )
    return paragraph(text)


def title(where: str) -> str:
    """What the value at a dotted place is called; empty where it has no name."""
    if where in _MORE or where in NAMES:
        return say(_MORE.get(where) or NAMES[where])
    for pattern, text in _MORE.items():
        before, star, after = pattern.partition("*")
        if star and where.startswith(before) and where.endswith(after):
            return say(text, name=capital(_entry(before, where[len(before) : len(where) - len(after)])))
    return ""


def _entry(within: str, name: str) -> str:
    """The name of an entry of the list `within`, as people say it."""
    if within == "spread.platforms.":
        return place(name)
    if within == "claims.claims.":
        role, _, kind = name.partition(" · ")
        return said(role, kind)
    return reworded(name)


def value(change: Change, text: str | None, zone: dt.tzinfo) -> str:
    """A value of the facts as people write it: a number with its unit, a time, words."""
    if text is None:
        return not_known_word()
    name = change.place.rpartition(".")[2]
    if re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text):
        return _measured(float(text), change.place, name)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return place(text) if name == "platform" else reworded(text)
    return clock(moment, zone) if moment.tzinfo else text


def _measured(value: float, where: str, name: str) -> str:
    if "minutes" in name:
        return ("−" if value < 0 else "") + duration(value)
    if "share" in where or name == "confidence":
        return percent(value)
    return number(value)
