"""Readings that were learned from teaching texts: a linear model over the words and letters of a sentence.

What phrases and word lists foresee they tell best, and show; what nobody foresaw is told by a logistic regression over
sequences of one to three words and three to five letters, hashed as in Weinberger et al. (2009, *Feature hashing for
large scale multitask learning*) and weighed by how rare they are. One model serves all languages. It is taught by
`python -m benchmarks.teach` on texts of our own, and its weights lie in `workbench/lexicon/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Weights = npt.NDArray[np.float16]

#: Places for hashed sequences; more gained nothing.
PLACES = 2**15
_MOST_WORDS, _LETTERS = 3, range(3, 6)
#: Keeps words and letters apart.
_WORDS_BEGIN, _LETTERS_BEGIN = crc32(b"w"), crc32(b"c")
_WORD = re.compile(r"\w+")
#: Letters of a word that are read.
_LONGEST = 50


class Model(NamedTuple):
    """What was learned: the classes, weights (places x classes), rarity by place, weights of the hints, biases."""

    names: tuple[str, ...]
    weights: Weights
    rarity: Weights
    hints: Weights
    bias: Weights


@cache
def model(subject: str) -> Model:
    """What was learned of `subject`, such as "wording"."""
    import numpy as np

    with (
        (files("workbench.lexicon") / f"{subject}.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        names = tuple(str(name) for name in stored["names"])
        return Model(names, *(stored[part].astype(np.float32) for part in Model._fields[1:]))


def likely(subject: str, text: str, hints: Sequence[float]) -> dict[str, float]:
    """How likely each class of `subject` is for one sentence or message, each by itself, from 0 to 1.

    `hints` are what the rules found, one figure a hint that the model was taught with, in the same order.
    """
    import numpy as np

    known = model(subject)
    places, counts = sequences(text)
    values = counts * known.rarity[places]
    size = float(np.sqrt((values * values).sum())) or 1.0
    score = values @ known.weights[places] / size + np.asarray(hints, np.float32) @ known.hints + known.bias
    return dict(zip(known.names, (1 / (1 + np.exp(-score.astype(float)))).tolist(), strict=True))


def sequences(text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The places of the sequences in `text`, in order, and 1 + log of how often each is there."""
    import numpy as np

    plain = bare(text)
    found = list(_runs([word.encode("utf-8", "surrogatepass") for word in _WORD.findall(plain)]))
    for word in plain.split():
        found += _letters(word)
    places, counts = np.unique(np.array(found, np.int64), return_counts=True)
    return places, np.float32(1) + np.log(counts.astype(np.float32))


def _runs(words: list[bytes]) -> Iterator[int]:
    """Places of the sequences of words; a longer one's checksum goes on from the shorter one's."""
    spaced = [b" " + word for word in words]
    sums = [crc32(word, _WORDS_BEGIN) for word in words]
    for length in range(1, _MOST_WORDS + 1):
        for sum_ in sums:
            yield sum_ % PLACES
        sums = [crc32(after, sum_) for after, sum_ in zip(spaced[length:], sums, strict=False)]


@lru_cache(maxsize=100_000)
def _letters(word: str) -> list[int]:
    """Places of the sequences of letters within a word and its edges; of what is no word of any language, its start."""
    edged = f" {word[:_LONGEST]} "
    return [
        crc32(edged[start : start + length].encode("utf-8", "surrogatepass"), _LETTERS_BEGIN) % PLACES
        for length in _LETTERS
        for start in range(max(1, len(edged) - length + 1))
    ]


def bare(text: str) -> str:
    """`text` in lower case without accents, sign for sign, so that places in it are places in `text`."""
    return "".join(map(_bare_sign, text))


@lru_cache(maxsize=4096)
def _bare_sign(sign: str) -> str:
    if sign in "’‘ʼ":
        return "'"
    if sign == "ß":
        return "s"
    plain = unicodedata.normalize("NFKD", sign.lower())[:1]
    return plain or " "
