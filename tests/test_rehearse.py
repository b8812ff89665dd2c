from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from workbench import plan, rehearse, rehearse_page
from workbench.errors import WorkbenchError
from workbench.languages import speaking
from workbench.rehearse import Course, Turn
from workbench.study import Study

PLAN = plan.parse(
    """
    brand: acme
    spokespersons: [{name: Ada Example, role: head of brand}]
    committee: {members: [{name: Bo Example, area: customer care}]}
    hub: {urls: ["https://recall.acme.example"]}
    targets: {update_every: 2 h, hub_linked: 3 h, median_reply: 45 min}
    scenarios:
      - {id: recall, cause: internal, terms: [airbag], owner: Bo Example, first_statement: 10 min,
         holding_statement: We are sorry.}
      - {id: rumour, cause: external, terms: [hoax]}
    """
)


def test_what_today_s_plan_wants_is_due_at_its_time() -> None:
    told = [(0.0, "our own post"), (15.0, "84 mentions"), (60.0, "274 mentions"), (240.0, "455 mentions")]
    course = Course(told, 0.0, PLAN.scenarios[0], done=[(18.0, "Ada Example on twitter: sorry")])
    assert rehearse.turns(PLAN, course) == [
        Turn(
            minutes=0,
            known="our own post",
            due=[
                "the clock starts; the committee comes together: Bo Example (customer care)",
                "scenario recall applies; owner Bo Example",
            ],
        ),
        Turn(
            minutes=15,
            known="84 mentions",
            due=["10 min in: first statement, by Ada Example, head of brand; ready: “We are sorry.”"],
        ),
        Turn(
            minutes=60,
            known="274 mentions",
            due=["45 min in: half of those who asked by the start of the clock have an answer (45 min)"],
            done=["18 min in: Ada Example on twitter: sorry"],
        ),
        Turn(
            minutes=240,
            known="455 mentions",
            due=[
                "2 h 10 min in: an update, 2 h after the last",
                "3 h in: link https://recall.acme.example in every reply",
            ],
        ),
    ]


def test_an_empty_plan_asks_instead() -> None:
    due = rehearse.turns(plan.Plan(brand="acme"), Course([(0.0, "x"), (2000.0, "y")], 5.0, None))[1].due
    assert due[0] == "5 min in: the clock starts; the committee comes together. The plan names no members: who comes?"
    assert due[1] == "5 min in: no scenario of the plan applies: who decides, and on what?"
    assert due[2].startswith("20 min in: first statement; nobody is named: who speaks?; no holding statement")
    assert any("the plan names no hub: where do people find answers?" in what for what in due)


def study() -> Study:
    """A brand with ten mentions an hour and no crisis in its archive."""
    baseline = SimpleNamespace(expected=pd.Series([10.0]))
    archive, history = SimpleNamespace(brand="acme"), SimpleNamespace(baseline=baseline)
    return cast(Study, SimpleNamespace(archive=archive, plan=PLAN, found=(), history=history))


def test_a_scenario_not_lived_yet_takes_an_assumed_course() -> None:
    made = rehearse.imagined(study(), "rumour")
    # Eight times the usual after two hours, then halving every four.
    volumes = [turn.known.split(" ")[0] for turn in made]
    assert volumes == ["10", "19", "28", "45", "80", "59", "35", "22", "12"]
    assert made[0].known == "10 mentions an hour (usual: 10), “rumour” on hoax; its course is assumed"
    assert made[0].due == []
    assert made[1].due[0].startswith("15 min in: the clock starts")
    assert rehearse.imagined(study(), "recall")[0].due[0].startswith("the clock starts")
    with pytest.raises(WorkbenchError, match="has no scenario 'fire' \\(it has: recall, rumour\\)"):
        rehearse.imagined(study(), "fire")


def test_lines_are_safe_for_a_terminal() -> None:
    assert Turn(minutes=30, known="a\x1b[2Jb\nc", due=["d"]).lines() == ["30 min in: a\ufffd[2Jb c", "    due: d"]


def test_the_sheet_for_the_table_keeps_what_was_done_for_its_end() -> None:
    told = [
        Turn(minutes=0, known="<b>our post</b>", due=["speak"], done=["said sorry"]),
        Turn(minutes=60, known="more"),
    ]
    page = rehearse_page.build("acme", "recall", told)
    assert "<h1>Table-top exercise: acme, recall</h1>" in page
    assert "&lt;b&gt;our post&lt;/b&gt;" in page
    assert [head in page for head in ("Turn 1: at the beginning", "Turn 2: 1 h in")] == [True, True]
    assert page.index("speak") < page.index("Turn 2") < page.index("really done") < page.index("said sorry")
    assert "<script" not in page
    assert "really done" not in rehearse_page.build("acme", "recall", told[1:])


def test_the_exercise_speaks_the_reader_s_language() -> None:
    with speaking("lv"):
        made = rehearse.turns(PLAN, Course([(0.0, "x"), (300.0, "y")], 0.0, PLAN.scenarios[0]))
        page = rehearse_page.build("acme", "recall", made)
    assert made[1].due[0].startswith("pēc 10 min: pirmais paziņojums, to sniedz Ada Example")
    assert '<html lang="lv">' in page
