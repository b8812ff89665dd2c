"""The facts on what was agreed beforehand, and how it held: the scenario, the committee, the scorecard."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from workbench.facts.part import Number, Part


class ScenarioFit(Part):
    """How well one scenario of the plan fits: the share of the crisis's own messages that hold its words.

    `usual_share` is the same share in ordinary time; `words` are those of its terms that were found, commonest first.
    """

    scenario: str
    share: Number
    usual_share: Number | None = None
    words: list[str] = []


class ScenarioDraft(Part):
    """A scenario that the plan lacks and this crisis would have needed."""

    id: str
    cause: str | None = None
    terms: list[str] = []


class PlanMatch(Part):
    """What of the plan applied. `scenario` is null where none fits; `missing` is then the one to write.

    `committee_met` says whether the log shows a meeting within the agreed rhythm before the onset.
    """

    scenario: str | None = None
    owner: str | None = None
    strategy: str | None = None
    fits: list[ScenarioFit] = []
    missing: ScenarioDraft | None = None
    committee_met: bool | None = None
    committee_last_met: dt.date | None = None


class Check(Part):
    """One check of the scorecard; `evidence` are mention ids."""

    tip: Literal["plan", "hub", "monitor", "own"]
    check: str
    target: str | None = None
    observed: str | None = None
    verdict: Literal["met", "missed", "unknown", "not applicable"]
    evidence: list[str] = []
