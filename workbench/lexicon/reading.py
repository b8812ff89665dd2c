"""What the words of one message tell, by one lexicon.

Weighted words with negation and stress as in VADER (Hutto & Gilbert 2014) and SO-CAL (Taboada et al. 2011,
"Lexicon-based methods for sentiment analysis"); irony as praise before trouble (Riloff et al. 2013, "Sarcasm as
contrast between a positive sentiment and negative situation").
"""

from __future__ import annotations

import html
import math
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal, NamedTuple

from workbench.lexicon import (
    ANGRY,
    ASKS,
    BUT,
    DENIES,
    DESPITE,
    EVENT,
    GAP_SIGN,
    GESTURE,
    GRIEF,
    HELP,
    IRONIC,
    LAUGH,
    LESS,
    MENDED,
    MINE,
    MORE,
    NOT,
    STOP,
    YOU,
    Lexicon,
    Phrase,
    Word,
)

Tone = Literal["negative", "neutral", "positive"]

#: Bounds of `polarity`: at or below negative, at or above positive.
NEGATIVE, POSITIVE = -0.25, 0.25
#: Only so much of a message is read: what it is about stands at its beginning.
READ = 1500
#: Words that a `…` in a phrase may stand for.
GAP = 3
#: Evidence up to this weight is a hint (a "no", a "still"): many of them count no more than HINTS together.
HINT, HINTS = 0.6, 1.4
#: Weights that part what is counted apart (see `Reading.strengths`), and the most that is counted, in halves.
STEPS, MOST_COUNTED = (HINT, 1.2, 1.7, 2.4), 1.5
#: Who tells the brand about itself, or of themselves ("you", "my"; no question), and hints at trouble complains: least
#: hint, what it adds.
HINTED, ADDRESSED = 0.4, 0.65
#: Trouble from this weight on turns the praise before it into irony.
TROUBLE = -1.4
#: Who mourns is read as hostile to the brand only from this weight on.
HOSTILE = 3.0
#: Words after a negation that it turns round: of a positive word (or one after "despite"), of a negative one.
REACH, SHORT_REACH = 4, 2
#: Kinds that change what stands near, and say nothing themselves.
SCOPES = STOP | NOT | MORE | LESS | DESPITE
NEVER = -9

_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|pic\.twitter\.com/\S+|[@＠][\w.-]+:?|^\s*rt\b:?", re.IGNORECASE)
#: What any of these begins with, sooner found.
_MARKED = re.compile(r"[@＠]|http|www|pic\.|^\s*rt\b", re.IGNORECASE)
_SIGNS = r"[:;=][-o]?[)(\]\[dp/|]+|<3|[?!¿¡؟？！]+|[.,;:…\n]+|[\U0001F300-\U0001FAFF☀-➿❤]"
_TOKEN = re.compile(rf"#?[^\W_]+(?:'[^\W_]+)*|{_SIGNS}")
#: French writes "n'est" for two words.
_ELIDED = re.compile(rf"#?[^\W_]+'?|{_SIGNS}")
#: What a model is not told: hashtags (those listed it hears of as hints), numbers, and the stops after words.
_UNTOLD = re.compile(r"#\w+|\d+(?:[.,:]\d+)*[.,:;]*|(?<=\w)[.,:;]+(?=\s|$)")
#: "#PoorService" is two words.
_TAG, _HUMP = re.compile(r"#\w+"), re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")


#: One thing said: after how many words, how much it weighs towards the brand, of which kinds it is.
Evidence = tuple[int, float, int]


class Reading(NamedTuple):
    """What the words of a message tell.

    `score`: weights towards the brand, summed; `grief`: it mourns; `help`: it calls for help; `asks`: it asks;
    `angry`: it is hostile, not only displeased; `personal`: somebody speaks of themselves, or to somebody; `found`:
    what all this rests on.
    """

    score: float
    grief: bool
    help: bool
    asks: bool
    angry: bool
    personal: bool
    found: tuple[Evidence, ...] = ()

    @property
    def polarity(self) -> float:
        """From -1 to 1; the scale is VADER's."""
        return self.score / math.sqrt(self.score * self.score + 15)

    @property
    def foreseen(self) -> Tone:
        """The tone towards the brand by these words alone."""
        polarity = self.polarity
        return "negative" if polarity <= NEGATIVE else "positive" if polarity >= POSITIVE else "neutral"

    def strengths(self) -> list[float]:
        """What a model is told of these words: the sum, the kinds, whether praise that may be irony stands before
        anything bad, how many weigh how much, and the heaviest.
        """
        counts, lowest, highest = [0.0] * (2 * len(STEPS) + 1), 0.0, 0.0
        opened = ironic = False
        for _, weight, kinds in self.found:
            step = bisect_left(STEPS, abs(weight))
            opened |= weight > 0 and bool(kinds & IRONIC)
            if weight < 0:
                ironic |= opened
                lowest = min(lowest, weight)
                counts[step] += 0.5
            elif step:
                highest = max(highest, weight)
                counts[len(STEPS) + step] += 0.5
        polarity, foreseen = self.polarity, self.foreseen
        flags = (
            foreseen == "negative",
            foreseen == "positive",
            self.grief,
            self.asks,
            self.personal,
            self.angry,
            ironic,
        )
        some = [min(count, MOST_COUNTED) for count in counts]
        return [polarity, max(polarity, 0.0), *map(float, flags), *some, lowest / 3, highest / 3]


def tokens(text: str, elided: bool = False) -> list[str]:
    """The words, emoji and marks of `text`, lower-case; links and handles left out. `elided`: part "n'est" in two."""
    plain = text[:READ]
    if "#" in plain:
        plain = _TAG.sub(lambda tag: _HUMP.sub(" ", tag[0]), plain)
    return (_ELIDED if elided else _TOKEN).findall(worded(plain.lower().replace("’", "'")))


def worded(text: str) -> str:
    """`text` as far as it is read, without links, handles and the sign of a repost; entities of markup resolved."""
    plain = html.unescape(text[:READ]) if "&" in text else text[:READ]
    return _NO_WORDS.sub(" ", plain) if _MARKED.search(plain) else plain


def told(text: str) -> str:
    """What a model is told of `text`: its words and signs, so that neither a number nor a final stop tips it."""
    return _UNTOLD.sub(" ", worded(text))


def may_ask(said: list[str], words: Lexicon) -> bool:
    """Whether one of the tokens asks, or begins a phrase that does: without one the message asks nothing."""
    return any(word is not None and word.may_ask for word in map(words.__getitem__, said))


def evidence(said: list[str], words: Lexicon) -> list[Evidence]:
    """What the tokens say, in order, with negation and stress taken in."""
    found: list[Evidence] = []
    negated = stressed = despite = NEVER
    stress = 1.0
    for place, weight, kinds in _entries([*map(words.__getitem__, said)]):
        if weight > 0 or weight < -HINT:
            if place - stressed <= 2:
                weight *= stress
            if weight < 0 and place - despite <= REACH:
                weight *= 0.4
            if place - negated <= (REACH if weight > 0 else SHORT_REACH) and not kinds & DENIES:
                weight *= -0.9 if weight > 0 else -0.4
                negated = NEVER
        if kinds & SCOPES:
            negated = place if kinds & NOT else NEVER if kinds & STOP else negated
            despite = place if kinds & DESPITE else despite
            if kinds & (MORE | LESS):
                stressed, stress = place, 1.3 if kinds & MORE else 0.7
        if weight or kinds & ~(SCOPES | DENIES):
            found.append((place, weight, kinds))
    return found


def weigh(found: list[Evidence]) -> Reading:
    """The evidence taken together."""
    kinds = 0
    for _, _, kind in found:
        kinds |= kind
    score = hints = 0.0
    for weight in (
        _in_context(found, kinds) if kinds & (IRONIC | MENDED | BUT | GRIEF) else [weight for _, weight, _ in found]
    ):
        if -HINT <= weight <= 0:
            hints += weight
        else:
            score += weight
    score += max(hints, -HINTS)
    if kinds & (YOU | MINE) and not kinds & ASKS and score <= -HINTED:
        score -= ADDRESSED
    if score > 0 and kinds & ASKS:
        # A thank-you beside a question is manners.
        score *= 0.6
    grief = bool(kinds & GRIEF)
    if grief and score > -HOSTILE:
        score = 0.0
    angry, personal = score < 0 and bool(kinds & ANGRY), bool(kinds & (YOU | MINE))
    return Reading(score, grief, bool(kinds & HELP), bool(kinds & ASKS), angry, personal, tuple(found))


def _in_context(found: list[Evidence], kinds: int) -> list[float]:
    """The weights as they count beside the rest: irony turned, what was mended forgiven, "but" minded."""
    mended = max((place for place, weight, kind in found if kind & MENDED and weight > 0), default=NEVER)
    but = max((place for place, _, kind in found if kind & BUT), default=NEVER)
    trouble = max((place for place, weight, _ in found if weight <= TROUBLE), default=NEVER)

    def before(place: int, kind: int) -> bool:
        """Whether it stands before trouble, and no "but" between; a closing gesture means what goes before it."""
        return bool(kind & GESTURE) or (place < trouble and not place < but < trouble)

    weights = []
    for place, weight, kind in found:
        if kinds & GRIEF and kind & EVENT:
            weight = 0.0
        elif weight > 0 and kind & IRONIC and (kinds & LAUGH or (mended < trouble and before(place, kind))):
            weight *= -0.7
        elif weight < -HINT and place < mended:
            weight *= 0.3
        elif weight and but > 0:
            weight *= 0.6 if place < but else 1.2
        weights.append(weight)
    return weights


def _entries(meant: list[Word | None]) -> Iterator[tuple[int, float, int]]:
    """Place, weight and kinds of each word that tells something, and of phrases as wholes."""
    last, beyond = len(meant) - 1, 0
    for place, word in enumerate(meant):
        if word is None or place < beyond:
            continue
        weight, kinds, _, phrases, _ = word
        if phrases and place < last:
            following = meant[place + 1]
            if GAP_SIGN in phrases or (following is not None and not following.keys.isdisjoint(phrases)):
                phrase, end = _furthest(phrases, meant, place + 1)
                if phrase:
                    weight, kinds, beyond = phrase.weight, phrase.kinds, end
        yield place, weight, kinds


def _furthest(
    phrases: dict[str, tuple[Phrase, ...]], meant: list[Word | None], index: int
) -> tuple[Phrase | None, int]:
    """The phrase that goes on at `index` and reaches furthest, and where it ends."""
    following = meant[index]
    keys = [] if following is None else [key for key in following.keys if key in phrases]
    if GAP_SIGN in phrases:
        keys.append(GAP_SIGN)
    ends = [(end, phrase) for key in keys for phrase in phrases[key] if (end := _end(phrase, meant, index))]
    # Of two that reach as far, the one with more words says more; then the alphabet, so that no hash decides.
    end, phrase = max(ends, key=lambda found: (found[0], len(found[1].rest), found[1].rest), default=(index, None))
    return phrase, end


def _end(phrase: Phrase, meant: list[Word | None], index: int) -> int | None:
    """The place after `phrase`, whose first word stands before `index`; None where it does not stand there."""
    gap = 0
    for part in phrase.rest:
        if part == GAP_SIGN:
            gap = GAP
            continue
        while index < len(meant):
            word = meant[index]
            index += 1
            if word is not None and part in word.keys:
                break
            if not gap or (word is not None and word.kinds & STOP):
                return None
            gap -= 1
        else:
            return None
        gap = 0
    return index
