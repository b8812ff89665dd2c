"""Which of a brand's messages are statements: small archives in which every case is its own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pandas as pd
import pytest

from workbench import official, press, statement
from workbench.episode import Episode
from workbench.plan import parse

ONSET = pd.Timestamp("2026-03-04T12:00Z")
PLAN = parse("{brand: acme, terms: [Acme Foods], spokespersons: [{name: Ada Example}]}")
COLUMNS = ("created_at", "platform", "id", "author", "person", "title", "text", "lang", "kind", "parent_id",
           "visibility", "score", "own")  # fmt: skip


def row(key: str, minutes: float, text: str, **more: Any) -> dict[str, Any]:
    """A message of the brand; `minutes` after the onset."""
    made = {"platform": "twitter", "author": "acme", "kind": "post", "visibility": "public", "score": 0.0, "own": True}
    return {**made, "created_at": ONSET + pd.Timedelta(minutes=minutes), "id": key, "text": text, **more}


def find(*rows: dict[str, Any], origin: str = "none") -> statement.Heard:
    """What is found from the onset on; the topic's words are airbag and burst."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE said (created_at TIMESTAMPTZ, platform VARCHAR, id VARCHAR, author VARCHAR, person VARCHAR,"
        " title VARCHAR, text VARCHAR, lang VARCHAR, kind VARCHAR, parent_id VARCHAR, visibility VARCHAR, score DOUBLE,"
        " own BOOLEAN)"
    )
    marks = ", ".join(f"${n}" for n in range(1, len(COLUMNS) + 1))
    connection.executemany(f"INSERT INTO said VALUES ({marks})", [[one.get(c) for c in COLUMNS] for one in rows])
    connection.execute("CREATE VIEW own AS FROM said WHERE own")
    connection.execute("CREATE VIEW nearby AS FROM said")
    weights = pd.Series({"airbag": 7.0, "burst": 3.0, "car": 0.5})
    course = SimpleNamespace(onset=ONSET, end=ONSET + pd.Timedelta(hours=24))
    one = cast(Episode, SimpleNamespace(course=course, until=course.end, topic=SimpleNamespace(weights=weights)))
    return statement.find(connection, one, PLAN, ("twitter", origin), ONSET)


def ids(heard: statement.Heard) -> list[str]:
    return [one.mention_id for one in heard.statements]


def test_a_post_that_the_brand_always_makes_is_routine_even_when_it_scores() -> None:
    heard = find(
        row("old", -900, "Good morning! We are here from 8 to 8"),
        row("again", 30, "Good morning! We are here from 8 to 8 ☀", score=9.0),
        row("said", 60, "Some of you saw an airbag burst. Drive to a dealer and leave the car there"),
    )
    assert ids(heard) == ["said"]
    assert [(key, text[:12]) for _, key, text in heard.went_on] == [("again", "Good morning")]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Nobody was hurt. We are replacing each airbag", True),
        ("Win a trip! Our new airbag cover is out now", False),
        ("What are your plans for the weekend?", False),
        ("A weak burst of sun, and a car to enjoy it", False),
        ("We know why you worry about the burst parts", True),
        ("We apologise to everyone who was hurt", True),
        ("Lo sentimos. Pedimos perdón a todos", True),
        ("お詫び申し上げます", True),
    ],
)
def test_a_statement_speaks_as_statements_do_or_on_the_topic_without_selling(text: str, counts: bool) -> None:
    assert bool(find(row("x", 10, text)).statements) is counts


def test_an_answer_is_no_statement_but_words_to_everybody_are_wherever_they_hang() -> None:
    stranger = {"own": False, "author": "kim"}
    heard = find(
        row("q", 1, "my airbag burst", **stranger),
        row("a", 5, "@kim we are sorry about the airbag", kind="reply", parent_id="q"),
        row("b", 6, "@kim please send the number", kind="reply", parent_id="a"),
        row("all", 9, "@kim To everyone asking here: we are sorry about the airbag", kind="reply", parent_id="q"),
        row("more", 10, "Dealers are open all night", kind="reply", parent_id="all"),
        row("mail", 11, "we are sorry about the airbag", visibility="private"),
    )
    assert ids(heard) == ["all"]
    assert heard.statements[0].text.endswith("the airbag Dealers are open all night")


def test_a_late_part_of_a_thread_is_a_statement_of_its_own_and_no_part_hangs_on_a_routine_post() -> None:
    heard = find(
        row("old", -900, "Happy Friday, all!"),
        row("friday", 5, "Happy Friday, all!"),
        row("head", 8, "An airbag burst, and we are looking into it", kind="reply", parent_id="friday"),
        row("next", 9, "Nobody was hurt", kind="reply", parent_id="head"),
        row("update", 200, "Update: the airbag came from one plant", kind="reply", parent_id="next"),
    )
    assert [(one.mention_id, one.type) for one in heard.statements] == [("head", "holding"), ("update", "update")]


def test_our_own_post_that_began_it_is_no_statement_nor_is_its_copy_elsewhere() -> None:
    joke = "Bounce like an airbag into our burst of a sale"
    heard = find(
        row("joke", 0, joke, score=20.0),
        row("copy", 1, joke, platform="facebook", score=20.0),
        row("sorry", 9, "That was wrong of us, and we are sorry"),
        origin="joke",
    )
    assert ids(heard) == ["sorry"]


def test_the_press_carries_a_statement_once() -> None:
    quote = "“We are recalling every airbag of that year, and we are sorry,”"
    press_row = {"own": False, "platform": "news", "kind": "article", "author": "daily", "score": 12.0}
    heard = find(
        row(
            "n0", 5, "Acme Foods under fire for airbag: owners say “this is the last straw for all of us”", **press_row
        ),
        row("n1", 20, f"{quote} said Ada Example, head of brand at Acme Foods.", **press_row),
        row("n2", 25, f"{quote} Ada Example told another paper.", **press_row),
        row("own", 90, "Update: all dealers have the new airbag"),
    )
    assert [(one.mention_id, one.speaker, one.platform) for one in heard.statements] == [
        ("n1", "Ada Example", "news"), ("own", "acme", "twitter"),
    ]  # fmt: skip
    assert heard.statements[0].text == "We are recalling every airbag of that year, and we are sorry,"


def test_the_press_that_repeats_our_own_words_carries_nothing_new() -> None:
    heard = find(
        row("own", 5, "We are recalling every airbag of that year, and we are sorry"),
        row("n1", 20, "“We are recalling every airbag of that year,” said Ada Example.", own=False, platform="news",
            kind="article", author="daily", score=12.0),
    )  # fmt: skip
    assert ids(heard) == ["own"]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("A spokeswoman for Acme said: “The parts are safe, and we know it.”", True),
        ("Acme is in trouble. “I will never buy from them again,” said a customer.", False),
        ("Ada Example, chief of Acme, was seen at dinner.", False),
        ("Ada Example (Acme) teilte mit: „Wir rufen alle Airbags dieses Jahres zurück.“", True),
    ],
)
def test_what_an_article_quotes_of_the_brand(text: str, quotes: bool) -> None:
    assert (press.quoted(text, PLAN) is not None) is quotes


@pytest.mark.parametrize(
    ("text", "first", "kind"),
    [
        ("Update: we are still looking into it", False, "update"),
        ("Update: we are still looking into it", True, "holding"),
        ("We are sorry. More soon", True, "apology"),
        ("The story is not true, and the photo is old", True, "correction"),
        ("We have taken down the post", True, "deletion"),
        ("We know", True, "acknowledgement"),
        ("Wir klären das und melden uns bis zum Abend", True, "holding"),
        ("Pedimos perdón a las familias", True, "apology"),
        (" ".join(["From today every car gets a second look at our dealers, at our cost"] * 2), True, "substantive"),
    ],
)  # fmt: skip
def test_kinds_of_statements(text: str, first: bool, kind: str) -> None:
    assert official.type_of(text, first) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Hi everyone, this is Ada. We are sorry.", "Hola a todos, soy Ada.", "Guten Tag zusammen, hier ist Ada.",
        "Bonjour à tous, je suis Ada.", "Olá pessoal, aqui é a Ada.", "Labdien, es esmu Ada.", "We are sorry. – Ada",
    ],
)  # fmt: skip
def test_who_presents_or_signs_speaks_in_six_languages(text: str) -> None:
    assert statement.named(text, parse("{brand: acme, spokespersons: [{name: Ada Example}]}")) == "Ada Example"
