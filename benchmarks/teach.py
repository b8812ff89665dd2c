"""Teaches the models of `workbench.learned` on the texts in `benchmarks/teaching/`.

    python -m benchmarks.teach

needs scikit-learn, which the workbench itself does not, and writes their weights into `workbench/lexicon/`. The check
sets under `tests/fixtures/` are never taught from. `benchmarks.language` says how well it reads them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench import learned, triage, wording

TEACHING = Path(__file__).parent / "teaching"
WEIGHTS = Path(__file__).parent.parent / "workbench" / "lexicon"
#: How little the weights are held back; from 5 to 100 nothing changed.
FREEDOM = 30.0

#: Language, text, its classes.
Lesson = tuple[str, str, frozenset[str]]


def lessons(subject: str) -> Iterator[Lesson]:
    """The teaching texts of a subject, each with its language and classes."""
    for file in sorted((TEACHING / subject).glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            names, _, text = line.partition("\t")
            yield file.stem, text, frozenset(names.split()) - {"-"}


def digest(subject: str) -> str:
    """A fingerprint of the teaching texts of a subject."""
    files = sorted((TEACHING / subject).glob("*.tsv"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def teach(subject: str, names: Sequence[str], hints: Callable[[str, str], Sequence[float]]) -> None:
    """Learns to tell `names` apart from the texts of `subject` and what the rules hint at, and stores the weights."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    taught = list(lessons(subject))
    counted = _counted([text for _, text, _ in taught])
    rarity = np.log((1 + len(taught)) / (1 + np.asarray((counted > 0).sum(0)).ravel())) + 1
    weighed = counted @ sparse.diags(rarity)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(1)).ravel())
    told = np.array([hints(text, lang) for lang, text, _ in taught], float)
    table = sparse.hstack([sparse.diags(1 / lengths) @ weighed, told]).tocsr()
    fitted = [
        LogisticRegression(C=FREEDOM, class_weight="balanced", max_iter=500, solver="liblinear", random_state=0).fit(
            table, [name in classes for _, _, classes in taught]
        )
        for name in names
    ]
    weights: npt.NDArray[Any] = np.column_stack([one.coef_[0] for one in fitted]).astype(np.float16)
    np.savez_compressed(
        WEIGHTS / f"{subject}.npz",
        names=np.array(names),
        weights=weights[: learned.PLACES],
        hints=weights[learned.PLACES :],
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
    teach("wording", wording.MARKS, wording.hints)
    teach("triage", triage.URGENCY, triage.hints)


if __name__ == "__main__":
    main()
