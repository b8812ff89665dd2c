"""What people add to a report, and which edition of it this is."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from workbench.facts.part import Part

Status = Literal["draft", "in review", "final"]


class Change(Part):
    """A value that is not what it was in the edition before: its dotted place, and both values as text."""

    place: str
    before: str | None = None
    after: str | None = None


class Edition(Part):
    """Which edition a report is, how far it has come, and what is new in it. `against` is the edition compared with.

    `because` is what made it: later data, the check 30 days after the end, another program, or what people wrote.
    """

    number: int = 1
    status: Status = "draft"
    privilege: str | None = None
    owner: str | None = None
    program: str
    against: int | None = None
    because: list[Literal["data", "return check", "program", "people"]] = []
    changes: list[Change] = []


class Lessons(Part):
    """What people say went well and badly, and where they were lucky."""

    went_well: list[str] = []
    went_badly: list[str] = []
    luck: list[str] = []


class Task(Part):
    """An action as people write it down; `owner` is a role, not a name."""

    what: str
    tip: Literal["plan", "hub", "monitor", "own"] | None = None
    owner: str | None = None
    due: dt.date | None = None
    known_by: str | None = None
    status: Literal["open", "done", "dropped"] = "open"
    held: bool | None = None


class Action(Task):
    """What is to be done; `crisis` is that after which it was agreed on."""

    crisis: str
