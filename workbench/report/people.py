"""What people add: how far the report has come, what went well and badly, what is to be done."""

from __future__ import annotations

import datetime as dt

from workbench.facts import Action, Lessons
from workbench.languages import key, say, say_count
from workbench.phrase import day, sentence
from workbench.report.markup import Markup, element, join, paragraph, table
from workbench.report.reading import Reading
from workbench.report.unknowns import not_known_word

STATUS = {"draft": key("Draft"), "in review": key("In review"), "final": key("Final")}
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


def lessons(report: Reading) -> Markup | None:
    """What went well, what went badly and where we were lucky, in people's own words; the questions, where none are."""
    facts = report.facts
    if facts.crisis is None:
        return None
    said = facts.lessons or Lessons()
    parts = []
    for title, entries in (
        (say("What went well"), said.went_well),
        (say("What went badly"), said.went_badly),
        (say("Where we were lucky"), said.luck),
    ):
        if entries:
            parts += [element("h3", title), element("ul", *(element("li", entry) for entry in entries))]
    if parts:
        return join(parts)
    asked = [
        say("What went well, and should be kept?"),
        say("What went badly? Several things contributed; which made it worse, which easier?"),
        say("Where were we only lucky?"),
    ]
    kept = _notes_file(facts.brand, facts.crisis.id)
    none = paragraph(say("Nobody has written this part yet; the answers are kept in {file}.", file=kept))
    return join([none, element("ul", *(element("li", question) for question in asked))])


def _notes_file(brand: str, crisis: str) -> str:
    return f"data/notes/{brand}/{crisis}.yml"


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
        kept = _notes_file(facts.brand, facts.crisis.id)
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


def open_actions(agreed: list[Action]) -> str:
    """How many actions are left to do, as a sentence; empty where all are done."""
    left = [one for one in agreed if one.status == "open"]
    if left:
        return sentence(say_count("{n} action is open", "{n} actions are open", len(left)))
    return "" if agreed else sentence(say("no action is agreed on yet"))
