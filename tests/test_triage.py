from __future__ import annotations

import csv
from pathlib import Path

import pytest

from workbench import triage
from workbench.lexicon import LANGUAGES

MESSAGES = Path(__file__).parent / "fixtures" / "triage" / "messages.csv"


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("My order is still not here, awful", "en", "complaint"),
        ("They lied to their workers. Boycott.", "en", "criticism"),
        ("Help, we are trapped in your lift!", "en", "help"),
        ("Win a free iPhone, click here", "en", "spam"),
        ("Thank you, wonderful service", "en", "praise"),
        ("Regulator opens probe into lifts", "en", "news"),
        ("What time do you open?", "en", "question"),
        ("it is Monday", "en", "other"),
        ("いつ直りますか？", None, "question"),
        ("最悪です", "ja", "other"),
        ("", None, "other"),
    ],
)
def test_kinds(text: str, lang: str | None, expected: str) -> None:
    assert triage.kind(text, lang) == expected


def test_who_needs_help_goes_first_and_spam_last() -> None:
    kinds: list[triage.Kind] = ["spam", "praise", "question", "help", "complaint"]
    assert sorted(kinds, key=triage.urgent) == ["help", "complaint", "question", "praise", "spam"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_text_is_read_in_no_time(lang: str) -> None:
    for text in ("a" * 1_000_000, "help " * 9999, "\ud800\x00", "win " * 999, "my " * 5000):
        assert triage.kind(text, lang) in triage.URGENCY


def test_labelled_messages_are_mostly_right() -> None:
    """On the half of the messages that no rule was mended by."""
    with MESSAGES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[1::2]
    right = [triage.kind(row["text"], row["lang"]) == row["kind"] for row in rows]
    assert sum(right) / len(right) > 0.85
