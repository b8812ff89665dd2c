"""The sections on what was said, who took part and what lasted, from invented facts."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from tests.sample import HOSTILE, at, facts
from workbench import claims as kinds
from workbench.cause import OWN_POST, WEIGHTS
from workbench.report import crowd, lasting, told
from workbench.report.reading import Reading

CLAIM: dict[str, Any] = {
    "role": "demand", "kind": "apology", "words": ["airbag", HOSTILE], "mentions": 800, "originals": 200, "share": 0.1,
    "usual": 0.0, "first_seen": at(3), "peak": at(60), "last_seen": at(900), "stopped": True, "examples": ["m-1"],
    "addressed": {"mention_id": "m-2", "at": at(13), "minutes_after": 10},
}  # fmt: skip
SECTIONS: dict[str, Any] = {
    "origin": {
        "platform": "twitter", "mention_id": "m-1", "created_at": at(-8), "owned": True, "sure": "low", "lost": "m-0",
        "because": ["lost post", "archive begins"],
        "others": [{"platform": "reddit", "mention_id": "m-9", "created_at": at(2), "owned": False}],
    },
    "cause": {
        "verdict": "internal", "cluster": "accidental", "confidence": 0.8, "level": "preventable",
        "earlier": ["acme-20250101t0000"], "likelihood": {"victim": 0.2, "accidental": 0.7, "preventable": 0.1},
        "confirmed_by": "Ada", "confirmed_reason": HOSTILE,
        "reasons": [
            {"code": "harm", "points_to": "accidental", "weight": 2.5, "mentions": 9, "share": 0.3, "usual": 0.01},
            {"code": "harm * knew", "points_to": "preventable", "weight": 0.4},
        ],
    },
    "claims": {
        "read_share": 0.9, "claims": [CLAIM, CLAIM | {"role": "rumour", "kind": "falsehood", "addressed": None}],
        "defenders": {"mentions": 5, "originals": 5, "share": 0.01, "usual": 0.0},
    },
    "stories": {
        "messages": 900, "stories": 300,
        "largest": [{"mention_id": "m-4", "mentions": 90, "reposts": 80, "wordings": 3, "first_seen": at(1),
                     "last_seen": at(99), "platforms": ["twitter", "reddit"]}],
    },
    "subtopics": [{"label": HOSTILE, "terms": ["a"], "mentions": 9, "share": 0.1, "first_seen": at(0), "peak": at(9),
                   "last_seen": at(20), "fading": None}],
    "comparison": {
        "brand": [{"figure": "mentions", "value": 900, "rank": 2, "of": 3, "percentile": 50, "median": 800}],
        "archive": [{"figure": "hours", "value": 9, "rank": 2, "of": 9, "percentile": 40}], "few": True,
    },
    "recovery": {
        "shift": {"factor": 1.4, "low": 1.2, "high": 1.6, "days_before": 60, "days_after": 40, "lasting": True},
        "return_check": {"days": 30, "days_seen": 20, "days_out": 1, "topic_mentions": 80, "back": True},
    },
    "spread": {
        "platforms": [], "doubling_minutes": 12, "doubling_interval": [10, 15], "growth_per_hour": 32,
        "sharers": [{"author": "a-1", "mentions": 1, "caused": 40}],
        "concentration": {"authors": 80, "gini": 0.5, "top10_share": 0.2},
        "newcomers": {"first_time": 60, "regular": 20, "first_time_share": 0.75, "usual_share": 0.1, "stayed": 0.05,
                      "stayed_regulars": 0.6, "after_days": 30},
        "languages": [{"lang": "en", "mentions": 90, "share": 0.9}, {"lang": "lv", "mentions": 10, "share": 0.1}],
    },
}  # fmt: skip
SHOWN = {
    told.began: ["not sure", "the post itself is gone", "Reddit"],
    told.cause: ["A product is faulty", "strong", "70%", "Judged by Ada", "acme-20250101t0000", "knew better"],
    told.claims: ["Demanded: an apology", "10 min after the claim", "not found", "spoke for us", "90% of the messages"],
    told.stories: ["900 messages", "300 different", "m-4", "Twitter, Reddit"],
    told.subtopics: ["still running"],
    crowd.crowd: ["10 min", "15 min", "32 times", "80 accounts", "0.50", "75%", "5%", "60%", "a-1", "Latvian: 10%"],
    lasting.lasting: ["1.40", "lasting change", "20 days", "1 day"],
    lasting.comparison: ["2 of 3", "our own", "of all brands", "rank roughly", "40%"],
}


@pytest.mark.parametrize("section", list(SHOWN), ids=lambda section: section.__name__)
def test_section_says_what_the_facts_hold_and_lets_nothing_through(section: Any) -> None:
    page = str(section(Reading(facts(**SECTIONS), Path(), dt.UTC)))
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert [said for said in SHOWN[section] if said not in text] == []
    assert "<script>window" not in page
    assert "<svg" not in page


@pytest.mark.parametrize("section", list(SHOWN), ids=lambda section: section.__name__)
def test_section_without_a_crisis_is_left_out(section: Any) -> None:
    assert section(Reading(facts(crisis=None), Path(), dt.UTC)) is None


def test_every_kind_of_claim_and_reason_has_a_name() -> None:
    codes = {*kinds.kinds(*kinds.listed("en")), *WEIGHTS, OWN_POST} - {"defender", "praise"}
    assert {part for code in codes for part in code.split(" * ")} <= set(told.KINDS)
