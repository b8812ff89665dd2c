from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from workbench import plan
from workbench.errors import WorkbenchError


@pytest.mark.parametrize(("text", "minutes"), [("15 min", 15), ("4 h", 240), ("30 d", 43200), ("1.5h", 90)])
def test_duration_has_a_unit(text: str, minutes: float) -> None:
    assert plan.minutes(text) == minutes


@pytest.mark.parametrize("text", ["15", "15 minutes", "-3 h", "soon", ""])
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        plan.minutes(text)


def test_accounts_are_handles_or_have_dates() -> None:
    read = plan.parse(
        """
        brand: acme
        accounts: {twitter: ["@Acme", {handle: acme_old, until: 2020-01-01}]}
        spokespersons: [{name: Ada Example, accounts: {twitter: [ada]}}]
        """
    )
    own = [(platform, account.handle, person and person.name) for platform, account, person in read.own_accounts()]
    assert own == [("twitter", "Acme", None), ("twitter", "acme_old", None), ("twitter", "ada", "Ada Example")]
    until = read.accounts["twitter"][1].until
    assert until is not None
    assert until.isoformat() == "2020-01-01T00:00:00+00:00"


def test_answered_share_may_have_a_time_limit() -> None:
    read = plan.parse("{brand: acme, targets: {answered_share: {share: 0.8, within: 24 h}}}")
    assert read.targets.answered_share == plan.AnsweredShare.model_validate({"share": 0.8, "within": "1 d"})
    assert plan.parse("{brand: acme, targets: {answered_share: 0.8}}").targets.answered_share == plan.AnsweredShare(
        share=0.8
    )


@pytest.mark.parametrize(
    ("terms", "name"),
    [("[Casa Serena, CS]", "Casa Serena"), ("[casa serena]", None), ("[Villa, CASA-SERENA]", "CASA-SERENA")],
)
def test_the_plan_spells_the_brand(terms: str, name: str | None) -> None:
    assert plan.parse(f"{{brand: casa-serena, terms: {terms}}}").name() == name


def test_own_words_are_the_brand_and_its_terms() -> None:
    assert plan.parse("{brand: casa-serena, terms: [Casa Serena, CS]}").own_words() == ("casa", "cs", "serena")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("brand: acme\nscenaros: []\n", "line 2: scenaros: scenaros is no key here: did you mean scenarios?"),
        ("brand: acme\ntargets: {first_statement: 15}\n", "line 2: targets.first_statement: '15' is no duration"),
        ("brand: acme\ntimezone: Riga\n", "timezone: 'Riga' is no time zone"),
        ("brand: [acme\n", "line 1: this is no valid YAML"),
        ("brand: acme\nterms: [a]\nterms: [b]\n", "line 3: terms is written twice: keep one"),
        (
            "brand: acme\naccounts:\n  twitter:\n    - {handle: b, form: 2020-01-01}\n",
            "line 4: accounts.twitter.0.form",
        ),
        ("brand: acme\nscenarios:\n  - {cause: internal}\n", "line 3: scenarios.0.id is missing"),
        ("", "line 1: the whole file: here keys with values belong, not nothing"),
    ],
)
def test_mistake_in_a_plan_is_one_sentence_with_its_place(tmp_path: Path, content: str, sentence: str) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "acme.yml").write_text(content, encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        plan.read("acme", tmp_path)
    assert sentence in str(caught.value)
    assert "acme.yml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_file_is_an_empty_plan(tmp_path: Path) -> None:
    assert plan.read("acme", tmp_path) == plan.Plan(brand="acme")


def test_cases_of_others_are_plans(shared: Path) -> None:
    files = sorted((shared / "cases").glob("*/plan.yml"))
    assert files
    for file in files:
        assert plan.parse(file.read_text(encoding="utf-8")).accounts


def test_halves_of_a_character_are_joined() -> None:
    halves = r"\ud83d\ude00 \ud83d"
    assert plan.parse(f'brand: acme\nterms: ["{halves}"]').terms == ["😀 \ufffd"]


def test_parse_refuses_what_is_no_plan() -> None:
    with pytest.raises(ValidationError):
        plan.parse("{brand: acme, committee: {meets: yearly}}")
    with pytest.raises(yaml.YAMLError):
        plan.parse("{")
