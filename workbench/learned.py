"""Readings that were learned from teaching texts: a linear model over the words and letters of a sentence.

What phrases and word lists foresee they tell best, and show; what nobody foresaw is told by a logistic regression over
sequences of one to three words and three to five letters, hashed as in Weinberger et al. (2009, *Feature hashing for
large scale multitask learning*) and weighed by how rare they are. One model serves all languages. It is taught by
`python -m benchmarks.teach` on texts of our own, and its weights lie in `workbench/lexicon/`.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
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
#: Texts read at once: more don't fit a core's own memory, and gain nothing.
BATCH = 256
#: Letters of a word that are read.
_LONGEST = 50


class Model(NamedTuple):
    """What was learned: the classes, weights (classes x places), rarity by place, weights of the hints, biases."""

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
        weights, *others = (stored[part].astype(np.float32) for part in Model._fields[1:])
        return Model(names, np.ascontiguousarray(weights.T), *others)


def likely(subject: str, text: str, hints: Sequence[float]) -> dict[str, float]:
    """How likely each class of `subject` is for one sentence or message, each by itself, from 0 to 1.

    `hints` are what the rules found, one figure a hint that the model was taught with, in the same order.
    """
    return dict(zip(model(subject).names, likely_all(subject, [text], [hints])[0], strict=True))


def likely_all(subject: str, texts: Sequence[str], hints: Sequence[Sequence[float]]) -> list[list[float]]:
    """The same of many texts at once: of each, its classes in the order of the model's names."""
    found: list[list[float]] = []
    for start in range(0, len(texts), BATCH):
        found += _batch(model(subject), texts[start : start + BATCH], hints[start : start + BATCH])
    return found


def _batch(known: Model, texts: Sequence[str], hints: Sequence[Sequence[float]]) -> list[list[float]]:
    import numpy as np

    starts, places, counts = sequences(texts)
    values = counts * known.rarity[places]
    sizes = np.sqrt(np.add.reduceat(values * values, starts))
    sums = np.column_stack([np.add.reduceat(values * weights[places], starts) for weights in known.weights])
    # Not a product of matrices, whose last digits would depend on how many texts are read together.
    told_by_hints = (np.array(hints, np.float32)[:, :, None] * known.hints).sum(axis=1)
    scores = sums / np.where(sizes > 0, sizes, 1)[:, None] + told_by_hints + known.bias
    told: list[list[float]] = (1 / (1 + np.exp(-scores.astype(float)))).tolist()
    return told


def sequences(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """What stands in each text: where its part begins, the places of its sequences, in order, and 1 + log of how often
    each is there.
    """
    import numpy as np

    parts = [_places(text) for text in texts]
    lengths = np.array([len(part) for part in parts]) // 4
    keys = np.frombuffer(b"".join(parts), np.uint32) % PLACES + np.repeat(np.arange(len(parts)) * PLACES, lengths)
    keys.sort()
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(firsts, append=len(keys))
    numbers, places = np.divmod(keys[firsts], PLACES)
    return np.searchsorted(numbers, np.arange(len(parts))), places, 1 + np.log(counts).astype(np.float32)


def _places(text: str) -> bytes:
    """The places of the sequences in `text`, each in four bytes, as often as they are there; never none."""
    plain = bare(text)
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(plain)]
    spaced = [b" " + word for word in words]
    last = [crc32(word, _WORDS_BEGIN) for word in words]
    sums = last.copy()
    for length in range(1, _MOST_WORDS):
        # A longer sequence's checksum goes on from the shorter one's.
        last = [crc32(word, before) for word, before in zip(spaced[length:], last, strict=False)]
        sums += last
    return (array("I", sums).tobytes() + b"".join(map(_letters, plain.split()))) or _letters("")


@lru_cache(maxsize=100_000)
def _letters(word: str) -> bytes:
    """The same of the letters within a word and at its edges; of what is no word of any language, its start."""
    edged = f" {word[:_LONGEST]} "
    return array(
        "I",
        (
            crc32(edged[start : start + length].encode("utf-8", "surrogatepass"), _LETTERS_BEGIN)
            for length in _LETTERS
            for start in range(max(1, len(edged) - length + 1))
        ),
    ).tobytes()


def bare(text: str) -> str:
    """`text` in lower case without accents, sign for sign, so that places in it are places in `text`."""
    return text.translate(_SIGNS)


class _Signs(dict[int, str]):
    """By code point what `bare` writes for it, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = "'" if chr(point) in "’‘ʼ" else "s" if point == ord("ß") else _plain(chr(point))
        return self[point]


def _plain(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign.lower())[:1] or " "


_SIGNS = _Signs()
