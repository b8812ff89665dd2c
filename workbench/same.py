"""Which wordings ask the same: by what they are after (`workbench.intent`), their words, and the plan's answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench import alike, intent
from workbench.intent import Intent
from workbench.plan import Answer

#: Wordings of one intent that are compared with each other; rarer ones join the group that they are most like.
COMPARED = 1500
#: How like an answer's question wordings must be, to be answered by it; and where both are after the same.
ANSWERED, ANSWERED_SAME = 0.4, 0.25


@dataclass(frozen=True)
class Gathered:
    """`groups`: the number of the group of each wording that is in one; `answers`: by group, the question of the plan's
    FAQ that answers it.
    """

    groups: dict[str, int]
    answers: dict[int, str]


def gather(
    wordings: Sequence[str],
    times: Sequence[int],
    after: Mapping[str, Intent | None],
    known: Sequence[Answer],
    ruler: alike.Space,
) -> Gathered:
    """The `wordings` (most frequent first, each said so many `times`) gathered into groups.

    Wordings are gathered by their words among those that are after the same. What one of the answers in `known`
    answers is one group; of the rest, what is after the same is one.
    """
    clusters = _clusters(wordings, after, ruler)
    often = dict(zip(wordings, times, strict=True))
    answers = {cluster: _answer(texts, often, after, known, ruler) for cluster, texts in clusters.items()}
    groups: dict[str, int] = {}
    found: dict[int, str] = {}
    numbers: dict[object, int] = {}
    for cluster, texts in clusters.items():
        answer = answers[cluster]
        number = numbers.setdefault(answer or cluster[0] or cluster, len(numbers))
        groups |= dict.fromkeys(texts, number)
        if answer:
            found[number] = answer
    return Gathered(groups, found)


def _clusters(
    wordings: Sequence[str], after: Mapping[str, Intent | None], ruler: alike.Space
) -> dict[tuple[Intent | None, int], list[str]]:
    """Wordings by what they are after and by likeness; one that is after nothing and like none is left out."""
    sides: dict[Intent | None, list[str]] = {}
    for text in wordings:
        sides.setdefault(after[text], []).append(text)
    found: dict[tuple[Intent | None, int], list[str]] = {}
    for side, texts in sides.items():
        vectors = ruler.vectors(texts)
        first = vectors[:COMPARED]
        numbers = alike.groups(first)
        likes = numbers.tolist()
        if len(texts) > COMPARED:
            mean = np.array([first[numbers == group].mean(axis=0) for group in range(numbers.max() + 1)])
            likeness = vectors[COMPARED:] @ mean.T
            near, close = likeness.argmax(axis=1), likeness.max(axis=1) >= alike.ALIKE
            likes += [group if enough else -1 for group, enough in zip(near.tolist(), close.tolist(), strict=True)]
        for text, like in zip(texts, likes, strict=True):
            if like >= 0 or side is not None:
                found.setdefault((side, like), []).append(text)
    return found


def _answer(
    texts: Sequence[str],
    often: Mapping[str, int],
    after: Mapping[str, Intent | None],
    known: Sequence[Answer],
    ruler: alike.Space,
) -> str | None:
    """The question of the FAQ that the `texts` ask, the frequent ones weighing more; None where they ask none of it."""
    if not known:
        return None
    theirs = ruler.vectors(texts)
    weight = np.array([often[text] for text in texts], dtype=float)
    about = ruler.vectors([one.question for one in known])
    told = ruler.vectors([f"{one.question} {one.answer}" for one in known])
    mean = (weight / weight.sum()) @ np.maximum((theirs @ about.T).toarray(), (theirs @ told.T).toarray())
    wanted = Counter(after[text] for text in texts).most_common(1)[0][0]
    least = np.array([_least(wanted, intent.of(one.question, None)) for one in known])
    best = int((mean - least).argmax())
    return known[best].question if mean[best] >= least[best] else None


def _least(wanted: Intent | None, answered: Intent | None) -> float:
    """How like a question of the FAQ must be, given what both are after; none is that is after something else."""
    if wanted is None or answered is None:
        return ANSWERED
    return ANSWERED_SAME if wanted == answered else np.inf
