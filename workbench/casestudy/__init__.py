"""Bundled case studies: archives simulated around public timelines, the plans that go with them, and ground truth.

Every text is invented and every id begins with `sim-`. A case is two YAML files in a folder of its name.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.casestudy.message import Message
    from workbench.casestudy.scenario import Scenario

#: The cases that can be written.
CASES: tuple[str, ...] = ("kitchenaid", "gm")


def write(case: str, folder: Path) -> Path:
    """The path of `<case>.jsonl.gz`, written into `folder` in the `mentions` import format, whole or not at all.

    The lines are the same everywhere; the gzipped bytes are the same wherever zlib is.
    Raises UsageError for a case that is not bundled, WorkbenchError when the file can't be written.
    """
    from workbench.casestudy.archive_file import lines, packed, put

    scenario, messages = _simulated(case)
    path = folder / f"{case}.jsonl.gz"
    put(path, packed(b"".join(lines(scenario, messages))))
    return path


def plan(case: str) -> str:
    """The YAML text of the case's plan, as it would stand in `data/plans/<brand>.yml`. Raises UsageError as above."""
    return _text(case, "plan.yml")


def truth(case: str) -> dict[str, Any]:
    """What the simulation did, JSON-ready, to measure an analysis by. Raises UsageError as above."""
    from workbench.casestudy.ground_truth import truth as of

    return of(*_simulated(case), case)


def _text(case: str, name: str) -> str:
    if case not in CASES:
        raise UsageError(f"There is no case study {case!r}: choose one of {', '.join(CASES)}.")
    return (files("workbench.casestudy") / case / name).read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _simulated(case: str) -> tuple[Scenario, list[Message]]:
    from workbench.casestudy.scenario import read
    from workbench.casestudy.simulate import simulate

    scenario = read(_text(case, "scenario.yml"))
    return scenario, simulate(scenario)
