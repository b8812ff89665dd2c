"""The tone of a message, from words alone: English only, and never the only ground of a judgement.

VADER (Hutto & Gilbert 2014, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text"). It
does not hear irony, and reads other languages by accident, so those are not scored.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

#: The authors' own bounds for negative and positive (VADER's documentation).
NEGATIVE, POSITIVE = -0.05, 0.05


@cache
def _analyzer() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@lru_cache(maxsize=100_000)
def polarity(text: str, lang: str | None) -> float | None:
    """From -1 (negative) to 1 (positive); None where the message is not known to be English."""
    if lang != "en":
        return None
    return float(_analyzer().polarity_scores(text[:2000])["compound"])


def shares(rows: Iterable[tuple[str, str | None]]) -> tuple[float | None, float | None, float | None]:
    """Of messages as (text, lang): the share that was scored, and of those the negative and the positive share."""
    scores = [polarity(text, lang) for text, lang in rows]
    known = [score for score in scores if score is not None]
    if not scores:
        return None, None, None
    if not known:
        return 0.0, None, None
    negative = sum(score <= NEGATIVE for score in known) / len(known)
    positive = sum(score >= POSITIVE for score in known) / len(known)
    return len(known) / len(scores), negative, positive
