"""The response held against the plan: each check with its target, what was observed, and a verdict.

Four lessons: have a plan, open a hub, monitor and answer, own your mistakes. They are never added up to one grade,
which would hide a miss. Everything is read from the facts, so that whoever doubts a verdict can redo it.
"""

from __future__ import annotations

from workbench.facts import Check, Facts
from workbench.plan import Plan
from workbench.scorecard.monitor import monitor
from workbench.scorecard.own import own
from workbench.scorecard.prepared import hub, plan
from workbench.scorecard.verdict import Evidence

__all__ = ["Evidence", "checks"]


def checks(facts: Facts, written: Plan | None, evidence: Evidence) -> list[Check]:
    """The scorecard of the crisis in `facts`, against the plan; None where none is `written` down."""
    agreed = written or Plan(brand=facts.brand)
    return [
        *plan(facts, written, evidence),
        *hub(facts, written, evidence),
        *monitor(facts, agreed, evidence),
        *own(facts, agreed),
    ]
