from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import cast

import duckdb
import pandas as pd
import pytest

from workbench import plan, scenario
from workbench.facts import ScenarioFit
from workbench.study import Found

ONSET = pd.Timestamp("2026-03-04T12:00Z")
PLAN = plan.parse(
    """
    brand: acme
    scenarios:
      - {id: recall, cause: internal, terms: [recall, airbag], owner: Bo, strategy: rebuild}
      - {id: outage, cause: internal, terms: [down]}
      - {id: storm, cause: external, terms: [airbag, storm]}
      - {id: wordless, cause: internal}
    """
)


def found(terms: tuple[str, ...] = ("airbag", "burst", "dealer")) -> Found:
    """A crisis of four hours from ONSET."""
    course = SimpleNamespace(onset=ONSET, onset_interval=(ONSET, ONSET), end=ONSET + pd.Timedelta(hours=4))
    crisis = SimpleNamespace(topic=SimpleNamespace(terms=list(terms)))
    return cast(Found, SimpleNamespace(episode=SimpleNamespace(course=course, until=course.end), crisis=crisis))


def connection(during: list[str], before: list[str]) -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    for name in ("mentions", "on_topic"):
        made.execute(
            f"CREATE TABLE {name} (created_at TIMESTAMPTZ, title VARCHAR, text VARCHAR, kind VARCHAR, id VARCHAR,"
            " platform VARCHAR DEFAULT 'twitter')"
        )
    for name, hours, texts in (("on_topic", 1, during), ("mentions", -24, before)):
        rows = [(ONSET + pd.Timedelta(hours=hours), None, text, "post", str(n)) for n, text in enumerate(texts)]
        made.executemany(f"INSERT INTO {name} (created_at, title, text, kind, id) VALUES ($1, $2, $3, $4, $5)", rows)
    made.execute("INSERT INTO on_topic (created_at, text, kind, id) VALUES ($1, 'RT airbag', 'repost', 'r')", [ONSET])
    return made


def test_the_scenario_whose_words_are_new_is_the_one() -> None:
    # "down" is in as many messages of the crisis, and always was.
    during = ["My AIRBAGS burst", "airbag, slow down!", "the recall is a joke", *["so angry, down with it"] * 2, "hm"]
    tables = connection(during, ["down"] * 3 + ["fine"] * 5)
    matched = scenario.match(tables, PLAN, found(), None)
    assert scenario.examples(tables, PLAN, matched) == ["0", "1", "2"]
    assert (matched.scenario, matched.owner, matched.strategy) == ("recall", "Bo", "rebuild")
    fits = {fit.scenario: (fit.share, fit.usual_share, fit.words) for fit in matched.fits}
    assert fits == {
        "recall": (3 / 6, 0.0, ["airbag", "recall"]),
        "storm": (2 / 6, 0.0, ["airbag"]),
        "outage": (3 / 6, 3 / 8, ["down"]),
    }
    assert matched.missing is None


def test_a_scenario_of_the_other_cause_does_not_apply() -> None:
    external = scenario.match(connection(["airbag"] * 5, ["fine"] * 5), PLAN, found(), "external")
    assert external.scenario == "storm"


def test_what_no_scenario_covers_gets_a_draft() -> None:
    matched = scenario.match(connection(["the cat jumped"] * 9, ["fine"] * 9), PLAN, found(), "internal")
    assert matched.scenario is None
    assert matched.missing is not None
    assert matched.missing.model_dump() == {
        "id": "airbag-burst", "cause": "internal", "terms": ["airbag", "burst", "dealer"],
    }  # fmt: skip


def test_surprise_by_hand() -> None:
    # 0.5 ln(0.5/0.1) + 0.5 ln(0.5/0.9)
    assert scenario.surprise(ScenarioFit(scenario="a", share=0.5, usual_share=0.1)) == pytest.approx(0.510826, abs=1e-6)
    assert scenario.surprise(ScenarioFit(scenario="a", share=0.1, usual_share=0.1)) == 0
    assert scenario.surprise(ScenarioFit(scenario="a", share=1.0, usual_share=None)) == pytest.approx(
        6.907755, abs=1e-6
    )


@pytest.mark.parametrize(
    ("terms", "text", "holds"),
    [
        (["outage"], "two outages!", True),
        (["outage"], "no-outage", True),
        (["age"], "outage", False),
        (["ad"], "a bad add", False),
        (["ad"], "the ad.", True),
        (["spring launch"], "our spring launch is here", True),
        (["ž.k"], "žuk", False),
        (["šķidrums"], "šķidrumsa", True),
        (["リコール"], "明日リコールか", True),
        (["(", "recall"], "recall", True),
    ],
)
def test_words_of_a_scenario_are_found_at_a_words_beginning(terms: list[str], text: str, holds: bool) -> None:
    with duckdb.connect() as made:
        rows = made.execute("SELECT regexp_matches($1, $2)", [text, scenario.pattern(terms)]).fetchall()
    assert rows == [(holds,)]


@pytest.mark.parametrize(
    ("meets", "log", "met"),
    [
        ("monthly", [dt.date(2026, 2, 1)], True),
        ("monthly", [dt.date(2026, 1, 20)], False),
        ("weekly", [dt.date(2026, 2, 24), dt.date(2026, 3, 9)], True),
        ("weekly", [dt.date(2026, 2, 20)], False),
        ("weekly", [dt.date(2026, 3, 9)], False),
        ("weekly", [], None),
        (None, [dt.date(2026, 3, 1)], None),
    ],
)
def test_committee_met(meets: str | None, log: list[dt.date], met: bool | None) -> None:
    committee = plan.Committee.model_validate({"meets": meets, "log": log})
    assert scenario.committee_met(committee, dt.date(2026, 3, 4))[0] is met


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("recall", "le rappel des vélos"), ("outage", "otra caída de la red"), ("rückruf", "another recall"),
        ("breach", "vazamento de dados"), ("boycott", "boikots sākas"), ("my own word", "my own word again"),
    ],
)  # fmt: skip
def test_a_scenario_is_recognised_in_other_languages(term: str, text: str) -> None:
    [(found,)] = duckdb.execute(
        "SELECT regexp_matches(lower($text), $any)", {"text": text, "any": scenario.pattern([term])}
    ).fetchall()
    assert found


def test_a_word_of_a_brand_alone_has_no_other_words() -> None:
    assert scenario.elsewhere("airtight lid") == ()
    assert set(scenario.elsewhere("Streik")) >= {"strike", "grève", "streiks"}
