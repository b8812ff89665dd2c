"""The exercise on paper: a sheet for the table, and at its end what was really done, for whoever leads it."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.languages import say, spoken
from workbench.plain_page import page
from workbench.rehearse import Turn
from workbench.report.markup import Markup, element, join, stranger

_STYLE = """
section{border-top:1px solid var(--line);padding-bottom:.5rem;break-inside:avoid}
section ul{list-style:none;padding:0}section li{padding-left:1.7em;text-indent:-1.7em}
section li::before{content:"\\2610\\00a0\\00a0"}
.decided{border:1px solid var(--line);min-height:5rem;padding:.25rem .5rem;margin:.75rem 0}
.leader{break-before:page}@media print{body{font-size:11pt}main,header,footer{max-width:none}}
"""


def build(brand: str, name: str, turns: Sequence[Turn]) -> str:
    """The page for the table: each turn with what is known, what the plan wants done, and room for what is decided.

    `name`: the crisis or scenario that is rehearsed. What was really done stands on a sheet of its own at the end.
    """
    title = say("Table-top exercise: {brand}, {name}", brand=brand, name=name)
    how = say(
        "Read one turn aloud, decide what to do and write it down before you turn to the next. A box stands before what"
        " the plan wants done by then."
    )
    content = join(
        [
            element("header", element("h1", title), element("p", how)),
            element("main", *(_turn(number, turn) for number, turn in enumerate(turns, 1)), _done(turns)),
        ]
    )
    return page(title, spoken(), _STYLE, content)


def _turn(number: int, turn: Turn) -> Markup:
    head = say("Turn {n}: {when}", n=number, when=turn.when())
    due = element("ul", *(element("li", stranger(what)) for what in turn.due)) if turn.due else None
    decided = element("p", say("What we decide, and who does it:"), class_="decided")
    return element("section", element("h2", head), element("p", stranger(turn.known)), due, decided)


def _done(turns: Sequence[Turn]) -> Markup | None:
    """What was really done, by turn; None where nothing is known of it."""
    rows = [
        (turn.when(), element("ul", *(element("li", stranger(what)) for what in turn.done)))
        for turn in turns
        if turn.done
    ]
    if not rows:
        return None
    parts = [part for when, done in rows for part in (element("h3", when), done)]
    return element("div", element("h2", say("For whoever leads: what was really done")), *parts, class_="leader")
