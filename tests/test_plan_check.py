from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import duckdb
import pytest
import yaml

from workbench import plan, plan_check, plan_draft

ROOT = Path(__file__).parent.parent
PLAN = """brand: acme
accounts:
  twitter: [acme, acmehelp]
  reddit:
    - acme_official
spokespersons:
  - name: Ada Example
    accounts: {twitter: [ada]}
committee: {members: [{name: Bo Example}]}
scenarios:
  - {id: recall, terms: [recall], owner: Bo Example}
"""
BOLT = plan.parse("{brand: bolt, accounts: {twitter: [bolt, boltcare]}}")


def archive(*posters: tuple[str, str, int]) -> duckdb.DuckDBPyConnection:
    """An archive in which each poster (platform, handle, messages) wrote so many replies."""
    made = duckdb.connect()
    made.execute("CREATE TABLE mentions (platform VARCHAR, author VARCHAR, kind VARCHAR)")
    rows = [(platform, author, "reply") for platform, author, count in posters for _ in range(count)]
    made.executemany("INSERT INTO mentions VALUES ($1, $2, $3)", rows)
    return made


POSTERS = (("twitter", "acme", 9), ("twitter", "AcmeHelp", 7), ("reddit", "acme_official", 3), ("twitter", "ada", 1))


def found(text: str, *posters: tuple[str, str, int], brand: str = "acme") -> list[tuple[int, str]]:
    with archive(*(posters or POSTERS)) as connection:
        return plan_check.problems(brand, text, {"bolt": BOLT}, connection)


def test_a_good_plan_has_no_problem() -> None:
    assert found(PLAN) == []
    assert found((ROOT / "data" / "plans" / "example.yml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("brand: acme", "brand: acne", (1, "this is the plan of acne, in the file of acme")),
        ("acmehelp]", "acmehlep]",
         (3, "twitter account acmehlep never posted in the archive, but acmehelp did (7 messages): is it misspelt?")),
        ("- acme_official", "- acmehelp",
         (5, "reddit account acmehelp never posted in the archive, but on twitter it did (7 messages): is it under the"
             " wrong platform?")),
        ("acmehelp]", "boltcare]",
         (3, "twitter account boltcare is in the plan of bolt too: it can be only one brand's")),
        ("acmehelp]", "bolt_news]",
         (3, "twitter account bolt_news bears the name of bolt: are the two brands' swapped?")),
        ("{twitter: [ada]}", "{twitter: [ACME]}",
         (8, "twitter account ACME stands here as acme's and as Ada Example's for dates that overlap")),
        ("- acme_official", "- {handle: acme_official, from: 2026-02-01, until: 2026-01-01}",
         (5, "reddit account acme_official: until lies before from")),
        ("owner: Bo Example", "owner: Bob Example",
         (11, "scenario recall: Bob Example is neither in the committee nor a spokesperson")),
        ("terms: [recall]", "terms: []",
         (11, "scenario recall has no terms: without words no crisis can be recognised as it")),
        ("Bo Example}\n", "Bo Example}\n  - {id: recall, terms: [x]}\n",
         (12, "scenario recall stands here twice: give each an id of its own")),
        ("  reddit:", "  redit:", (4, "redit is no platform: did you mean reddit?")),
        ("[acme, acmehelp]", "[acme, no]",
         (3, "accounts.twitter.1: this is read as no text: put the handle in quotes")),
        ("[acme, acmehelp]", "[@acme]",
         (3, "this is no valid YAML (found character '@' that cannot start any token): leave the @ out, or put the text"
             " in quotes")),
        ("[acme, acmehelp]", "[acme",
         (3, "this is no valid YAML (expected ',' or ']', but got ':')")),
        ("[acme, acmehelp]", "acme",
         (3, "accounts.twitter: here a list belongs, not a text: put [ ] around it")),
        ("  reddit:", "\treddit:",
         (4, "this is no valid YAML (found character '\\t' that cannot start any token): indent with spaces, not with"
             " tabs")),
        ("terms: [recall]", "terms: [recall, 2014]",
         (11, "scenarios.0.terms.1: this is read as a number: put it in quotes")),
        ("terms: [recall]", "cause: inside",
         (11, "scenarios.0.cause: 'inside' can't stand here: choose 'internal' or 'external'")),
        ("Bo Example}\n", "Bo Example}\nholidays: [2026-12-24,\n  2026-02-30]\n",
         (13, "2026-02-30 is no date or number (day is out of range for month)")),
        ("Bo Example}\n", "Bo Example}\nholidays: [24 December]\n",
         (12, "holidays.0: '24 December' is no date: write it as 2026-03-04")),
        ("Bo Example}\n", "Bo Example}\nhub: {urls: [our site]}\n",
         (12, "'our site' is no web address: write https://…")),
        ("Bo Example}\n", "Bo Example}\ntargets: {answered_share: 80%}\n",
         (12, "targets.answered_share: '80%' is no share: give a number from 0 to 1")),
        ("Bo Example}\n", "Bo Example}\ntargets: {median_reply: 60}\n",
         (12, "targets.median_reply: '60' is no duration: give a number and a unit, such as 15 min, 4 h or 30 d")),
        ("Bo Example}\n", "Bo Example}\ncampaigns:\n  - {name: a, from: 2026-01-01, until: 2026-01-09}\n"
                          "  - {name: a, from: 2026-01-09, until: 2026-01-12}\n"
                          "  - {name: a, from: 2026-01-11, until: 2026-01-14}\n",
         (15, "campaign a stands here twice for dates that overlap")),
    ],
)  # fmt: skip
def test_each_problem_is_one_sentence_with_its_line(right: str, wrong: str, problem: tuple[int, str]) -> None:
    last = PLAN.rindex(right)
    assert found(PLAN[:last] + wrong + PLAN[last + len(right) :]) == [problem]


def test_an_account_handed_over_is_no_overlap() -> None:
    text = PLAN.replace("[acme, acmehelp]", "[{handle: acme, until: 2026-01-01}, {handle: acme, from: 2026-01-01}]")
    assert found(text) == []


def test_a_plan_cannot_be_held_against_an_archive_that_is_not_there() -> None:
    assert plan_check.problems("acme", PLAN.replace("acmehelp", "acmehlep"), {}, None) == []


def test_other_plans_are_read_and_broken_ones_passed_over(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    for name, text in {"acme": PLAN, "bolt": "brand: bolt\n", "torn": "brand: [\n"}.items():
        (tmp_path / "plans" / f"{name}.yml").write_text(text, encoding="utf-8")
    assert plan_check.others("acme", tmp_path) == {"bolt": plan.Plan(brand="bolt")}


def test_a_first_plan_suggests_who_bears_the_name_and_answers() -> None:
    posters = (("twitter", "Acme_Help", 9), ("twitter", "acme", 5), ("twitter", "acmefan", 4), ("reddit", "kim", 99))
    assert plan_draft.suggested(archive(*posters), "acme") == {"twitter": ["acme", "acme_help"]}
    assert plan_draft.accounts("twitter @acme, reddit acme_official, twitter acmehelp") == {
        "twitter": ["acme", "acmehelp"], "reddit": ["acme_official"],
    }  # fmt: skip
    text = plan_draft.text("acme", {"terms": ["acme"], "hub": {}, "targets": {"first_statement": "15 min"}})
    assert plan.mistakes(text) == []
    assert plan.parse(text).targets.first_statement == 15


def test_published_schema_is_current_and_takes_the_example() -> None:
    published = (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8")
    assert published == plan.schema(), "run `workbench plan schema > docs/plan.schema.json`"
    checker = import_module("jsonschema").Draft202012Validator(json.loads(published))
    example = yaml.load((ROOT / "data" / "plans" / "example.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    example["targets"]["answered_share"] = {"share": 0.8, "within": "24 h"}
    assert list(checker.iter_errors(example)) == []
    assert list(checker.iter_errors({**example, "scenaros": []}))
    assert list(checker.iter_errors({**example, "targets": {"first_statement": "15"}}))
