"""What people add: how far the report has come, what is new in it, what went well and badly, what is to be done."""

from __future__ import annotations

import datetime as dt

from workbench.facts import Action, Change
from workbench.languages import key, reworded, say, say_count
from workbench.phrase import capital, clock, day, listed, number, sentence
from workbench.report.markup import Markup, element, join, paragraph, stranger, table
from workbench.report.reading import Reading
from workbench.report.unknowns import name, not_known_word

#: More changes than these are for `workbench diff`.
SHOWN = 40

STATUS = {"draft": key("Draft"), "in review": key("In review"), "final": key("Final")}
_BECAUSE = {
    "data": key("later messages came in"),
    "return check": key("the 30 days after the end are over, and it was looked whether it came back"),
    "program": key("a newer program reads more, or reads it better"),
    "people": key("people wrote something new"),
}
_TASK = {"open": key("open"), "done": key("done"), "dropped": key("dropped")}
_HELD = {True: key("yes"), False: key("no")}
TIPS = {
    "plan": key("Have a plan"),
    "hub": key("Open a hub"),
    "monitor": key("Monitor and answer"),
    "own": key("Own the mistake"),
}


def status(report: Reading) -> Markup | None:
    """Draft, in review or final; the edition; who answers for it; and on whose privilege it stands."""
    edition = report.facts.edition
    if edition is None:
        return None
    parts = [element("strong", say(STATUS[edition.status])), say("edition {n}", n=edition.number)]
    if edition.owner:
        parts.append(say("answered for by {owner}", owner=edition.owner))
    return join(
        [
            paragraph(edition.privilege, kind="privilege") if edition.privilege else None,
            paragraph(join(parts, " · "), kind="status"),
        ]
    )


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
    rows = [_change(change, report.zone) for change in edition.changes[:SHOWN]]
    more = len(edition.changes) - len(rows)
    rest = (
        paragraph(say_count("{n} more is told by `workbench diff`.", "{n} more are told by `workbench diff`.", more))
        if more
        else None
    )
    caption = say("What has changed since {edition}", edition=before)
    return join([why, table(caption, [say("What"), capital(before), say("Now")], rows), rest])


def _change(change: Change, zone: dt.tzinfo) -> list[object]:
    return [_place(change.place), _value(change.before, zone), _value(change.after, zone)]


def _place(place: str) -> Markup:
    """The value's name in words; what only has a place, by its place."""
    return stranger(name(place))


def _value(text: str | None, zone: dt.tzinfo) -> Markup | str:
    """A value of the facts as people write it: numbers, times, words."""
    if text is None:
        return not_known_word()
    try:
        return number(float(text))
    except ValueError:
        pass
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return stranger(reworded(text), 200)
    return clock(moment, zone) if moment.tzinfo else text


def lessons(report: Reading) -> Markup | None:
    """What went well, what went badly and where we were lucky, in people's own words."""
    said = report.facts.lessons
    if said is None:
        return None
    parts = []
    for title, entries in (
        (say("What went well"), said.went_well),
        (say("What went badly"), said.went_badly),
        (say("Where we were lucky"), said.luck),
    ):
        if entries:
            parts += [element("h3", title), element("ul", *(element("li", entry) for entry in entries))]
    return join(parts)


def actions(report: Reading) -> Markup | None:
    """What is to be done, by whom and until when; and whether what was agreed on earlier held."""
    facts = report.facts
    if facts.crisis is None:
        return None
    parts: list[Markup] = []
    if facts.actions:
        head = [say("Action"), say("Lesson"), say("Owner"), say("Due"), say("How we will know"), say("Status")]
        rows = [[*_task(one, report), say(_TASK[one.status])] for one in facts.actions]
        parts.append(table(say("Agreed on after this crisis"), head, rows))
    else:
        kept = f"data/notes/{facts.brand}/{facts.crisis.id}.yml"
        parts.append(paragraph(say("Nobody has agreed on an action yet; they are kept in {file}.", file=kept)))
    if facts.earlier_actions:
        head = [say("Action"), say("Agreed on after"), say("Owner"), say("Due"), say("Status"), say("Did it hold?")]
        rows = [_earlier(one, report) for one in facts.earlier_actions]
        parts.append(table(say("Earlier actions, and whether they held"), head, rows))
    return join(parts)


def _task(one: Action, report: Reading) -> list[object]:
    return [
        one.what,
        say(TIPS[one.tip]) if one.tip else "–",
        one.owner or say("nobody yet"),
        _due(one, report.zone),
        one.known_by or say("not said"),
    ]


def _earlier(one: Action, report: Reading) -> list[object]:
    held = say(_HELD[one.held]) if one.held is not None else not_known_word()
    return [one.what, one.crisis, one.owner or say("nobody yet"), _due(one, report.zone), say(_TASK[one.status]), held]


def _due(one: Action, zone: dt.tzinfo) -> str:
    return day(dt.datetime.combine(one.due, dt.time(12), zone), zone) if one.due else say("no date")


def what_now(report_actions: list[Action], waiting: int | None) -> str:
    """What is left to do, in a few words: open actions, messages that still wait."""
    left = [one for one in report_actions if one.status == "open"]
    parts = []
    if waiting:
        parts.append(
            say_count("{n} message still waits for an answer", "{n} messages still wait for an answer", waiting)
        )
    if left:
        parts.append(say_count("{n} action is open", "{n} actions are open", len(left)))
    elif not report_actions:
        parts.append(say("no action is agreed on yet"))
    return " ".join(sentence(part) for part in parts) if parts else say("Nothing is open.")
