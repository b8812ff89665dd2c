"""What a burst is about: the words that set it apart, and the messages that are on that topic.

A burst is a mixture of what would have been said anyway and of something new. What is said anyway is known from
ordinary time, so the other part can be learnt by expectation-maximisation (Nigam, McCallum, Thrun & Mitchell 2000,
"Text
classification from labeled and unlabeled documents using EM"; the fixed background follows Zhai & Lafferty 2001). No
word list and no language. Words are then shown by log-odds with an informative Dirichlet prior (Monroe, Colaresi &
Quinn 2008, "Fightin' Words").
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench import own, unspaced
from workbench.language import small_words
from workbench.words import Sample, read, together

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

#: A word in fewer messages than this tells more of one author than of a topic.
MIN_MESSAGES = 4
#: Ordinary messages that may pass for the topic. At the onset, when little is on topic yet, more would drown it.
FALSE_SHARE = 0.003
#: Bounds of the threshold: below the lower a word or two of chance would do; above the upper (some 400 to 1) no doubt
#: is left, and what scores so in ordinary time is the topic's own fore-runners.
LEAST_EVIDENCE, ENOUGH_EVIDENCE = 1.0, 6.0
#: Fewer messages outside a declared window can't tell what sets it apart.
LEAST_ORDINARY = 200
#: Weight of the prior, in words: as if a thousand had been read before (Monroe et al. section 3.3).
PRIOR_WORDS = 1000.0
#: Over-represented at least so much, by the lower bound of the log-odds.
SURELY = 0.7
ROUNDS = 12
#: However the estimate runs, a few messages of either kind are always thought to be there.
LEAST_SHARE = 0.02
TERMS = 40


#: The columns of terms.
NO_TERMS = pd.DataFrame(columns=["term", "mentions", "before", "log_odds", "low", "high"])


@dataclass(frozen=True)
class Topic:
    """The words of a burst.

    `terms`: one row a word, most telling first: term, mentions (on-topic messages of the burst that hold it), before
    (ordinary messages that do), log_odds, low, high (95 %). `weights`: word to its evidence for the topic, a log
    likelihood ratio; a message whose words' weights add up to over `threshold` is on the topic. `share`: of the burst's
    messages, how many are. `phrases`: as `terms`, of words that follow each other (see `naming`).
    """

    terms: pd.DataFrame
    weights: pd.Series
    threshold: float
    share: float
    phrases: pd.DataFrame = field(default_factory=lambda: NO_TERMS)


#: Every message is on the topic: for an archive that holds one matter and nothing else.
EVERYTHING = Topic(NO_TERMS, pd.Series(dtype=float), -1.0, 1.0)


def find(burst: Sample, ordinary: Sample, surplus: float, own_words: tuple[str, ...] = ()) -> Topic:
    """The topic of the messages in `burst`, of which a share of `surplus` would not have come in `ordinary` time.

    `own_words` (the brand's names) say nothing. Where no word is said, as in an archive without texts, it is
    EVERYTHING.
    """
    words, here, there = together(burst, ordinary, MIN_MESSAGES, own_words)
    if not len(words):
        return EVERYTHING
    weights = _separate(here, there, min(max(surplus, LEAST_SHARE), 1 - LEAST_SHARE))
    scores = there @ weights
    chance = float(np.quantile(scores, 1 - FALSE_SHARE)) if len(scores) else LEAST_EVIDENCE
    threshold = float(np.clip(chance, LEAST_EVIDENCE, ENOUGH_EVIDENCE))
    on_topic = here @ weights > threshold
    terms = unspaced.joined(_log_odds(here[on_topic], there, words), here[on_topic], words)
    return Topic(terms, pd.Series(weights, words), threshold, float(on_topic.mean()) if len(on_topic) else 0.0)


def of_words(words: tuple[str, ...]) -> Topic:
    """The topic of all messages that hold one of `words`, as people name it."""
    weights: dict[str, float] = {}
    for word in words:
        # A word that is held in pieces is there when all of them are.
        pieces = unspaced.pieces(word.lower())
        weights |= {piece: max((ENOUGH_EVIDENCE + 1) / len(pieces), weights.get(piece, 0.0)) for piece in pieces}
    terms = pd.DataFrame({"term": [word.lower() for word in words]})
    return Topic(terms, pd.Series(weights, dtype=float), ENOUGH_EVIDENCE, 0.0)


def described(
    topic: Topic,
    connection: duckdb.DuckDBPyConnection,
    bounds: tuple[pd.Timestamp, pd.Timestamp],
    ordinary: Sample,
    mentions: int,
    own_words: tuple[str, ...],
) -> Topic:
    """`topic` with the words and the share of what `mark` found on it within `bounds`, where they were not learnt."""
    inside = {"since": bounds[0], "until": bounds[1]}
    count = connection.execute(
        "SELECT count(*) FROM on_topic WHERE created_at >= $since AND created_at <= $until", inside
    ).fetchall()[0][0]
    share = count / mentions if mentions else 0.0
    if "mentions" in topic.terms and len(topic.terms):
        return replace(topic, share=share)
    return replace(retold(topic, connection, bounds, ordinary, own_words), share=share)


def retold(
    topic: Topic,
    connection: duckdb.DuckDBPyConnection,
    bounds: tuple[pd.Timestamp, pd.Timestamp],
    ordinary: Sample,
    own_words: tuple[str, ...],
) -> Topic:
    """`topic` with the words of all that `mark` found on it within `bounds`, held against `ordinary` time."""
    inside = {"since": bounds[0], "until": bounds[1]}
    said = read(connection, "created_at >= $since AND created_at <= $until", inside, own.OTHERS_ON_TOPIC)
    words, here, there = together(said, ordinary, MIN_MESSAGES, own_words)
    if len(ordinary.hours) < LEAST_ORDINARY:
        spoken = connection.execute(
            "SELECT lang FROM on_topic WHERE lang IS NOT NULL GROUP BY lang"
            " HAVING count(*) >= 0.05 * (SELECT count(*) FROM on_topic) ORDER BY lang"
        ).fetchall()
        terms = _commonest(here, words, {word for (lang,) in spoken for word in small_words(lang)})
    else:
        terms = _log_odds(here, there, words)
    return replace(topic, terms=unspaced.joined(terms, here, words))


def _commonest(here: Any, words: pd.Index, small: set[str]) -> pd.DataFrame:
    """The words of the most messages, where there is nothing to hold them against.

    `small` words of a language say nothing, nor do the very commonest: they are what the archive was searched for.
    """
    counts = pd.Series(np.asarray(here.sum(axis=0)).ravel(), words)[~words.isin(small)]
    telling = counts[counts < 0.25 * here.shape[0]].sort_values(ascending=False, kind="stable").head(TERMS)
    table = pd.DataFrame({"term": telling.index, "mentions": telling.to_numpy(), "before": 0})
    return table.assign(log_odds=np.nan, low=np.nan, high=np.nan).astype({"mentions": int, "term": str})


def _separate(here: Any, there: Any, prior: float) -> NDArray[np.float64]:
    """Each word's log likelihood ratio, topic against background. `prior`: the share of `here` that may be on topic."""
    counts = np.asarray(there.sum(axis=0)).ravel()
    belongs = np.full(here.shape[0], prior)
    weights = np.zeros(here.shape[1])
    for _ in range(ROUNDS if here.shape[0] else 0):
        usual = (counts + (1 - belongs) @ here + 0.5) / (there.shape[0] + (1 - belongs).sum() + 1)
        # Pulled towards what is usual by a few messages' worth, so that rare words weigh little either way.
        topical = (belongs @ here + 5 * usual) / (belongs.sum() + 5)
        weights = np.log(topical / usual)
        odds = np.clip(here @ weights + np.log(prior / (1 - prior)), -30, 30)
        belongs = 1 / (1 + np.exp(-odds))
        prior = float(np.clip(belongs.mean(), LEAST_SHARE, 1 - LEAST_SHARE))
    return weights


def _log_odds(on_topic: Any, ordinary: Any, words: pd.Index) -> pd.DataFrame:
    """Words of the topic against ordinary time, as `log_odds` tells them."""
    table = pd.DataFrame(
        {"mentions": np.asarray(on_topic.sum(axis=0)).ravel(), "before": np.asarray(ordinary.sum(axis=0)).ravel()},
        words,
    )
    found = log_odds(table, *table.sum())
    kept = found[(found["low"] > SURELY) & (found["mentions"] >= 3)]
    told = kept["mentions"] * kept["low"] ** 2
    return kept.assign(told=-told).sort_values(["told", "term"]).drop(columns="told").head(TERMS).reset_index(drop=True)


def log_odds(counts: pd.DataFrame, here: float, there: float) -> pd.DataFrame:
    """The terms of `counts` (index: term; mentions, before) with log_odds, low, high (95 %), in their order.

    `here`, `there`: words said in all, on the topic and before. Monroe, Colaresi & Quinn 2008, section 3.3.
    """
    both = counts.sum(axis=1) + 0.5
    prior = PRIOR_WORDS * both / max(both.sum(), here + there)
    odds = [
        np.log((counts[side] + prior) / np.maximum(total + PRIOR_WORDS - counts[side] - prior, 0.5))
        for side, total in (("mentions", here), ("before", there))
    ]
    error = np.sqrt(1 / (counts["mentions"] + prior) + 1 / (counts["before"] + prior))
    middle = odds[0] - odds[1]
    table = counts.assign(log_odds=middle, low=middle - 1.96 * error, high=middle + 1.96 * error)
    table = table.rename_axis("term").reset_index()
    return table.astype({"mentions": int, "before": int, "term": str})
