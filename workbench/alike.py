"""Short texts gathered by what they are about, in any language: no model, no word list, the same every time.

A text is the set of its words' stems, weighed by how rare they are; texts are as alike as the cosine between them, and
gathered by average linkage (Sokal & Michener 1958). Scripts without blanks between words are read by pairs of signs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_AWAY = re.compile(r"(?:https?://|www\.)\S+|[@＠]\w+|[''’]s\b")
_WORD = re.compile(r"[^\W_]+")
#: Chinese, Japanese and Thai signs.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+")
#: Letters that a stem keeps.
STEM = 6
#: How alike the texts of a group are, on average, at least.
ALIKE = 0.22


@dataclass(frozen=True)
class Space:
    """The stems of some texts with their weights: a ruler for how alike any two texts are."""

    weights: dict[str, float]
    places: dict[str, int]

    def vectors(self, texts: Sequence[str]) -> Any:
        """A row of unit length for each text; zeros for one without a known stem."""
        from scipy.sparse import csr_array

        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            known = sorted({stem for stem in stems(text) if stem in self.places})
            length = math.sqrt(sum(self.weights[stem] ** 2 for stem in known)) or 1.0
            rows += [row] * len(known)
            columns += [self.places[stem] for stem in known]
            values += [self.weights[stem] / length for stem in known]
        return csr_array((values, (rows, columns)), shape=(len(texts), max(len(self.places), 1)))


def space(texts: Sequence[str], times: Sequence[int], without: frozenset[str] = frozenset()) -> Space:
    """The ruler for `texts`, each said so many `times`; the words `without` weigh nothing."""
    mute = {stem for word in without for stem in stems(word)}
    counts: Counter[str] = Counter()
    for text, often in zip(texts, times, strict=True):
        for stem in set(stems(text)) - mute:
            counts[stem] += often
    total = sum(times)
    weights = {stem: math.log(1 + total / count) for stem, count in counts.items()}
    return Space(weights, {stem: place for place, stem in enumerate(sorted(weights))})


def groups(vectors: Any, least: float = ALIKE) -> NDArray[np.int64]:
    """The number of the group of each row of `vectors`, from 0 in the order of the rows."""
    count = vectors.shape[0]
    if count < 2:
        return np.zeros(count, dtype=np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = np.clip(1.0 - (vectors @ vectors.T).toarray(), 0.0, 1.0)
    np.fill_diagonal(apart, 0.0)
    # Sums of floats differ in the last bit with the order: rounded, so that ties fall the same way everywhere.
    found = fcluster(linkage(squareform(np.round(apart, 9), checks=False), "average"), 1.0 - least, "distance")
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(int(group), len(numbers)) for group in found], dtype=np.int64)


def stems(text: str) -> list[str]:
    """The stems of the words of `text`, in order: lower-case, without accents, the first letters of each."""
    apart = unicodedata.normalize("NFKD", _AWAY.sub(" ", text).lower())
    # Accents alone: in other scripts a mark is part of the sign.
    folded = unicodedata.normalize("NFKC", re.sub("[\u0300-\u036f]", "", apart))
    found: list[str] = []
    for word in _WORD.findall(folded):
        if _UNSPACED.search(word):
            found += [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
        else:
            found.append(word[:STEM] if len(word) > STEM else word)
    return found
