"""Readings that were learned: they add what no phrase foresees, show the sentence, and fit their teaching texts."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from benchmarks import teach
from workbench import learned, tone, triage, wording
from workbench.lexicon import LANGUAGES

SUBJECTS = [("wording", wording.MARKS), ("triage", triage.URGENCY), ("tone", tone.TONES)]


@pytest.mark.parametrize(
    ("model", "subject", "names"),
    [(subject, subject, names) for subject, names in SUBJECTS]
    + [("meant", "wording", wording.MARKS), ("tone_meant", "tone", tone.TONES)],
)
def test_weights_are_those_of_the_teaching_texts(model: str, subject: str, names: tuple[str, ...]) -> None:
    """Whoever changes the texts has to run `python -m benchmarks.teach`."""
    with np.load(teach.WEIGHTS / f"{model}.npz", allow_pickle=False) as stored:
        assert str(stored["taught_on"]) == teach.digest(subject)
        assert tuple(stored["names"]) == names


@pytest.mark.parametrize(("subject", "names"), SUBJECTS)
def test_teaching_texts_are_well_formed_and_none_is_a_check_text(subject: str, names: tuple[str, ...]) -> None:
    """Every class is taught in every language, nothing twice, nothing that the check sets hold."""
    taught = [
        lesson
        for one in {"wording": ("wording", "statements")}.get(subject, (subject,))
        for lesson in teach.lessons(one)
    ]
    assert {lang for lang, _, _ in taught} == set(LANGUAGES)
    assert {name for _, _, classes in taught for name in classes} == set(names)
    for lang in LANGUAGES:
        own = [(text, classes) for one, text, classes in taught if one == lang]
        assert len(own) == len({text for text, _ in own})
        assert min(sum(name in classes for _, classes in own) for name in names) >= 25
    checked = set[str]()
    for file in (Path(__file__).parent / "fixtures").glob("[iwt]*/**/*.csv"):
        with file.open(encoding="utf-8", newline="") as rows:
            checked |= {row["text"] for row in csv.DictReader(rows) if row.get("text")}
    assert len(checked) > 2000
    assert sorted(checked & {text for _, text, _ in taught}) == []


@pytest.mark.parametrize(
    ("lang", "text", "mark"),
    [
        ("en", "Hello again. The warnings reached us in spring. We filed them away.", "responsibility"),
        ("en", "Our shop is closed. Better an empty shelf than a sick child.", "customers_first"),
        ("de", "Die Linie 4 fährt nicht. Ein Bagger der Wasserwerke hat das Kabel durchtrennt.", "blame_shifting"),
        ("fr", "Le magasin est fermé. Mieux vaut un rayon vide qu'un enfant malade.", "customers_first"),
    ],
)
def test_what_no_phrase_foresees_is_read_and_its_sentence_shown(lang: str, text: str, mark: str) -> None:
    """A mark that the model gives stands on the sentence that bears it."""
    assert not wording.hints(text, lang)[wording.MARKS.index(mark)]
    found = wording.marks(text, lang)
    assert found is not None
    assert [text[one.start : one.end] for one in getattr(found, mark)] == [one.text for one in getattr(found, mark)]
    assert getattr(found, mark)


def test_a_sentence_without_known_sequences_has_finite_likelihoods() -> None:
    """Nothing to hold on to is no error."""
    for text in ("", "¤", "\ud800 \x00", "漢字"):
        likely = learned.likely("wording", text, [0.0] * len(wording.MARKS))
        assert set(likely) == set(wording.MARKS)
        assert all(0 <= one <= 1 for one in likely.values())


def test_sequences_are_counted_and_ordered() -> None:
    """A word said twice weighs more, but not twice; the places of each text ascend, and none is without."""
    starts, places, counts = learned.sequences(["ab ab", "", "c"])
    assert starts.tolist()[0] == 0
    own = places[: starts[1]]
    assert own.tolist() == sorted(set(own.tolist()))
    assert counts.max() >= 1 + np.log(2)
    assert counts.min() == 1
    assert starts.tolist() == sorted(set(starts.tolist()))


def test_many_texts_are_read_as_each_alone() -> None:
    """Whatever stands beside them, and however many they are."""
    texts = ["", "¤", "ok", *(text for _, text, _ in teach.lessons("triage"))][: learned.BATCH + 9]
    hints = [triage.hints("", "en")] * len(texts)
    together = learned.likely_all("triage", texts, hints)
    alone = [list(learned.likely("triage", text, hints[0]).values()) for text in texts]
    assert np.allclose(together, alone, atol=1e-5)
    assert learned.likely_all("triage", [], []) == []
