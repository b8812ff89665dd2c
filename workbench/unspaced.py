"""Scripts written without spaces: Chinese, Japanese, Thai, Lao, Khmer, Burmese, as the pairs of their letters.

No dictionary: overlapping pairs do as well as words where texts are only to be told apart (Nie, Gao, Zhang & Zhou 2000,
"On the use of words and n-grams for Chinese information retrieval"). For people, pairs that go together are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

#: The letters, as the inside of a character class that both Python and RE2 read.
LETTERS = (
    "々〆ー\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
#: Two pairs that follow each other are one word where so many messages with the first hold the second, and the other
#: way round.
TOGETHER = 0.7
#: Letters of a word that pairs are joined to, at most.
LONGEST = 10

_RUN = re.compile(f"[{LETTERS}]+")


def pairs_sql(text: str) -> str:
    """An SQL expression: the list of pairs of letters in the SQL expression `text`."""
    runs = f"regexp_extract_all({text}, '[{LETTERS}]{{2,}}')"
    return (
        f"flatten(list_transform({runs}, lambda run:"
        " list_transform(range(1, length(run)), lambda place: substr(run, place, 2))))"
    )


def written_together(word: str) -> bool:
    """Whether `word` is in a script that puts no spaces between words."""
    return bool(_RUN.fullmatch(word))


def pieces(word: str) -> list[str]:
    """What stands for `word` among a message's words: itself, or its pairs where it is written without spaces."""
    if not written_together(word) or len(word) < 3:
        return [word]
    return [word[place : place + 2] for place in range(len(word) - 1)]


def chained(words: Iterable[str]) -> list[str]:
    """`words` of one group in their order, its pairs that overlap put together: 締め and め出 are told as 締め出."""
    left, made = list(words), list[str]()
    while left:
        word = left.pop(0)
        pairs = [one for one in left if len(one) == 2 and _RUN.fullmatch(one)] if len(word) == 2 else []
        while len(word) < LONGEST:
            near = next((one for one in pairs if one[0] == word[-1] or one[1] == word[0]), None)
            if near is None or not _RUN.fullmatch(word):
                break
            pairs.remove(near)
            left.remove(near)
            word = word + near[1] if near[0] == word[-1] else near[0] + word
        made.append(word)
    return made


def joined(terms: pd.DataFrame, messages: Any, words: pd.Index) -> pd.DataFrame:
    """`terms` (first the most telling) with pairs that go together in `messages` joined to words of any length.

    `messages` has a row a message and a 1 in the column of each of `words` that it holds. Other terms stay as they are.
    """
    pairs = {word: place for place, word in enumerate(words) if len(word) == 2 and _RUN.fullmatch(word)}
    if not pairs:
        return terms
    places = np.fromiter(pairs.values(), dtype=np.int64)
    held = messages[:, places]
    beside = np.asarray((held.T @ held).todense())
    number = {word: place for place, word in enumerate(pairs)}
    made, kept = list[str](), list[bool]()
    for term in terms["term"]:
        grown = _grown(term, number, beside) if term in number else term
        kept.append(not any(grown in known for known in made if known in number or _RUN.fullmatch(known)))
        made.append(grown)
    return terms.assign(term=made)[kept].astype({"term": str}).reset_index(drop=True)


def _grown(pair: str, number: dict[str, int], beside: Any) -> str:
    """The word around a pair, letter by letter, as long as it is nearly always so continued."""
    word = pair
    while len(word) < LONGEST:
        after = _next(word[-2:], (one for one in number if one[0] == word[-1]), number, beside)
        before = _next(word[:2], (one for one in number if one[1] == word[0]), number, beside)
        if not after and not before:
            break
        word = (before[0] if before else "") + word + (after[1] if after else "")
    return word


def _next(pair: str, among: Iterable[str], number: dict[str, int], beside: Any) -> str | None:
    """The pair that goes with `pair`, of those `among`; None where none surely does."""
    here = number[pair]
    best = max(among, key=lambda one: (beside[here, number[one]], one), default=None)
    if best is None or best == pair:
        return None
    there = number[best]
    least = TOGETHER * max(beside[here, here], beside[there, there])
    return best if beside[here, there] >= least else None
