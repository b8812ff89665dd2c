"""Verdicts worked out by hand: acme's crisis of `sample.py` held against plans."""

from __future__ import annotations

from typing import Any

import pytest

from tests import sample
from workbench import plan, scorecard
from workbench.facts import Check

PLAN = """
brand: acme
spokespersons: [{name: Ada Example, role: head of brand}]
committee: {meets: monthly, log: [2026-02-20]}
hub: {urls: ["https://recall.acme.example"]}
targets: {first_statement: 20 min, median_reply: 60 min, update_every: 12 h, answered_share: 0.7}
scenarios: [{id: recall, cause: internal, terms: [airbag], owner: Bo Example, first_statement: 25 min}]
"""
MATCH = {
    "scenario": "recall",
    "owner": "Bo Example",
    "fits": [{"scenario": "recall", "share": 0.62, "usual_share": 0.0, "words": ["airbag"]}],
    "committee_met": True,
    "committee_last_met": "2026-02-20",
}


def card(text: str | None = PLAN, evidence: scorecard.Evidence | None = None, **changes: Any) -> dict[str, Check]:
    """The checks by name."""
    content = sample.facts(**{"plan": MATCH, **changes})
    found = scorecard.checks(content, plan.parse(text) if text else None, evidence or {})
    assert len({check.check for check in found}) == len(found)
    return {check.check: check for check in found}


def response(**changes: Any) -> dict[str, Any]:
    """The sample's response with a named apology whose wording was read."""
    heard = sample.response(**changes)
    marks = dict.fromkeys(("responsibility", "compassion", "commitment", "defensive"), False)
    heard["timeline"] = [{**entry, **marks, "named": False} for entry in heard["timeline"]]
    if len(heard["timeline"]) > 1:
        heard["timeline"][1] |= {"named": True, "speaker": "Ada Example", "responsibility": True, "compassion": True}
    return heard


def said(check: Check) -> tuple[str | None, str | None, str]:
    return check.target, check.observed, check.verdict


def test_plan_and_committee() -> None:
    found = card(evidence={"scenario": ["m-1"]})
    covers = found["a scenario covers it"]
    assert said(covers) == ("one that fits", "recall: its words are in 62% of the messages", "met")
    assert covers.evidence == ["m-1"]
    assert said(found["the scenario has an owner"]) == ("a name", "Bo Example", "met")
    assert said(found["the committee met as agreed"]) == ("monthly", "last on 2026-02-20", "met")
    assert found["the committee came together"].verdict == "unknown"
    convened = card(response=sample.response(convened_at=sample.at(30)))
    assert convened["the committee came together"].verdict == "met"


def test_nothing_fits_or_no_plan_is_written_down() -> None:
    found = card(plan={"scenario": None, "fits": []})
    assert said(found["a scenario covers it"]) == ("one that fits", "none of the plan's scenarios fits", "missed")
    assert found["the scenario has an owner"].verdict == "not applicable"
    none = card(None)
    assert {none[name].verdict for name in ("a scenario covers it", "the committee met as agreed", "a hub exists")} == {
        "unknown"
    }


def test_first_statement_runs_from_our_own_post_and_the_scenario_sets_the_target() -> None:
    check = card()["our first statement came in time"]
    assert said(check) == ("25 min", "22 min after our own post", "met")
    assert check.evidence == ["m-51b0"]


@pytest.mark.parametrize(
    ("alarm", "known", "observed", "verdict"),
    [
        (9.0, None, "9 min after it could have been known", "met"),
        (9.0, 40.0, "40 min after we knew", "missed"),
        (31.0, 12.0, "31 min after it could have been known", "missed"),
        (-5.0, None, "5 min before it could have been known", "met"),
        (None, None, "22 min after the first message", "met"),
    ],
)
def test_first_statement_on_what_others_began_runs_from_the_earliest_clock(
    alarm: float | None, known: float | None, observed: str, verdict: str
) -> None:
    heard = sample.response()
    heard["first_statement"] |= {"minutes_after_alarm": alarm, "minutes_after_known": known}
    origin = {"platform": "twitter", "mention_id": "m-7f3a", "created_at": sample.at(-8), "owned": False}
    check = card(response=heard, origin=origin)["our first statement came in time"]
    assert (check.observed, check.verdict) == (observed, verdict)


def test_first_statement_without_any_clock_is_not_judged() -> None:
    heard = sample.response()
    heard["first_statement"] |= {"minutes_after_alarm": None, "minutes_after_origin": 300.0}
    origin = {"platform": "twitter", "mention_id": "m-7f3a", "created_at": sample.at(-286), "owned": False}
    assert card(response=heard, origin=origin)["our first statement came in time"].verdict == "unknown"


def test_default_targets_are_labelled() -> None:
    bare = card("{brand: acme}", plan={"scenario": None})
    assert said(bare["our first statement came in time"]) == (
        "15 min (our default)", "22 min after our own post", "missed",
    )  # fmt: skip
    assert bare["people got an answer"].target == "80% (our default) by the end of the crisis"


def test_monitor() -> None:
    found = card(evidence={"waiting": ["m-2d01"]})
    half, most = found["half were answered in time"], found["nine in ten were answered in time"]
    assert said(half) == ("1 h", "58 min, open ones included", "met")
    assert half.evidence == ["m-2d01"]
    assert said(most) == ("1 day (our default)", "not reached: too many still wait", "missed")
    assert said(found["people got an answer"]) == ("70% by the end of the crisis", "70% of 800 messages", "met")
    assert said(found["we kept people up to date"]) == ("every 12 h", "the longest silence was 10 h 5 min", "met")


def test_answered_within_a_time_is_counted_within_it() -> None:
    text = PLAN.replace("answered_share: 0.7", "answered_share: {share: 0.7, within: 2 h}")
    check = card(text, response=sample.response(answered_in_time=400))["people got an answer"]
    assert said(check) == ("70% within 2 h", "50% of 800 messages", "missed")


@pytest.mark.parametrize(
    ("care", "observed", "verdict"),
    [
        ({"days": 30.0, "replies": 12}, "replies: 12", "met"),
        ({"days": 8.0, "replies": 0}, "replies: 0; the archive covers 8 days of them", "missed"),
        ({"days": 2.0, "replies": 0}, "replies: 0; the archive covers 2 days of them", "unknown"),
        (None, "the archive ends with the crisis", "unknown"),
    ],
)
def test_aftercare(care: dict[str, Any] | None, observed: str, verdict: str) -> None:
    check = card(response=sample.response(aftercare=care))["we went on answering"]
    assert (check.observed, check.verdict) == (observed, verdict)


@pytest.mark.parametrize(
    ("went_on", "observed", "verdict"),
    [
        ({"posts": 0, "selling": 0}, "none", "met"),
        ({"posts": 5, "selling": 2}, "5 went on, of these selling: 2", "missed"),
        (None, "since when they should have paused is not known", "unknown"),
    ],
)
def test_routine_posts_pause(went_on: dict[str, Any] | None, observed: str, verdict: str) -> None:
    check = card(response=sample.response(went_on=went_on))["we paused routine posts and advertising"]
    assert (check.observed, check.verdict) == (observed, verdict)


def test_own_is_read_from_all_statements() -> None:
    found = card(response=response())
    assert said(found["we spoke where it began"]) == ("Twitter", "Twitter", "met")
    assert said(found["a named person spoke"])[1:] == ("Ada Example, 1 h 21 min after our first words", "met")
    assert found["a named person spoke"].evidence == ["m-8c22"]
    assert said(found["we took responsibility"])[1:] == ("in the statement no. 2", "met")
    assert said(found["we said what we will do"])[1:] == ("in none of our statements", "missed")
    assert said(found["we were not defensive"])[1:] == ("no defensive wording", "met")


def test_responsibility_is_not_owed_for_what_others_did_nor_judged_before_the_cause_is() -> None:
    heard = response()
    heard["timeline"][1]["responsibility"] = False
    external = card(response=heard, cause={"verdict": "external", "cluster": "victim"})
    assert external["we took responsibility"].verdict == "not applicable"
    assert card(response=heard, cause=None)["we took responsibility"].verdict == "unknown"
    assert card(response=heard)["we took responsibility"].verdict == "missed"


def test_silence_misses_and_a_response_that_cannot_be_seen_is_unknown() -> None:
    mute = card(response=sample.response(timeline=[], first_statement=None, statements=0, longest_silence_minutes=None))
    names = (
        "our first statement came in time",
        "we spoke where it began",
        "a named person spoke",
        "we showed compassion",
    )
    assert {mute[name].verdict for name in names} == {"missed"}
    assert mute["we were not defensive"].verdict == "not applicable"
    unseen = card(response=None, unknown={"response": "the archive holds no message by our accounts"})
    lessons = [check for check in unseen.values() if check.tip in ("monitor", "own")]
    assert {check.verdict for check in lessons} == {"unknown"}
    assert {check.observed for check in lessons} == {"the archive holds no message by our accounts"}


def test_hub() -> None:
    hub = {"url": "https://recall.acme.example", "first_linked_at": sample.at(112), "share_of_replies": 0.25}
    questions = [
        {"question": "Is my car affected?", "asked": 90, "answered_by_hub": True},
        {"question": "Who pays?", "asked": 30, "answered_by_hub": False},
        {"question": "Hm?", "asked": 50},
    ]
    found = card(response=sample.response(hub=hub), questions=questions, evidence={"hub": ["m-9"]})
    assert said(found["a hub exists"])[1:] == ("https://recall.acme.example", "met")
    assert said(found["we linked it soon"]) == ("1 day (our default)", "2 h after the first message", "met")
    assert found["we linked it soon"].evidence == ["m-9"]
    assert said(found["our replies point to it"]) == ("30% (our default) of them", "25%", "missed")
    assert said(found["it answers what people ask"])[1:] == ("75% of 120 asked", "missed")
    never = card()
    assert said(never["we linked it soon"])[1:] == ("never, in this archive", "missed")
    without = card(PLAN.replace("hub:", "# hub:"))
    assert without["a hub exists"].verdict == "missed"
    assert without["we linked it soon"].verdict == "not applicable"
