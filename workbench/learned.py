"""Readings that were learned from teaching texts: a linear model over the words and letters of a sentence.

What phrases and word lists foresee they tell best, and show; what nobody foresaw is told by a logistic regression over
sequences of one to three words and three to five letters, hashed as in Weinberger et al. (2009, *Feature hashing for
large scale multitask learning*) and weighed by how rare they are. One model serves all languages. It is taught by
`python -m benchmarks.teach` on texts of our own, and its weights lie beside the code that asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
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
_WORDS, _LETTERS = range(1, 4), range(3, 6)
_WORD = re.compile(r"\w+")


class Model(NamedTuple):
    """What was learned: the classes, weights (places x classes), rarity by place, weights of the hints, biases."""

    names: tuple[str, ...]
    weights: Weights
    rarity: Weights
    hints: Weights
    bias: Weights


@cache
def model(package: str) -> Model:
    """The model whose `weights.npz` lies in `package`."""
    import numpy as np

    with (files(package) / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
        names = tuple(str(name) for name in stored["names"])
        return Model(names, *(stored[part].astype(np.float32) for part in Model._fields[1:]))


def likely(package: str, text: str, hints: Sequence[float]) -> dict[str, float]:
    """How likely each class of the model in `package` is for one sentence, each by itself, from 0 to 1.

    `hints` are what the rules found, one figure a hint that the model was taught with, in the same order.
    """
    import numpy as np

    known = model(package)
    places, counts = sequences(text)
    values = counts * known.rarity[places]
    size = float(np.sqrt((values * values).sum())) or 1.0
    score = values @ known.weights[places] / size + np.asarray(hints, np.float32) @ known.hints + known.bias
    return dict(zip(known.names, (1 / (1 + np.exp(-score.astype(float)))).tolist(), strict=True))


def sequences(text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The places of the sequences in `text`, in order, and 1 + log of how often each is there."""
    import numpy as np

    counted = Counter(crc32(one.encode("utf-8", "surrogatepass")) % PLACES for one in _pieces(bare(text)))
    places = np.array(sorted(counted), np.int64)
    return places, np.float32(1) + np.log(np.array([counted[place] for place in places.tolist()], np.float32))


def _pieces(plain: str) -> Iterator[str]:
    """Sequences of words, and of letters within a word and its edges."""
    words = _WORD.findall(plain)
    for length in _WORDS:
        for start in range(len(words) - length + 1):
            yield f"w{' '.join(words[start : start + length])}"
    for word in plain.split():
        edged = f" {word} "
        for length in _LETTERS:
            for start in range(max(1, len(edged) - length + 1)):
                yield f"c{edged[start : start + length]}"


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
