from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, mention, outrage
from workbench import answer, episode, history, own, statement
from workbench.plan import Plan, parse

ONSET = START + dt.timedelta(days=24, hours=9)
PLAN = parse(
    """
    brand: acme
    accounts: {twitter: [acme, acmehelp]}
    spokespersons: [{name: Ada Example, role: head, accounts: {twitter: [ada]}}, {name: Bo Quill}]
    """
)


@pytest.mark.parametrize(
    "text",
    [
        "when will you fix it?",
        "@acme still waiting for my refund",
        "this is awful, I hate it",
        "¿Cuándo vuelve la luz?",
    ],
)
def test_question_or_complaint_needs_an_answer(text: str) -> None:
    assert answer.needs_answer(text, None)


@pytest.mark.parametrize(
    "text", ["@acme love my new kettle", "https://acme.example/?q=1 nice picture", "just a Tuesday"]
)
def test_praise_and_chatter_do_not(text: str) -> None:
    assert not answer.needs_answer(text, "en")


def storm(*more: dict[str, object]) -> tuple[episode.Episode, object]:
    connection = archive([*chatter(30, 10), *outrage(ONSET, 200, 24), *more])
    own.mark(connection, PLAN)
    one = next(episode.find(connection, history.read(connection), ("acme",)))
    return one, connection


def test_answers_and_waits_by_the_contract() -> None:
    late = ONSET + dt.timedelta(hours=1)

    def asked(number: int, text: str, **more: object) -> dict[str, object]:
        return mention(number, late, text, author=f"asker{number}", **more)

    def told(number: int, parent: int, minutes: float, author: str = "acme") -> dict[str, object]:
        at = late + dt.timedelta(minutes=minutes)
        return mention(number, at, "on it", kind="reply", parent_id=str(parent), author=author)

    one, connection = storm(
        asked(9_000_001, "@acme is my blender safe?"),
        asked(9_000_002, "@AcmeHelp what now?"),
        asked(9_000_003, "@acme my blender is broken"),
        asked(9_000_004, "RT @x: @acme why?", kind="repost"),
        asked(9_000_005, "@acme love you"),
        asked(9_000_006, "why? (not to the brand)"),
        asked(9_000_007, "and when?", kind="reply", parent_id="9000020"),
        told(9_000_011, 9_000_001, 10),
        told(9_000_012, 9_000_001, 30),
        told(9_000_013, 9_000_002, 30, "acmehelp"),
        mention(9_000_020, late, "we look into the exploding blender", author="acme"),
    )
    found = answer.find(connection, one, pd.Timestamp(late) + pd.Timedelta(hours=10))  # type: ignore[arg-type]
    assert found.waits["id"].tolist() == ["9000001", "9000002", "9000003", "9000007"]
    assert found.answered == 2
    assert found.reply_minutes(0.5) == 20.0
    # Of four, one leaves after 10 and one after 30 minutes: half still wait, by hand.
    assert found.curve["minutes"].tolist()[:2] == [10.0, 30.0]
    assert found.curve["waiting"].tolist()[:2] == pytest.approx([0.75, 0.5])
    assert found.wait_minutes(0.5) == 30.0
    assert found.wait_minutes(0.9) is None
    backlog = found.backlog()
    assert backlog["open"].iloc[-1] == 2
    assert backlog["open"].max() <= 4


def test_nobody_answered_means_no_quantile() -> None:
    one, connection = storm(mention(9_000_001, ONSET + dt.timedelta(hours=1), "@acme hello?", author="someone"))
    found = answer.find(connection, one, pd.Timestamp(ONSET) + pd.Timedelta(days=2))  # type: ignore[arg-type]
    assert (found.answered, found.reply_minutes(0.5), found.wait_minutes(0.5)) == (0, None, None)
    assert np.isfinite(found.waits["minutes"]).all()


def test_statements_are_about_the_crisis_and_to_everybody() -> None:
    def said(number: int, minutes: int, text: str, author: str = "acme", **more: object) -> dict[str, object]:
        return mention(number, ONSET + dt.timedelta(minutes=minutes), text, author=author, **more)

    one, connection = storm(
        said(9_000_001, 5, "Spring sale: 20 % off every kettle"),
        said(9_000_002, 6, "@user1 sorry, please message us about the blender", kind="reply", parent_id="1000001"),
        said(9_000_003, 20, "We know of exploding blenders and we are sorry. Bo Quill, head of quality"),
        said(9_000_004, 40, "Please stop using the blender", author="ada"),
        said(9_000_005, 60, "Update: blenders will be replaced"),
        said(9_000_006, 61, "More on this here", kind="reply", parent_id="9000005"),
    )
    heard = statement.find(connection, one, PLAN, ("twitter", "x"), pd.Timestamp(ONSET))  # type: ignore[arg-type]
    assert [(s.mention_id, s.speaker, s.type) for s in heard.statements] == [
        ("9000003", "Bo Quill", "apology"),
        ("9000004", "Ada Example", "acknowledgement"),
        ("9000005", "acme", "update"),
    ]
    assert heard.statements[2].text == "Update: blenders will be replaced More on this here"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Our statement, by ada example", "Ada Example"),
        ("Ada from Acme here.", "Ada Example"),
        ("we are sorry that this went wrong. Ada", "Ada Example"),
        ("We met Ada by chance in the long middle of a sentence that goes on", None),
        ("We are sorry", None),
        ("Hello all, this is Ada speaking", "Ada Example"),
    ],
)
def test_speaker_is_named_in_full_or_signs_by_first_name(text: str, speaker: str | None) -> None:
    assert statement.named(text, PLAN) == speaker
    assert statement.named(text, Plan(brand="acme")) is None
