"""What every check of the scorecard is made of: its verdict, its target, and why it can't be judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from workbench.facts import Check, Facts, TimelineEntry
from workbench.languages import key
from workbench.phrase import duration, percent

Tip = Literal["plan", "hub", "monitor", "own"]
#: Mention ids by what they are evidence of: `waiting`, `hub`, `scenario`, `went on`.
Evidence = Mapping[str, Sequence[str]]

SAID_NOTHING, FIRST_MESSAGE = key("we said nothing"), key("the first message")


def check(
    tip: Tip,
    name: str,
    target: str | None,
    observed: str,
    met: bool | None,
    evidence: Sequence[str] = (),
    applies: bool = True,
) -> Check:
    """The check with its verdict: `met` is None where that is not known; it counts only where it `applies`."""
    verdict: Literal["met", "missed", "unknown", "not applicable"]
    verdict = "not applicable" if not applies else "unknown" if met is None else "met" if met else "missed"
    return Check(tip=tip, check=name, target=target, observed=observed, verdict=verdict, evidence=list(evidence[:5]))


def _target(given: float | None, usual: float, say: Callable[[float], str]) -> tuple[float, str]:
    return (
        (given, say(given)) if given is not None else (usual, key("{target} (our default)").format(target=say(usual)))
    )


def minutes_target(given: float | None, usual: float) -> tuple[float, str]:
    """The limit in minutes, the plan's or the usual one, and how it is written; a usual one is labelled so."""
    return _target(given, usual, duration)


def share_target(given: float | None, usual: float) -> tuple[float, str]:
    """As `minutes_target`, for a share."""
    return _target(given, usual, percent)


def why_unseen(facts: Facts) -> str:
    """Why the response can't be judged at all; empty where it can."""
    return "" if facts.response else facts.unknown.get("response", key("our response is not in the archive"))


def minutes_between(start: dt.datetime | None, until: dt.datetime | None) -> float | None:
    """Minutes from `start` to `until`; None where either is not known."""
    return None if start is None or until is None else (until - start) / dt.timedelta(minutes=1)


def ids(entries: Sequence[TimelineEntry]) -> list[str]:
    """The mention ids of statements."""
    return [entry.mention_id for entry in entries]


def when(minutes: float, event: str) -> str:
    """As `phrase.delay` says it, in English: `14 min after our own post`."""
    template = key("{long} before {event}") if minutes < 0 else key("{long} after {event}")
    return template.format(long=duration(minutes), event=event)
