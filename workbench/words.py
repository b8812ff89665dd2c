"""Messages as the words they hold, in any language and script: no word list, no stemmer, no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench import unspaced

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

#: Messages read to learn words from: nothing changes beyond, and it bounds the memory.
SAMPLE = 100_000

#: A message's text: links and handles name places and people, not the matter.
_TEXT_SQL = r"""
regexp_replace(nfc_normalize(lower(concat_ws(' ', title, text))),
    '(https?://|www\.)\S+|[@＠]\w+|^rt |[''’]s\b', ' ', 'g')
"""
_SPACED_SQL = r"'[\p{L}\p{M}][\p{L}\p{M}\p{N}]+(?:[''’][\p{L}]+)?|[\p{N}]{3,}'"
#: A message's words in their order. The `#` of a tag is dropped, the word kept; so is what stands before an English
#: possessive. What is written without spaces is taken in pairs of letters.
SAID_SQL = f"""
(CASE WHEN regexp_matches(concat_ws(' ', title, text), '[{unspaced.LETTERS}]') THEN list_concat(
    regexp_extract_all(regexp_replace({_TEXT_SQL}, '[{unspaced.LETTERS}]+', ' ', 'g'), {_SPACED_SQL}),
    {unspaced.pairs_sql(_TEXT_SQL)})
ELSE regexp_extract_all({_TEXT_SQL}, {_SPACED_SQL}) END)
"""
#: Each word once.
WORDS_SQL = f"list_distinct({SAID_SQL})"


@dataclass(frozen=True)
class Sample:
    """Messages and their words: `matrix` has a row a message and a 1 in the column of each of its `names`.

    `names` are sorted; `hours` are the starts of the hours the messages came in, in seconds since 1970.
    """

    names: NDArray[np.object_]
    matrix: Any
    hours: NDArray[np.int64]

    def within(self, hours: NDArray[np.int64]) -> Sample:
        """The messages of the given hours."""
        return self.where(np.isin(self.hours, hours))

    def where(self, kept: NDArray[np.bool_]) -> Sample:
        """The messages for which `kept` is true."""
        return Sample(self.names, self.matrix[kept], self.hours[kept])


def read(
    connection: duckdb.DuckDBPyConnection, where: str, parameters: Mapping[str, object], relation: str = "mentions"
) -> Sample:
    """At most SAMPLE messages of `relation` for which `where` holds: those with the smallest hashes.

    So no order of files or rows can change them.
    """
    from scipy.sparse import csr_array

    # Drawn before they are parted: words are taken out of no message that is not read.
    drawn = f"FROM {relation} WHERE {where} ORDER BY hash(platform, id), platform, id LIMIT {SAMPLE}"
    rows = connection.execute(
        f"SELECT {WORDS_SQL} AS words, epoch(date_trunc('hour', created_at))::BIGINT AS hour"
        f" FROM (SELECT platform, id, title, text, created_at {drawn}) ORDER BY hash(platform, id), platform, id",
        dict(parameters),
    ).fetchnumpy()
    lists = rows["words"]
    lengths = np.fromiter((len(words) for words in lists), dtype=np.int64, count=len(lists))
    flat = pd.Series(np.concatenate(lists) if lengths.sum() else [], dtype=object)
    codes, names = pd.factorize(flat, sort=True)
    matrix = csr_array(
        (np.ones(len(codes)), codes, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(lists), len(names))
    )
    return Sample(np.asarray(names, dtype=object), matrix, np.asarray(rows["hour"], dtype=np.int64))


def together(one: Sample, other: Sample, least: int, without: Sequence[str]) -> tuple[pd.Index, Any, Any]:
    """The words that both samples hold in at least `least` messages, and the two matrices over just these words.

    The words in `without` are left out.
    """
    union = pd.Index(one.names).union(pd.Index(other.names)).to_numpy(dtype=object)
    total = np.zeros(len(union))
    places = []
    for sample in (one, other):
        places.append(np.searchsorted(union, sample.names))
        total[places[-1]] += np.asarray(sample.matrix.sum(axis=0)).ravel()
    unsaid = [piece for word in without for piece in unspaced.pieces(word)]
    kept = (total >= least) & ~np.isin(union.astype(str), unsaid)
    return pd.Index(union[kept]), *(_onto(s, p, kept) for s, p in zip((one, other), places, strict=True))


def joined(one: Sample, other: Sample) -> Sample:
    """The messages of both samples, over the words of either."""
    from scipy.sparse import vstack

    union = pd.Index(one.names).union(pd.Index(other.names)).to_numpy(dtype=object)
    every = np.ones(len(union), dtype=bool)
    parts = [_onto(sample, np.searchsorted(union, sample.names), every) for sample in (one, other)]
    return Sample(union, vstack(parts, format="csr"), np.concatenate([one.hours, other.hours]))


def _onto(sample: Sample, places: NDArray[np.int64], kept: NDArray[np.bool_]) -> Any:
    """The matrix of `sample` with its columns put at `places` of the common words, of which `kept` stay."""
    from scipy.sparse import csr_array

    columns = places[sample.matrix.indices]
    used = kept[columns]
    starts = np.concatenate([[0], np.cumsum(used)])[sample.matrix.indptr]
    new = (np.cumsum(kept) - 1)[columns[used]]
    return csr_array((np.ones(len(new)), new, starts), shape=(sample.matrix.shape[0], int(kept.sum())))
