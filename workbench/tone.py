"""How a message is meant towards the brand, in six languages: from words, phrases and signs alone, each one readable.

Weighted words with negation and boosters as in VADER (Hutto & Gilbert 2014) and SO-CAL (Taboada et al. 2011, "Lexicon-based
methods for sentiment analysis"); phrases in which customers complain, which general lexicons lack; irony as praise
before trouble (Riloff et al. 2013, "Sarcasm as contrast between a positive sentiment and negative situation"). Grief
is no hostility: it is kept apart and never counts against the brand. Other languages are not scored.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from workbench import language
from workbench.lexicon import (
    ANGRY, ASKS, BUT, GAP, GRIEF, HELP, IRONIC, LANGUAGES, LAUGH, LESS, MENDED, MORE, NOT, QUESTION, STOP,
    Lexicon, Phrase, Word, lexicon,
)  # fmt: skip

Tone = Literal["negative", "neutral", "positive"]

#: Bounds of `polarity`: at or below negative, at or above positive.
NEGATIVE, POSITIVE = -0.25, 0.25
#: Only so much of a message is read: what it is about stands at its beginning.
READ = 1500
#: Evidence up to this weight is a hint (a "no", a "still"): many of them count no more than HINTS together.
HINT, HINTS = 0.6, 1.6
#: Trouble from this weight on turns the praise before it into irony.
TROUBLE = -1.4
#: Words after a negation that it turns round: of a positive word, of a negative one.
REACH, SHORT_REACH = 4, 2

_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|[@＠][\w.-]+|^rt\b:?|\bvia\b\s*$")
_SIGNS = r"[:;=][-o]?[)(\]\[dp/|]+|<3|[?!]+|[.,;:…\n]+|[\U0001F300-\U0001FAFF☀-➿❤]"
_TOKEN = re.compile(rf"[^\W_]+(?:'[^\W_]+)*|{_SIGNS}")
#: French writes "n'est" for two words.
_ELIDED = re.compile(rf"[^\W_]+'?|{_SIGNS}")


class Evidence(NamedTuple):
    """One thing said: at which word, how much it weighs towards the brand, of which kinds it is."""

    place: int
    weight: float
    kinds: int


@dataclass(frozen=True)
class Reading:
    """What the words of one message tell.

    `score`: weights towards the brand, summed; `grief`: it mourns; `help`: it calls for help; `asks`: it asks a question;
    `angry`: it is hostile, not only displeased.
    """

    score: float
    grief: bool
    help: bool
    asks: bool
    angry: bool

    @property
    def polarity(self) -> float:
        """From -1 to 1."""
        return self.score / (self.score * self.score + 15) ** 0.5

    @property
    def tone(self) -> Tone:
        """Towards the brand."""
        polarity = self.polarity
        return "negative" if polarity <= NEGATIVE else "positive" if polarity >= POSITIVE else "neutral"
