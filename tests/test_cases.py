"""The whole analysis against cases that somebody else simulated, where the truth is what the simulation did."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench import archive, dossier, facts, study

CASES = (
    "e1_post_prompt_apology",
    "e2_defect_slow_burn_hub",
    "e3_outage_low_volume",
    "e4_disaster",
    "e5_launch_decoy",
    "e6_rumour_reddit",
)
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Case:
    """What was found in a case, and what is true of it."""

    receipt: Any
    found: list[facts.Facts]
    truth: dict[str, Any]

    @property
    def only(self) -> facts.Facts:
        """The one crisis."""
        assert len(self.found) == 1
        return self.found[0]

    @property
    def crisis(self) -> dict[str, Any]:
        """The one crisis that is true."""
        return dict(self.truth["crises"][0])


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = shared / "cases" / str(request.param)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    data = tmp_path_factory.mktemp(truth["brand"])
    (data / "plans").mkdir()
    shutil.copy(folder / "plan.yml", data / "plans" / f"{truth['brand']}.yml")
    receipt = archive.load(truth["brand"], [folder / "mentions.jsonl.gz"], data=data)[0]
    seen = study.study(archive.open_archive(truth["brand"], data))
    crises = [one for one in seen.found if one.crisis.kind == "crisis"]
    return Case(receipt, [dossier.characterize(seen, one, NOW).facts for one in crises], truth)


def minutes(later: dt.datetime | None, earlier: str) -> float:
    assert later is not None
    return (pd.Timestamp(later) - pd.Timestamp(earlier)).total_seconds() / 60


def test_every_row_is_accounted_for(case: Case) -> None:
    told = case.truth["archive"]
    assert (case.receipt.read, case.receipt.loaded, case.receipt.duplicates, case.receipt.quarantined) == (
        told["rows"],
        told["unique_mentions"],
        told["duplicates"],
        0,
    )


def test_crises_are_found_and_a_launch_is_none(case: Case) -> None:
    assert len(case.found) == len(case.truth["crises"])


def test_what_happened(case: Case) -> None:
    if not case.truth["crises"]:
        assert case.found == []
        return
    found, crisis = case.only, case.crisis
    assert found.crisis is not None
    assert found.origin is not None
    assert minutes(found.crisis.onset, crisis["onset"]) >= -20
    assert minutes(found.crisis.onset, crisis["onset_visible"]) <= 20
    assert (found.crisis.end is None) == (crisis["end"] is None)
    assert found.crisis.mentions == pytest.approx(crisis["mentions_of_event"], rel=0.3)
    assert set(crisis["topic_terms"]) & set(found.crisis.topic.terms[:5])
    assert found.origin.mention_id == crisis["origin"]["mention_id"]
    assert found.origin.owned is crisis["origin"]["owned"]


def test_how_it_was_answered(case: Case) -> None:
    if not case.truth["crises"]:
        assert case.found == []
        return
    response, crisis = case.only.response, case.crisis
    assert response is not None
    assert response.first_statement is not None
    assert response.first_statement.mention_id in crisis["first_statement"]["accepted_ids"]
    assert response.first_statement.minutes_after_origin == pytest.approx(
        crisis["first_statement"]["minutes_after_origin"]
    )
    accepted = {name.lower() for name in crisis["first_statement"]["speaker_accepted"]} | {
        case.truth["brand"].replace("-", "")
    }
    assert (response.first_statement.speaker or "").lower() in accepted
    assert response.needs_reply == pytest.approx(crisis["needs_reply"], rel=0.25)
    assert response.median_reply_minutes == pytest.approx(crisis["median_reply_minutes"], rel=0.15)
