"""A statement with the phrases marked by which its wording was read, so that a person can see why, and overrule it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.languages import key, say
from workbench.phrase import listed
from workbench.report.markup import Markup, element, escaped, stranger

#: What is shown of a statement.
SHOWN = 1000
#: What a mark says that the statement does.
NAMES = {
    "responsibility": key("takes responsibility"),
    "compassion": key("shows compassion"),
    "commitment": key("says what is or will be done"),
    "corrective_action": key("mends the harm"),
    "customers_first": key("puts people first"),
    "excuse": key("excuses"),
    "blame_shifting": key("shifts the blame"),
    "defensive": key("defends"),
    "non_apology": key("only seems to apologise"),
    "hiding": key("won't say"),
}


def marks(phrases: Mapping[str, Sequence[str]] | None, confirmed_by: str | None) -> str:
    """In words what the wording of a statement does, and who says so; empty where it was not read."""
    if phrases is None:
        return ""
    does = listed([say(name) for mark, name in NAMES.items() if mark in phrases]) or say("bears no mark")
    if confirmed_by:
        return say("Its wording, as {name} confirmed: {does}.", name=confirmed_by, does=does)
    return say("Its wording, proposed and not confirmed by a person: {does}.", does=does)


def highlighted(text: str, phrases: Mapping[str, Sequence[str]] | None) -> Markup:
    """`text` as `markup.stranger` shows it, each of `phrases` (by the mark it shows) marked, its marks as the title."""
    if not phrases or len(text) > SHOWN:
        return stranger(text, SHOWN)
    does: list[set[str]] = [set() for _ in text]
    for mark, found in phrases.items():
        after = 0
        for phrase in found:
            start = text.find(phrase, after)
            if start < 0 or mark not in NAMES:
                continue
            after = start + len(phrase)
            for signs in does[start:after]:
                signs.add(mark)
    parts: list[object] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or does[end] != does[start]:
            names = ", ".join(say(name) for mark, name in NAMES.items() if mark in does[start])
            part = escaped(text[start:end])
            parts.append(element("mark", part, title=names) if names else part)
            start = end
    return element("bdi", *parts)
