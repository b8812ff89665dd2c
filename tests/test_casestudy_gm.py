"""The General Motors case: the public story, simulated, said to be so, and read back by the analysis."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench import archive, casestudy, dossier, facts, study
from workbench.mention import COLUMNS, KINDS, PLATFORMS
from workbench.plan import Plan

Rows = list[dict[str, Any]]
OWN = {"GM", "generalmotors", "ChevyCustCare"}
HUB = "https://ignition-update.gm.example"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return casestudy.write("gm", tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def rows(written: Path) -> Rows:
    with gzip.open(written, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def crisis() -> dict[str, Any]:
    only: dict[str, Any]
    (only,) = casestudy.truth("gm")["crises"]
    return only


@pytest.fixture(scope="module")
def found(written: Path, tmp_path_factory: pytest.TempPathFactory) -> facts.Facts:
    """What the analysis makes of it."""
    data = tmp_path_factory.mktemp("data")
    (data / "plans").mkdir()
    (data / "plans" / "gm.yml").write_text(casestudy.plan("gm"), encoding="utf-8")
    archive.load("gm", [written], data=data)
    seen = study.study(archive.open_archive("gm", data))
    assert [one.crisis.kind for one in seen.found] == ["crisis"]
    return dossier.characterize(seen, seen.pick("latest"), dt.datetime(2030, 1, 1, tzinfo=dt.UTC)).facts


def test_the_file_is_small_and_valid(written: Path, rows: Rows) -> None:
    assert written.stat().st_size < 600_000
    for row in rows:
        assert set(row) <= set(COLUMNS) - {"brand", "source_file", "source_row"}
        assert row["platform"] in PLATFORMS
        assert row["kind"] in KINDS
        assert not set("{}") & set(row["text"] + row.get("title", ""))


def test_everything_says_that_it_is_simulated(rows: Rows) -> None:
    for row in rows:
        assert all(row[column].startswith("sim-") for column in ("id", "parent_id", "conversation_id") if column in row)
        assert row["author"] in OWN or re.fullmatch(r"sim_[a-z0-9_]+", row["author"])
        assert row["author"] not in OWN or row["text"].startswith("[simulated] ")
        for name in ("Barra", "Batey"):
            assert name not in row["text"] or ("[simulated]" in row["text"] and not set('"“”«»') & set(row["text"]))
    handles = {handle for row in rows for handle in re.findall(r"@(\w+)", row["text"])}
    assert {handle for handle in handles if not handle.startswith("sim_")} <= OWN
    links = [link for row in rows for link in [*row.get("links", []), *re.findall(r"https?://\S+", row["text"])]]
    assert {re.sub(r"https://([a-z.-]+).*", r"\1", link).rsplit(".", 1)[1] for link in links} == {"example"}


def test_texts_vary(rows: Rows) -> None:
    said = Counter(re.sub(r"@\S+|https?://\S+", "", row["text"]) for row in rows if row["kind"] != "repost")
    assert said.most_common(1)[0][1] < 0.02 * len(rows)


def test_the_story_is_the_public_one(crisis: dict[str, Any]) -> None:
    assert crisis["cause"] == {"verdict": "internal", "cluster": "preventable"}
    assert (crisis["origin"]["platform"], crisis["origin"]["owned"]) == ("news", False)
    assert crisis["onset"].startswith("2014-02-13")
    assert crisis["peak"].startswith("2014-04-01")
    first = crisis["first_statement"]
    assert (first["created_at"][:10], first["speaker"], first["on_origin_platform"]) == (
        "2014-02-25", "Alan Batey", False,
    )  # fmt: skip
    assert crisis["hub"] == {"url": HUB, "first_linked_at": "2014-03-24T14:05:00Z"}
    assert crisis["answered"] < 0.6 * crisis["needs_reply"]


def test_replies_send_people_to_the_hub_once_it_is_there(rows: Rows) -> None:
    replies = [row for row in rows if row["author"] in OWN and row["kind"] in ("reply", "comment")]
    linking = [row for row in replies if HUB in row.get("links", ())]
    assert min(row["created_at"] for row in linking) >= "2014-03-24T14:05"
    late = [row for row in replies if "2014-03-25" <= row["created_at"] < "2014-04-11"]
    assert sum(row in linking for row in late) > 0.35 * len(late)


def test_the_plan_is_valid_and_names_no_stranger() -> None:
    text = casestudy.plan("gm")
    assert "# Invented for the demonstration" in text
    plan = Plan.model_validate(yaml.safe_load(text))
    assert plan.hub is not None
    assert (plan.hub.urls, len(plan.hub.steps), len(plan.hub.faq)) == ([HUB], 4, 6)
    assert plan.committee is not None
    assert all(member.name.endswith("(role)") for member in plan.committee.members)


def test_the_analysis_reads_it_back(found: facts.Facts, crisis: dict[str, Any]) -> None:
    def apart(one: dt.datetime | None, other: str) -> float:
        assert one is not None
        return abs((one - dt.datetime.fromisoformat(other)).total_seconds()) / 3600

    assert found.crisis is not None
    assert found.response is not None
    assert found.response.first_statement is not None
    assert found.response.hub is not None
    assert apart(found.crisis.onset, crisis["onset"]) < 6
    assert apart(found.crisis.end, crisis["end"]) < 30
    assert apart(found.response.first_statement.created_at, crisis["first_statement"]["created_at"]) == 0
    assert found.response.first_statement.speaker == "Alan Batey"
    assert apart(found.response.hub.first_linked_at, crisis["hub"]["first_linked_at"]) == 0
    assert found.response.needs_reply == pytest.approx(crisis["needs_reply"], rel=0.1)
    assert found.response.answered == pytest.approx(crisis["answered"], rel=0.1)
    assert found.response.median_reply_minutes == pytest.approx(crisis["median_reply_minutes"], rel=0.1)


def test_its_scorecard_tells_the_story(found: facts.Facts) -> None:
    verdicts = {check.check: check.verdict for check in found.scorecard or []}
    told = {
        "a hub exists": "met",
        "we linked it soon": "missed",
        "our first statement came in time": "missed",
        "a named person spoke": "met",
        "half were answered in time": "missed",
    }
    assert {check: verdicts[check] for check in told} == told


def test_what_people_asked_and_the_hub_did_not_answer(found: facts.Facts) -> None:
    asked = found.questions or []
    covered = {one.question for one in asked if one.answered_by_hub}
    assert "Is my car part of the ignition switch recall?" in covered
    assert "Can I get a loaner car until the recall repair?" in covered
    left = {one.intent: one.words for one in asked if not one.answered_by_hub}
    assert {"why", "who", "consequences", "money"} <= set(left)
    assert "knew" in left["who"]
    assert {name for one in asked for name in one.askers} >= {"customers", "investors"}
