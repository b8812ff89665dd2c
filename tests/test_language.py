from __future__ import annotations

import csv
from pathlib import Path

import pytest

from workbench import language
from workbench.lexicon import LANGUAGES

LABELLED = Path(__file__).parent / "fixtures" / "tone"


@pytest.mark.parametrize(
    ("given", "expected"),
    [("en", "en"), ("PT-br", "pt"), ("zh_Hant", "zh"), ("in", "id"), ("iw", "he"), (" es ", "es"), ("lav", "lav")],
)
def test_the_platform_comes_first(given: str, expected: str) -> None:
    assert language.guess("das ist nicht gut", given) == expected


@pytest.mark.parametrize("given", [None, "", "und", "zxx", "qme", "unknown language", "?"])
def test_where_the_platform_does_not_know_the_words_tell(given: str | None) -> None:
    assert language.guess("das ist nicht gut, warum ist das so", given) == "de"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("電源が入りません", "ja"),
        ("电源坏了", "zh"),
        ("안녕하세요", "ko"),
        ("Ποιος ξέρει", "el"),
        ("это очень плохо, где вы", "ru"),
        ("чому немає світла їм", "uk"),
        ("لا توجد كهرباء", "ar"),
        ("برق نیست چرا گفتید", "fa"),
        ("ไม่มีไฟฟ้า", "th"),
    ],
)
def test_a_script_tells(text: str, expected: str) -> None:
    assert language.guess(text, None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok lol",
        "@acme #fail…",
        "https://acme.example/the/and/you",
        "👍👍",
        "iPhone 15 Pro Max",
        "x" * 100_000,
        "は",
    ],
)
def test_too_little_is_no_language(text: str) -> None:
    assert language.guess(text, None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("il treno è ancora in ritardo e nessuno ci dice niente", "it"),
        ("de trein heeft weer vertraging en niemand zegt iets", "nl"),
        ("el tren torna a anar tard i ningú no ens diu res", "ca"),
        ("tåget är försenat igen och ingen säger något", "sv"),
        ("pociąg znowu jest spóźniony i nikt nic nie mówi", "pl"),
        ("traukinys vėl vėluoja ir niekas nieko nesako, kodėl", "lt"),
    ],
)
def test_neighbours_are_told_from_the_six(text: str, expected: str) -> None:
    assert language.guess(text, None) == expected


def test_labelled_messages_are_hardly_ever_taken_for_another_language() -> None:
    told = []
    for lang in LANGUAGES:
        with (LABELLED / "unseen" / f"{lang}.csv").open(encoding="utf-8", newline="") as lines:
            told += [(lang, language.guess(row["text"], None)) for row in csv.DictReader(lines)]
    right = sum(lang == guessed for lang, guessed in told) / len(told)
    wrong = sum(guessed not in (lang, None) for lang, guessed in told) / len(told)
    assert right > 0.85
    assert wrong < 0.03
