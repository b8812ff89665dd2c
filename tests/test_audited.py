"""What the report says of plan, steps, reception and strategy, as text."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

from tests import sample
from workbench.facts import Facts
from workbench.report import audited, story
from workbench.report.reading import Reading


def reading(**changes: Any) -> Reading:
    return Reading(facts=sample.facts(**changes), tables=Path(), zone=dt.UTC)


def text(markup: object) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(markup))).strip())


def test_plan_names_the_scenario_or_the_one_to_write() -> None:
    fits = [{"scenario": "recall", "share": 0.4, "usual_share": 0.0, "words": ["airbag", "recall"]}]
    told = text(audited.plan(reading(plan={"scenario": "recall", "fits": fits})))
    assert (
        told == "Of the plan, the scenario recall applied: 40% of the messages hold its words (“airbag” and “recall”)."
    )
    missing = {"id": "airbag-burst", "terms": ["airbag", "burst"]}
    told = text(audited.plan(reading(plan={"missing": missing})))
    assert told.startswith("No scenario of a plan covers it; one should be written, such as airbag-burst on the words")


def test_steps_of_the_event_log() -> None:
    heard = sample.response(delays={"detect": 18.0, "decide": 20.0, "approve": 10.0, "publish": None})
    told = text(audited.plan(reading(plan={}, response=heard)))
    assert "Until it was known 18 min Until a statement was drafted 20 min Until it was approved 10 min" in told
    assert "Until it was out not known" in told


def test_who_apologised_later_in_person_is_in_the_summary() -> None:
    heard = sample.response()
    heard["first_statement"] |= {"named": False}
    heard["timeline"][1] |= {"named": True, "speaker": "Ada Example", "role": "head of brand"}
    content = sample.facts(response=heard)
    assert any("Ada Example (head of brand) apologised in person 1 h 21 min later" in line for line in summary(content))
    heard["first_statement"] |= {"named": True}
    assert not any("in person" in line for line in summary(sample.facts(response=heard)))


def summary(content: Facts) -> list[str]:
    return story.summary(content, dt.UTC)


def test_reception_of_a_statement_in_a_line() -> None:
    content = sample.facts(response=sample.response(timeline=[{
        "at": sample.at(9), "mention_id": "m", "platform": "twitter", "author": "acme", "text": "sorry",
        "reception": {"replies": 30, "quotes": 5, "replies_per_like": 2.5, "read": 30, "second_wave": True,
                      "negative": {"share": 0.6, "low": 0.42, "high": 0.75}},
    }]))  # fmt: skip
    assert content.response is not None
    told = text(audited.taken(content.response.timeline[0].reception))
    assert told == (
        "35 replies and quotes; 60% of those read negative (between 42% and 75%); 2.5 replies per like; a later wave"
        " pointed at it."
    )
    assert audited.taken(None) is None


def test_strategy_against_theory_and_plan() -> None:
    found = {
        "postures": ["inform", "rebuild"], "recommended": ["rebuild"], "fits": True, "as_agreed": False,
        "instructing_first": True, "adjusting_first": False, "copied_reply_share": 0.5, "most_copied": 40,
        "compensation_at": sample.at(60), "compensation_early": True,
    }  # fmt: skip
    heard = sample.response(strategy=found, went_on={"posts": 4, "selling": 1})
    told = text(audited.strategy(reading(plan={"strategy": "deny"}, response=heard)))
    for part in (
        "What our statements did, in order informed and made amends",
        "make amends (yes)",
        "As the plan's scenario says no",
        "tell people what to do? yes",
        "50% of them; the commonest 40 times",
        "early, which can draw others who want the same",
        "4 went on, of these selling: 1",
        "a proposal until a person confirms them",
    ):
        assert part in told
    assert audited.strategy(reading()) is None
