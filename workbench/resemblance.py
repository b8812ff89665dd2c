"""Which texts resemble each other, among a great many: by the share of the pieces that they have in common.

Pieces are runs of letters, so that no script needs words. The share is estimated from the smallest hashes of the pieces
(Broder 1997, "On the resemblance and containment of documents").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

#: Letters of a piece, the smallest hashes kept of a text, and those of them by which like ones are looked for.
PIECE, SKETCH, LOOKED_UP = 7, 24, 4
#: Texts are alike when they share so much of their pieces.
ALIKE = 0.6
#: A hash and the number of its text share 64 bits: those of the hash, and the texts that can be told apart.
_BITS, MOST = 47, 1 << 17
_NONE = np.uint64(1 << _BITS)
#: Texts read and pairs compared at a time: bounds the memory.
TEXTS, PAIRS = 20_000, 100_000


def pairs(connection: duckdb.DuckDBPyConnection, relation: str, count: int) -> NDArray[np.int64]:
    """Numbers of texts that are alike, a row a pair: each with the first one that shares one of its smallest hashes.

    `relation` has `wording` (the number, below `count`, which is MOST at most) and `plain` (the text).
    """
    sketches = _sketches(connection, relation, count)
    pieces = sketches[:, :LOOKED_UP].ravel()
    numbers = np.repeat(np.arange(count), LOOKED_UP)[pieces != _NONE]
    _, first, same = np.unique(pieces[pieces != _NONE], return_index=True, return_inverse=True)
    both = _distinct(np.sort(numbers * MOST + numbers[first[same]]))
    both = np.column_stack(np.divmod(both, MOST))
    both = both[both[:, 0] != both[:, 1]]
    alike = [_alike(sketches, both[start : start + PAIRS]) for start in range(0, len(both), PAIRS)]
    return np.asarray(both[np.concatenate([np.zeros(0, dtype=bool), *alike])], dtype=np.int64)


def _sketches(connection: duckdb.DuckDBPyConnection, relation: str, count: int) -> NDArray[np.uint64]:
    """The smallest hashes of the pieces of each text, ascending; _NONE where it has no more."""
    sketches = np.full((count, SKETCH), _NONE, dtype=np.uint64)
    for start in range(0, count, TEXTS):
        keys = connection.execute(
            f"""
            SELECT (wording::UBIGINT << {_BITS}) | (hash(substr(plain, i, {PIECE})) >> {64 - _BITS}) AS piece FROM (
                SELECT wording, plain, unnest(range(1, len(plain) - {PIECE - 2})) AS i FROM {relation}
                WHERE wording >= $1 AND wording < $2)
            """,
            [start, start + TEXTS],
        ).fetchnumpy()["piece"]
        pieces = _distinct(np.sort(np.asarray(keys, dtype=np.uint64)))
        number = (pieces >> np.uint64(_BITS)).astype(np.int64)
        rank = np.arange(len(pieces)) - np.searchsorted(number, number)
        kept = rank < SKETCH
        sketches[number[kept], rank[kept]] = pieces[kept] & (_NONE - np.uint64(1))
    return sketches


def _distinct(ordered: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)]])


def _alike(sketches: NDArray[np.uint64], both: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether of the smallest hashes of two texts taken together enough are in both."""
    merged = np.sort(sketches[both].reshape(len(both), -1), axis=1)
    twice = np.zeros(merged.shape, dtype=bool)
    twice[:, 1:] = merged[:, 1:] == merged[:, :-1]
    smallest = (np.cumsum(~twice, axis=1) <= SKETCH) & (merged != _NONE)
    shared, total = (twice & smallest).sum(axis=1), (~twice & smallest).sum(axis=1)
    return np.asarray(shared >= ALIKE * total)
