"""How a topic is named: its words in the order in which they tell a reader something, and its phrases.

What binds words together (of, the, and) differs in use from time to time as well, and tells nobody anything. It is
known by how common it ordinarily is, in any language, and by the lists of small words of the languages that are spoken.
A phrase is two or three of the topic's words that nearly always follow each other.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import own, topic, unspaced
from workbench.language import small_words
from workbench.topic import Topic
from workbench.words import SAID_SQL

if TYPE_CHECKING:
    import duckdb

#: Messages read for phrases, on the topic and of ordinary time.
READ = 5000
#: Languages whose small words count: those of so large a share of the messages.
SPOKEN = 0.05
#: What a small word tells, of what another one would.
SMALL = 0.05
#: Two words are a phrase when they stand side by side in so large a part of the rarer one's sentences, in so large a
#: part of the commoner one's, and in so many.
TOGETHER, OFTEN, LEAST = 0.5, 0.3, 4
#: Of so many of the first words the name is made; it has so many letters at most.
NAMING, LETTERS = 4, 60
#: Japanese binds in signs of its own; what begins with one is no word, or only binds.
_HIRAGANA = re.compile("[\u3041-\u309f].*")

Bounds = tuple[pd.Timestamp, pd.Timestamp]
Pair = tuple[str, str]


def named(found: Topic, connection: duckdb.DuckDBPyConnection, bounds: Bounds, ordinary: int) -> Topic:
    """`found` with its words in the order that tells most, and its phrases; `ordinary`: messages they are held against.

    Needs the table `on_topic` and the table `own`; `bounds` are the topic's first and last moment.
    """
    if found.terms.empty or "mentions" not in found.terms:
        return found
    small = spoken_small_words(connection)
    terms = ordered(found.terms, small, ordinary)
    inside = {"since": bounds[0], "until": bounds[1]}
    here = _said(connection, f"{own.OTHERS_ON_TOPIC} WHERE created_at BETWEEN $since AND $until", inside)
    pairs = joined(here, terms["term"].tolist(), small)
    there = _said(connection, "mentions WHERE created_at < $since OR created_at > $until", inside) if pairs else []
    return replace(found, terms=terms, phrases=_held_against(pairs, here, there))


def ordered(terms: pd.DataFrame, small: frozenset[str], ordinary: int) -> pd.DataFrame:
    """`terms` by messages times the square of the log-odds' lower bound times how rare the word ordinarily is."""
    low = terms["low"].fillna(1.0)
    rare = 1 - np.log(terms["before"] + 1) / np.log(max(ordinary, 1) + 2)
    binding = terms["term"].isin(small) | terms["term"].str.fullmatch(_HIRAGANA)
    told = terms["mentions"] * low**2 * rare * np.where(binding, SMALL, 1.0)
    return terms.assign(told=-told).sort_values(["told", "term"]).drop(columns="told").reset_index(drop=True)


def label(terms: Sequence[str], phrases: Iterable[str]) -> str:
    """The first few words, those of a phrase together, joined by a dot: a name people recognise the topic by."""
    whole = list(phrases)
    parts: list[str] = []
    for term in unspaced.chained(terms[:NAMING]):
        part = next((phrase for phrase in whole if term in phrase.split()), term)
        if part not in parts and (not parts or len(" · ".join([*parts, part])) <= LETTERS):
            parts.append(part)
    return " · ".join(parts) or "no one topic"


def joined(messages: Sequence[Sequence[str]], terms: Sequence[str], small: frozenset[str]) -> dict[str, int]:
    """Phrases of `terms` with the `messages` that hold them, first those of the words that tell most."""
    known = {term for term in terms if term not in small and not unspaced.written_together(term)}
    together: Counter[Pair] = Counter()
    alone: Counter[str] = Counter()
    for words in messages:
        together.update({pair for pair in itertools.pairwise(words) if known.issuperset(pair)})
        alone.update(known.intersection(words))
    phrases: dict[str, int] = {}
    used: set[str] = set()
    for term in terms:
        if term in used or term not in known:
            continue
        phrase = _grown(term, together, alone, used)
        if len(phrase) > 1:
            used.update(phrase)
            phrases[" ".join(phrase)] = min(together[pair] for pair in itertools.pairwise(phrase))
    return phrases


def _grown(term: str, together: Mapping[Pair, int], alone: Mapping[str, int], used: set[str]) -> list[str]:
    """The words around `term` that nearly always go with it, three at most."""
    phrase = [term]
    while len(phrase) < 3:
        sides = [(n, pair) for pair, n in together.items() if _continues(pair, phrase, used) and n >= LEAST]
        held = {pair: sorted((alone[pair[0]], alone[pair[1]])) for _, pair in sides}
        sides = [(n, pair) for n, pair in sides if n >= max(TOGETHER * held[pair][0], OFTEN * held[pair][1])]
        if not sides:
            break
        _, (first, second) = max(sides)
        phrase = [*phrase, second] if first == phrase[-1] else [first, *phrase]
    return phrase


def _continues(pair: Pair, phrase: list[str], used: set[str]) -> bool:
    first, second = pair
    after = first == phrase[-1] and second not in used and second not in phrase
    return after or (second == phrase[0] and first not in used and first not in phrase)


def _held_against(
    pairs: Mapping[str, int], here: Sequence[Sequence[str]], there: Sequence[Sequence[str]]
) -> pd.DataFrame:
    """The phrases as `topic.log_odds` tells them, counted in both, in their order."""
    before = Counter[str]()
    for words in there:
        text = f" {' '.join(words)} "
        before.update(phrase for phrase in pairs if f" {phrase} " in text)
    counts = pd.DataFrame({"mentions": pairs, "before": {phrase: before[phrase] for phrase in pairs}}, dtype=float)
    totals = [float(sum(map(len, messages))) for messages in (here, there)]
    return topic.log_odds(counts.loc[list(pairs)], *totals) if pairs else topic.NO_TERMS


def spoken_small_words(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Words that bind others and tell no matter, of the languages spoken in the table `on_topic`."""
    spoken = connection.execute(
        "SELECT lang FROM on_topic WHERE lang IS NOT NULL GROUP BY lang"
        f" HAVING count(*) >= {SPOKEN} * (SELECT count(*) FROM on_topic) ORDER BY lang"
    ).fetchall()
    return frozenset(word for (lang,) in spoken for word in small_words(lang))


def _said(connection: duckdb.DuckDBPyConnection, relation: str, bounds: Mapping[str, object]) -> list[list[str]]:
    """The words of the sentences of READ messages, in the order they were said."""
    rows = connection.execute(
        rf"""
        SELECT {SAID_SQL} FROM (
            SELECT NULL AS title, unnest(string_split_regex(concat_ws(chr(10), title, text), '[.,;:!?…]+\s|\n')) AS text
            FROM (SELECT title, text FROM {relation} ORDER BY hash(platform, id), platform, id LIMIT {READ}))
        """,
        dict(bounds),
    ).fetchall()
    return [words for (words,) in rows]
