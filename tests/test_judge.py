"""Crisis or attention: bursts of many kinds, in words that the generator of the benchmarks does not use."""

from __future__ import annotations

import datetime as dt
import random

import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, outrage
from workbench import episode, history, judge, mood
from workbench.mood import Mood
from workbench.plan import Plan

ONSET = START + dt.timedelta(days=24, hours=9)
EVERYDAY = (
    "@acme does the kettle come with a lid?",
    "got the acme toaster today 😊",
    "@acme my parcel is still not here, third week now",
    "the acme store on the corner is nice",
    "@acme how do I descale the espresso machine?",
    "meh, the acme pan is heavier than I thought",
)
CRISES = {
    "recall": (
        "@acme my airfryer is on the recall list, how do I get my money back?",
        "acme recalls the airfryer after fires in kitchens",
        "our airfryer caught fire last night, scared the kids, acme do something",
        "@acme airfryer recall page does not open, is serial 4471 affected?",
    ),
    "strike": (
        "@acme is my order stuck because of the depot strike?",
        "depot strike: acme vans are not moving today",
        "@acme when will deliveries resume, the strike is in its third day",
        "no parcels since the depot strike, thanks for nothing acme",
    ),
    "racist ad": (
        "the new acme billboard is racist and somebody signed it off",
        "@acme take that billboard down, it is racist",
        "who approves a racist billboard in this day and age, shame on acme",
        "never buying acme again after that billboard",
    ),
}
DECOYS = {
    "derby": (
        "derby night! the acme striker is useless, sitting on that chance",
        "how do you miss an open goal in a derby, terrible from acme",
        "acme defence is a disaster, derby is lost",
        "GOAL!! what a derby, I love this acme side 🎉",
        "that derby tackle was brutal, send him off",
        "come on acme, one more and the derby is ours",
    ),
    "giveaway": (
        "hope I win the hamper this once, never had luck 🤞 #acmehamper",
        "I have lost every raffle so far but that hamper 😍 #acmehamper",
        "me please! my poor gran deserves that hamper 😍 #acmehamper",
        "tagging @lu and @jo for the hamper #acmehamper 🎁",
    ),
    "meme": (
        "the acme pigeon is not okay and neither am I",
        "acme pigeon when the rent is due",
        "sad acme pigeon is my whole personality this week",
        "nobody hurt the acme pigeon, he has suffered enough",
        "pov: you are the acme pigeon and it is monday",
    ),
    "tickets": (
        "acme sponsors the tour!! crying, I got tickets 😍",
        "two tour tickets through acme, dying 🎉",
        "the acme presale gave me tour tickets 🥳",
        "tour poster with the acme logo is so pretty 😍",
    ),
}


def judged(texts: tuple[str, ...], handle: str = "acme", author: str | None = None) -> str:
    """The kind of a burst of such texts over everyday talk; of that one `author` where one is given."""
    chance = random.Random(5)
    calm = [row | {"text": chance.choice(EVERYDAY)} for row in chatter(30, 10)]
    storm = [row | {"text": chance.choice(texts)} for row in outrage(ONSET, 200, 24)]
    if author:
        storm = [row | {"author_id": author, "author": author} for row in storm]
    connection = archive(calm + storm, accounts=[handle])
    one = next(episode.find(connection, history.read(connection), ("acme",)))
    return judge.judge(connection, one, Plan(brand="acme")).kind


@pytest.mark.parametrize("name", CRISES)
def test_crises(name: str) -> None:
    assert judged(CRISES[name]) == "crisis"


@pytest.mark.parametrize("name", CRISES)
def test_what_one_account_alone_writes_is_no_crisis(name: str) -> None:
    assert judged(CRISES[name], author="helpdesk_bot") == "attention"


@pytest.mark.parametrize("name", DECOYS)
def test_decoys(name: str) -> None:
    assert judged(DECOYS[name]) == "attention"


USUAL = Mood(1.0, 0.2, 0.25, 0.5, 0.15, 0.1)


@pytest.mark.parametrize(
    ("during", "crisis"),
    [
        (Mood(1.0, 0.5, 0.03, 0.5, 0.0, 0.1), True),
        (Mood(1.0, 0.12, 0.01, 0.7, 0.0, 0.1), True),
        (Mood(1.0, 0.4, 0.1, 0.0, 0.05, 0.1), False),
        (Mood(1.0, 0.5, 0.05, 0.15, 0.3, 0.1), False),
        (Mood(1.0, 0.25, 0.03, 0.35, 0.0, 0.6), False),
        (Mood(0.0, 0.0, 0.0, 0.45, 0.0, 0.1), True),
        (Mood(0.0, 0.0, 0.0, 0.3, 0.3, 0.1), False),
    ],
    ids=["anger", "calm questions", "cursing at a match", "joyful", "copied", "unread, asking", "unread, joyful"],
)
def test_evidence_adds_up(during: Mood, crisis: bool) -> None:
    assert (sum(mood.evidence(during, USUAL).values()) > 0) == crisis


def test_who_copies_and_who_turns_to_the_brand_is_counted() -> None:
    rows = [row | {"text": f"@ACME same words as everybody, claim code X{n}"} for n, row in enumerate(chatter(2, 10))]
    connection = archive(rows, accounts=["acme"])
    found = mood.read(connection, "mentions", pd.Timestamp(START), pd.Timestamp(START) + pd.Timedelta(days=3))
    assert found is not None
    assert (found.copied, found.turning) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("troubled", "pleased", "scored", "crisis"),
    [
        (0.07, 0.07, 0.9, False),  # prices and quarters: as sober as ever
        (0.30, 0.10, 0.9, True),
        (0.19, 0.10, 0.9, True),  # more than half as much again
        (0.11, 0.01, 0.9, True),  # hardly anybody is pleased any more
        (0.0, 0.0, 0.1, True),  # nobody can read it: the rest decides
    ],
)
def test_sober_talk_is_no_crisis(troubled: float, pleased: float, scored: float, crisis: bool) -> None:
    usual = Mood(0.9, 0.12, 0.08, 0.3, 0.0, 0.0)
    assert mood.grave(Mood(scored, troubled, pleased, 0.9, 0.0, 0.0), usual) is crisis


@pytest.mark.parametrize(
    ("troubled", "pleased", "scored", "messages", "surely"),
    [
        (0.28, 0.06, 1.0, 18, False),  # five of eighteen, ordinarily three
        (0.28, 0.06, 1.0, 400, True),
        (0.17, 0.0, 1.0, 400, True),  # as many complain as ever, and nobody is pleased
        (0.17, 0.0, 1.0, 12, False),
        (0.0, 0.0, 0.1, 12, True),  # nobody can read it: the rest decides
    ],
)
def test_few_messages_are_held_against_chance(
    troubled: float, pleased: float, scored: float, messages: int, surely: bool
) -> None:
    usual = Mood(0.95, 0.17, 0.09, 0.1, 0.0, 0.0, 638)
    assert mood.beyond_chance(Mood(scored, troubled, pleased, 0.2, 0.0, 0.0, messages), usual) is surely
