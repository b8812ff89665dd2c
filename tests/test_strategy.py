from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest

from workbench import strategy
from workbench.facts import Response, Strategy, TimelineEntry

START = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)


def said(text: str, type_: str = "holding") -> TimelineEntry:
    return TimelineEntry.model_validate(
        {"at": START, "mention_id": "s", "platform": "twitter", "author": "acme", "text": text, "type": type_}
    )


def own(*rows: tuple[float, str, str]) -> duckdb.DuckDBPyConnection:
    """The view `own`: hours after the start, kind, text."""
    made = duckdb.connect()
    made.execute(
        "CREATE TABLE own (created_at TIMESTAMPTZ, platform VARCHAR, id VARCHAR, text VARCHAR, kind VARCHAR,"
        " visibility VARCHAR)"
    )
    values = [(START + dt.timedelta(hours=h), "twitter", str(n), text, kind, "public")
              for n, (h, kind, text) in enumerate(rows)]  # fmt: skip
    if values:
        made.executemany("INSERT INTO own VALUES ($1, $2, $3, $4, $5, $6)", values)
    return made


def read(timeline: list[TimelineEntry], *rows: tuple[float, str, str], peak: float = 3) -> Strategy:
    bounds = (START, START + dt.timedelta(days=5))
    return strategy.read(own(*rows), Response(timeline=timeline), bounds, START + dt.timedelta(hours=peak))


@pytest.mark.parametrize(
    ("text", "posture"),
    [
        ("We are sorry, this was our fault", "rebuild"),
        ("We are sorry if anyone was offended. This is exaggerated", "diminish"),
        ("The story is not true", "deny"),
        ("Die Vorwürfe weisen wir zurück", "deny"),
        ("We know of it and are on our way", "inform"),
        ("Nos equivocamos y pedimos perdón", "rebuild"),
        ("Tā ir mūsu atbildība, atvainojamies", "rebuild"),
    ],
)
def test_posture_of_a_statement(text: str, posture: str) -> None:
    assert strategy.posture(text) == posture


def test_what_people_are_told_first() -> None:
    told = read([said("Please stop using the blender and call our hotline"), said("We are sorry", "apology")])
    assert (told.instructing_first, told.adjusting_first) == (True, True)
    assert told.postures == ["inform", "rebuild"]
    silent = read([])
    assert (silent.instructing_first, silent.postures, silent.bolstered) == (None, [], None)


def test_copied_replies_are_counted_without_names_and_links() -> None:
    same = [(1.0, "reply", f"@user{n} We are sorry! Please see https://x.example/{n}") for n in range(6)]
    own_words = [(1.0, "reply", f"@user{n} answer number {'x' * n}") for n in range(6)]
    told = read([], *same, *own_words)
    assert (told.copied_reply_share, told.most_copied) == (0.5, 6)
    assert strategy.copied(["a"] * 9) == (None, None)


@pytest.mark.parametrize(("hours", "early"), [(2.0, True), (20.0, True), (40.0, False)])
def test_an_offer_is_early_before_the_peak_or_within_a_day(hours: float, early: bool) -> None:
    told = read([], (hours, "reply", "@kim we will refund you"), (hours + 1, "post", "Vouchers for all"))
    assert told.compensation_at == START + dt.timedelta(hours=hours)
    assert told.compensation_early is early


@pytest.mark.parametrize(
    ("cluster", "agreed", "fits", "as_agreed"),
    [
        ("preventable", "rebuild", True, True),
        ("victim", "deny", False, False),
        ("accidental", None, True, None),
        (None, "rebuild", None, True),
    ],
)
def test_posture_is_held_against_theory_and_plan(cluster: Any, agreed: Any, fits: Any, as_agreed: Any) -> None:
    told = strategy.held(Strategy(postures=["rebuild"]), cluster, agreed)
    assert (told.fits, told.as_agreed) == (fits, as_agreed)
    assert strategy.held(Strategy(), "preventable", "rebuild").fits is None
