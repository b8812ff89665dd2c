"""The check sets written apart from the rules: whole, known labels, and nothing in them that stands elsewhere."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.measured import readers, worded
from workbench import tone, triage, wording

FIXTURES = Path(__file__).parent / "fixtures"
INDEPENDENT = FIXTURES / "independent"
COLUMNS = {"tone": ["text", "tone"], "wording": ["lang", "marks", "text"], "triage": ["lang", "kind", "text"]}
LABEL = {"tone": "tone", "wording": "marks", "triage": "kind"}
LEAST = {"tone": 130, "wording": 55, "triage": 48}
KNOWN = {"tone": {"negative", "neutral", "positive"}, "wording": set(wording.MARKS), "triage": set(triage.URGENCY)}
FEWEST_OF_A_LABEL = {"tone": 25, "wording": 5, "triage": 5}
FRESH = {"tone": 60, "wording": 40, "triage": 24}
FEWEST_FRESH = {"tone": 18, "wording": 4, "triage": 3}

Rows = list[dict[str, str]]


def _rows(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _both(kind: str, lang: str) -> tuple[Rows, Rows]:
    looked, counted = (_rows(INDEPENDENT / part / kind / f"{lang}.csv") for part in ("looked", "counted"))
    return looked, counted


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@pytest.mark.parametrize("lang", tone.LANGUAGES)
@pytest.mark.parametrize("kind", list(COLUMNS))
def test_a_set_is_whole_and_its_labels_are_known(kind: str, lang: str) -> None:
    looked, counted = _both(kind, lang)
    rows = looked + counted
    labels = Counter(label for row in rows for label in row[LABEL[kind]].split())
    assert {tuple(name for name in row if name != "second") for row in rows} == {tuple(COLUMNS[kind])}
    assert {row.get("lang", lang) for row in rows} == {lang}
    assert set(labels) == KNOWN[kind]
    assert len(rows) >= LEAST[kind]
    assert min(labels.values()) >= FEWEST_OF_A_LABEL[kind]
    assert len(looked) / len(rows) == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize("lang", tone.LANGUAGES)
def test_both_parts_hold_every_tone_and_kind_and_some_statements_bear_no_mark(lang: str) -> None:
    for kind in ("tone", "triage"):
        for rows in _both(kind, lang):
            assert {row[LABEL[kind]] for row in rows} == KNOWN[kind]
    looked, counted = _both("wording", lang)
    assert sum(not row["marks"] for row in looked + counted) >= 8


def test_no_text_stands_twice_nor_in_another_fixture() -> None:
    texts = Counter(_plain(row["text"]) for file in INDEPENDENT.rglob("*.csv") for row in _rows(file))
    others = {
        _plain(row["text"])
        for folder in ("tone", "wording", "triage")
        for file in (FIXTURES / folder).rglob("*.csv")
        for row in _rows(file)
    }
    assert [text for text, times in texts.items() if times > 1 or not text] == []
    assert len(others) > 1000
    assert set(texts) & others == set()


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_every_counted_text_was_read_twice(kind: str) -> None:
    pairs = readers.readings(kind)
    assert len(pairs) == sum(len(_both(kind, lang)[1]) for lang in tone.LANGUAGES)
    assert set().union(*(second for _, second in pairs)) == KNOWN[kind]
    assert kind == "wording" or all(len(second) == 1 for _, second in pairs)


def test_kappa_is_cohens_and_its_interval_is_reproducible() -> None:
    both, one, other, none = ({"x"}, {"x"}), ({"x"}, set[str]()), (set[str](), {"x"}), (set[str](), set[str]())
    pairs = [both] * 20 + [one] * 5 + [other] * 10 + [none] * 15
    assert readers.kappa(pairs, "x") == pytest.approx(0.4)
    low, high = readers.interval(pairs, "x")
    assert 0.1 < low < 0.4 < high < 0.7
    assert (low, high) == readers.interval(pairs, "x")
    assert readers.kappa([both] * 3, "x") == 1.0


@pytest.mark.parametrize("lang", tone.LANGUAGES)
def test_further_statements_bear_known_marks_and_some_none(lang: str) -> None:
    rows = _rows(INDEPENDENT / "further" / "wording" / f"{lang}.csv")
    assert {tuple(row) for row in rows} == {tuple(COLUMNS["wording"])}
    assert {row["lang"] for row in rows} == {lang}
    assert {mark for row in rows for mark in row["marks"].split()} == KNOWN["wording"]
    assert len(rows) >= 10
    assert sum(not row["marks"] for row in rows) >= 2


@pytest.mark.parametrize("lang", tone.LANGUAGES)
@pytest.mark.parametrize("kind", list(COLUMNS))
def test_fresh_texts_are_as_many_in_every_language_and_bear_every_label(kind: str, lang: str) -> None:
    rows = _rows(INDEPENDENT / "fresh" / kind / f"{lang}.csv")
    labels = Counter(label for row in rows for label in row[LABEL[kind]].split())
    assert {tuple(row) for row in rows} == {tuple(COLUMNS[kind])}
    assert {row.get("lang", lang) for row in rows} == {lang}
    assert set(labels) == KNOWN[kind]
    assert len(rows) == FRESH[kind]
    assert min(labels.values()) >= FEWEST_FRESH[kind]
    assert sum(not row[LABEL[kind]] for row in rows) == (8 if kind == "wording" else 0)


def test_the_benchmark_reads_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "marks", lambda text, lang: None)
    for part in ("looked", "counted", "further", "fresh"):
        read = [len(pairs) for pairs in worded.independent(part)]
        there = [
            sum(len(_rows(file)) for file in (INDEPENDENT / part / kind).glob("*.csv"))
            for kind in ("wording", "triage")
        ]
        assert read == there
