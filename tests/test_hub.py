from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.made_up import START, archive, mention
from workbench import hub, own
from workbench.plan import parse

PLAN = parse(
    """
    brand: acme
    accounts: {twitter: [acme]}
    hub: {urls: ["https://help.acme.example", "https://acme.example/Recall/"]}
    """
)


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("https://acme.example/Recall", True),
        ("http://www.ACME.example/Recall/steps?utm_source=x#top", True),
        ("acme.example/Recall).", True),
        ("https://acme.example/recall", False),
        ("https://acme.example/Recalls", False),
        ("https://acme.example", False),
        ("https://acme.example.evil.example/Recall", False),
        ("https://evil.example/?u=acme.example/Recall", False),
    ],
)
def test_what_leads_to_the_hub(link: str, leads: bool) -> None:
    assert hub.links_to(link, "https://acme.example/Recall/") is leads


def said(number: int, minute: int, text: str, author: str, **more: object) -> dict[str, object]:
    return mention(number, START + dt.timedelta(minutes=minute), text, author=author, **more)


def test_first_links_share_of_replies_and_questions() -> None:
    connection = archive(
        [
            said(1, -60, "see https://acme.example/Recall", "acme"),
            said(2, 5, "why?", "u1"),
            said(3, 10, "look, acme.example/Recall", "u2"),
            said(4, 20, "All at one place", "acme", links=["https://acme.example/Recall/?s=1"]),
            said(5, 25, "and then?", "acme", kind="reply", parent_id="4"),
            said(6, 30, "@u1 see https://acme.example/Recall", "acme", kind="reply", parent_id="2"),
            said(7, 31, "@u3 we are sorry", "acme", kind="reply", parent_id="99"),
            said(8, 32, "RT @acme: https://acme.example/Recall", "u4", kind="repost"),
            said(9, 33, "https://help.acme.example", "u5"),
        ]
    )
    own.mark(connection, PLAN)
    texts = {1: "is mine affected?", 5: "why?", 18: "awful", 19: "how?", 22: "thanks", 39: "where?", 45: "?"}
    asked = pd.DataFrame(
        [(START + dt.timedelta(minutes=minute), text, "en") for minute, text in texts.items()],
        columns=["created_at", "text", "lang"],
    )
    since = pd.Timestamp(START)
    found, evidence = hub.follow(connection, PLAN, since, since + pd.Timedelta(hours=1), asked)
    assert found is not None
    assert evidence == ["4", "6"]
    assert found.model_dump() == {
        "url": "https://acme.example/Recall/",
        "first_linked_at": "2026-03-02T00:20:00Z",
        "others_linked_at": "2026-03-02T00:10:00Z",
        "links_by_others": 2,
        "share_of_replies": 0.5,
        # Twenty minutes before and after 00:20: three of four asked, then one of two.
        "questions_before": 9.0,
        "questions_after": 3.0,
        "question_share_before": 0.75,
        "question_share_after": 0.5,
    }


def test_a_hub_that_nobody_linked_and_no_hub_at_all() -> None:
    connection = archive([said(1, 0, "hello", "acme")])
    own.mark(connection, PLAN)
    since = pd.Timestamp(START)
    nothing = pd.DataFrame(columns=["created_at", "text", "lang"])
    found, evidence = hub.follow(connection, PLAN, since, since + pd.Timedelta(hours=1), nothing)
    assert found is not None
    assert (found.url, found.first_linked_at, found.share_of_replies, evidence) == (
        "https://help.acme.example", None, None, [],
    )  # fmt: skip
    assert hub.follow(connection, parse("brand: acme"), since, since, nothing) == (None, [])
