"""Topics in scripts that are written without spaces."""

from __future__ import annotations

import datetime as dt
import random

import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, mention, outrage
from workbench import episode, history, on_topic, topic, unspaced, words

ONSET = START + dt.timedelta(days=24, hours=9)
EVERYDAY = ("アクメのケトルを買った", "新しいアクメのトースター可愛い", "アクメの店に行ってきた", "友達もアクメが好き")
OUTAGE = (
    "アクメで接続障害が発生中",
    "接続障害まだ直らないのアクメ",
    "また接続障害か、アクメひどい",
    "アクメの接続障害いつ終わる",
)


def test_words_of_scripts_without_spaces_are_pairs_of_letters() -> None:
    connection = archive([mention(1, START, "アクメの iPhone15 障害 ok")])
    found = connection.execute(f"SELECT list_sort({words.WORDS_SQL}) FROM mentions").fetchall()[0][0]
    assert found == ["iphone15", "ok", "アク", "クメ", "メの", "障害"]


def test_topic_is_told_in_whole_words_and_leaves_the_brand_out() -> None:
    chance = random.Random(3)
    calm = [row | {"text": chance.choice(EVERYDAY), "lang": "ja"} for row in chatter(30, 10)]
    storm = [row | {"text": chance.choice(OUTAGE), "lang": "ja"} for row in outrage(ONSET, 200, 24)]
    connection = archive(calm + storm)
    (one,) = episode.find(connection, history.read(connection), ("アクメ",))
    assert "接続障害" in one.topic.terms["term"].head(5).tolist()
    assert not any("アクメ" in term for term in one.topic.terms["term"])
    assert one.topic.share > 0.8


@pytest.mark.parametrize(
    ("word", "pieces"), [("outage", ["outage"]), ("障害", ["障害"]), ("接続障害", ["接続", "続障", "障害"])]
)
def test_pieces(word: str, pieces: list[str]) -> None:
    assert unspaced.pieces(word) == pieces


def test_a_topic_that_people_name_holds_the_whole_word_only() -> None:
    rows = [mention(1, START, "接続障害だ"), mention(2, START, "障害は直った"), mention(3, START, "接続できた")]
    connection = archive(rows)
    on_topic.mark(
        connection, topic.of_words(("接続障害",)), pd.Timestamp(START), pd.Timestamp(START) + pd.Timedelta(hours=1)
    )
    assert connection.execute("SELECT id FROM on_topic").fetchall() == [("1",)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["され", "に締", "め出", "締め", "出さ", "れた"], ["に締め出された"]),
        (["障害", "害の", "game"], ["障害の", "game"]),
        (["iphone", "no", "on"], ["iphone", "no", "on"]),
    ],
)
def test_pairs_that_overlap_are_told_as_one_word(words: list[str], told: list[str]) -> None:
    assert unspaced.chained(words) == told
