"""The hub as a web page: one file that needs nothing else, for browsers, screen readers and paper."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from workbench.errors import WorkbenchError
from workbench.languages import say, speaking
from workbench.phrase import clock, zone_named
from workbench.plain_page import page
from workbench.plan import Hub, Plan
from workbench.report.markup import Markup, element, join

#: An update: when, who says it, and the words.
Update = tuple[dt.datetime, str, str]

_STYLE = """
nav ul{padding:0;list-style:none}nav li{display:inline-block;margin:0 1rem .5rem 0}
dt{font-weight:600}dd{margin:0 0 .75rem}time{font-weight:600}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem}
article{border-top:1px solid var(--line);padding:.5rem 0}@media print{nav,.skip{display:none}}
"""
_WEB = re.compile(r"https://[^\s<>\"']+")


def build(plan: Plan, updates: Sequence[Update] = ()) -> str:
    """The page of the plan's hub with the `updates`, latest first, in the plan's language and time zone.

    Raises WorkbenchError where the plan has nothing to put on it.
    """
    hub = plan.hub
    if hub is None or not (hub.summary or hub.steps or hub.faq or hub.help):
        raise WorkbenchError(
            f"the plan of {plan.brand} has nothing for a hub page: give it hub: {{title, summary, steps, help, faq}}"
        )
    with speaking(plan.language):
        title = hub.title or say("Information from {brand}", brand=plan.brand)
        sections = [
            ("steps", say("What to do"), _steps(hub)),
            ("questions", say("Questions and answers"), _faq(hub)),
            ("help", say("Where to get help"), _help(hub)),
            ("updates", say("Updates"), _updates(plan, updates)),
        ]
        there = [(name, head, body) for name, head, body in sections if body]
        content = join(
            [
                element("a", say("Skip to the content"), href="#content", class_="skip"),
                element(
                    "header", element("h1", title), element("p", hub.summary) if hub.summary else None, _menu(there)
                ),
                element("main", *(_section(*one) for one in there), id="content"),
                element("footer", element("p", say("Times are in {zone}.", zone=plan.timezone))),
            ]
        )
    return page(title, plan.language, _STYLE, content)


def _menu(there: Sequence[tuple[str, str, Markup]]) -> Markup:
    items = [element("li", element("a", head, href=f"#{name}")) for name, head, _ in there]
    return element("nav", element("ul", *items), aria_label=say("On this page"))


def _section(name: str, head: str, body: Markup) -> Markup:
    return element("section", element("h2", head, id=f"{name}-head"), body, id=name, aria_labelledby=f"{name}-head")


def _steps(hub: Hub) -> Markup | None:
    return element("ol", *(element("li", _linked(step)) for step in hub.steps)) if hub.steps else None


def _faq(hub: Hub) -> Markup | None:
    if not hub.faq:
        return None
    return join([part for one in hub.faq for part in (element("h3", one.question), element("p", _linked(one.answer)))])


def _help(hub: Hub) -> Markup | None:
    if not hub.help:
        return None
    return element(
        "dl", *(part for one in hub.help for part in (element("dt", one.name), element("dd", _linked(one.contact))))
    )


def _updates(plan: Plan, updates: Sequence[Update]) -> Markup | None:
    zone = zone_named(plan.timezone)
    latest = sorted(updates, key=lambda update: update[0], reverse=True)
    made = [
        element(
            "article",
            element("p", element("time", clock(at, zone), datetime=at.isoformat()), f" · {speaker}"),
            element("p", _linked(text)),
        )
        for at, speaker, text in latest
    ]
    return join(made) if made else None


def _linked(text: str) -> Markup:
    """The text, its web addresses as links."""
    parts, last = [], 0
    for found in _WEB.finditer(text):
        address = found[0].rstrip(".,;:!?)")
        parts += [text[last : found.start()], element("a", address, href=address)]
        last = found.start() + len(address)
    return join([*parts, text[last:]])
