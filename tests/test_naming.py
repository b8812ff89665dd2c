"""How a topic is named: small words last, phrases as people say them, nothing of the brand's own."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, mention
from workbench import episode, history, naming

ONSET = START + dt.timedelta(days=24, hours=9)


def table(**words: tuple[int, int, float]) -> pd.DataFrame:
    """Terms by (mentions, before, low)."""
    rows = [(word, mentions, before, low, low, low) for word, (mentions, before, low) in words.items()]
    return pd.DataFrame(rows, columns=["term", "mentions", "before", "log_odds", "low", "high"])


def test_what_binds_comes_last_whether_a_list_or_ordinary_time_says_so() -> None:
    terms = table(of=(900, 40, 2.0), shards=(300, 0, 3.0), about=(700, 2500, 1.2), glass=(250, 3, 2.9))
    told = naming.ordered(terms, frozenset({"of"}), 5000)["term"].tolist()
    assert told == ["shards", "glass", "of", "about"]


def test_phrases_are_words_that_nearly_always_follow_each_other() -> None:
    said = [["metal", "fragments", "found"]] * 6 + [["recall", "metal", "fragments"]] * 4 + [["recall", "now"]] * 5
    terms = ["metal", "recall", "fragments", "now"]
    assert naming.joined(said, terms, frozenset({"now"})) == {"metal fragments": 10}


@pytest.mark.parametrize(
    ("terms", "phrases", "name"),
    [
        (["metal", "recall", "fragments"], ["metal fragments"], "metal fragments · recall"),
        (["down", "bank", "card", "app", "cash"], [], "down · bank · card · app"),
        ([], [], "no one topic"),
        (["a" * 40, "b" * 40], [], "a" * 40),
    ],
)
def test_label(terms: list[str], phrases: list[str], name: str) -> None:
    assert naming.label(terms, phrases) == name


def test_a_topic_is_told_in_the_words_of_others_than_the_brand() -> None:
    rows = chatter(30, 10)
    for number in range(400):
        at = ONSET + dt.timedelta(minutes=number)
        asked = mention(10_000 + 2 * number, at, "@acme metal fragments in the acme soup, I am bleeding")
        reply = "kindly forward your batch digits privately, our colleagues apologise"
        answered = mention(10_001 + 2 * number, at, reply, author="acme", kind="reply", parent_id=asked["id"])
        rows += [asked, answered]
    connection = archive(rows, ("acme",))
    (one,) = episode.find(connection, history.read(connection), ("acme",))
    assert not {"kindly", "batch", "digits", "colleagues"} & set(one.topic.terms["term"])
    assert "metal fragments" in naming.label(one.topic.terms["term"].tolist(), one.topic.phrases["term"])
    # The first one comes before the onset.
    assert one.topic.phrases[["mentions", "before"]].to_numpy()[0].tolist() == [399, 1]
