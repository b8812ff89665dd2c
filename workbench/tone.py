"""How a message is meant towards the brand, in six languages: from words, phrases and signs, and from what was learned.

What weighs is written by hand (`workbench/lexicon/`), phrases in which customers complain before all, which general
lexicons lack. Most complaints name no feeling, though: a model that was taught on messages (`workbench.learned`) weighs
the words found beside all others. Grief is no hostility: it is kept apart and never counts against the brand. Messages
in other languages are not scored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from workbench import cores, language, learned, meaning
from workbench.lexicon import GRIEF, HELP, LANGUAGES, lexicon
from workbench.lexicon.reading import HINT, HOSTILE, READ, Reading, Tone, evidence, may_ask, tokens, told, weigh

__all__ = [
    "LANGUAGES", "TONES", "Reading", "Tone", "asks", "asks_for_help", "complains", "hints", "of", "read",
    "read_closely", "reading", "shares", "troubled",
]  # fmt: skip

TONES: tuple[Tone, ...] = ("negative", "neutral", "positive")
#: Words that weigh so much are believed, without asking the model.
SURE = 0.5
#: What is read closely takes so long that fewer messages are worth another core.
WORTHWHILE = 200
#: Messages whose tone is remembered.
REMEMBERED = 200_000

_QUESTION = re.compile(r"[?¿؟？]")
_LINK = re.compile(r"https?://\S+|www\.\S+")


def read(texts: Sequence[str], langs: Sequence[str | None]) -> list[Tone | None]:
    """The tone of each message towards the brand; None where it is not scored: another language, or nothing to read.

    A language that is not given is guessed from the text. Equal messages are read once, many of them on every core.
    Raises ValueError when there are not as many `langs` as `texts`.
    """
    messages = list(zip(texts, langs, strict=True))
    told = {message: _known[message] for message in messages if message in _known}
    if new := [message for message in dict.fromkeys(messages) if message not in told]:
        found = dict(zip(new, cores.spread(_tones, new), strict=True))
        told |= found
        if len(_known) + len(new) > REMEMBERED:
            _known.clear()
        if len(new) <= REMEMBERED:
            _known.update(found)
    return [told[message] for message in messages]


_known: dict[tuple[str, str | None], Tone | None] = {}


def read_closely(texts: Sequence[str], langs: Sequence[str | None]) -> list[Tone | None]:
    """The same, better and slowly: where words leave doubt, what the sentences mean is heeded too.

    Some 30 ms a message and core, so not for whole archives. As `read` tells it where `workbench.meaning` has no model.
    """
    return cores.spread(_close_tones, list(zip(texts, langs, strict=True)), WORTHWHILE)


def _close_tones(messages: list[tuple[str, str | None]]) -> list[Tone | None]:
    return _tones(messages, closely=True)


def _tones(messages: list[tuple[str, str | None]], closely: bool = False) -> list[Tone | None]:
    readings = [reading(*message) for message in messages]
    doubted = [place for place, one in enumerate(readings) if one and abs(one.polarity) < SURE and not _mourns(one)]
    likely = _likely(
        [told(messages[place][0]) for place in doubted], [_strengths(readings[place]) for place in doubted], closely
    )
    found = [None if one is None else "neutral" if _mourns(one) else one.foreseen for one in readings]
    for place, one in zip(doubted, likely, strict=True):
        found[place] = TONES[one.index(max(one))]
    return found


def _likely(texts: list[str], known: list[list[float]], closely: bool) -> list[list[float]]:
    """How likely each text has each of TONES, from what it says and what is `known` of its words."""
    meant = meaning.vectors(texts) if closely else None
    if meant is None:
        return learned.likely_all("tone", texts, known)
    both = [[*one, *more] for one, more in zip(known, meant.tolist(), strict=True)]
    return learned.likely_all("tone_meant", texts, both)


def _mourns(one: Reading) -> bool:
    """Whether somebody mourns who is not furious beside."""
    return one.grief and one.score > -HOSTILE


def _strengths(one: Reading | None) -> list[float]:
    return (one or weigh([])).strengths()


def hints(text: str, lang: str) -> list[float]:
    """What the model is told of the words that are listed; nothing where none can be read."""
    return _strengths(reading(text, lang))


def of(text: str, lang: str | None) -> Tone | None:
    """The tone of one message, as `read` tells it; many are read faster at once."""
    return read([text], [lang])[0]


def shares(rows: Iterable[tuple[str, str | None]]) -> tuple[float | None, float | None, float | None]:
    """Of messages as (text, lang): the share that was scored, and of those the negative and the positive share."""
    pairs = list(rows)
    tones = read([text for text, _ in pairs], [lang for _, lang in pairs])
    known = [one for one in tones if one]
    if not tones:
        return None, None, None
    if not known:
        return 0.0, None, None
    return len(known) / len(tones), known.count("negative") / len(known), known.count("positive") / len(known)


def troubled(text: str, lang: str | None) -> bool | None:
    """Whether something is wrong, with the brand or in the world: negative, mourning or calling for help.

    None where the message is not scored.
    """
    found = reading(text, lang)
    return None if found is None else found.grief or found.help or of(text, lang) == "negative"


def complains(text: str, lang: str | None) -> bool:
    """Whether the message is displeased with the brand; one of unknown language is read as if it were English."""
    return of(text, language.guess(text, lang) or "en") == "negative"


def asks(text: str, lang: str | None) -> bool:
    """Whether the message asks a question: with a question mark of any script, or in words of the six languages."""
    if _QUESTION.search(_LINK.sub(" ", text[:READ])):
        return True
    spoken = language.guess(text, lang) or "en"
    # Most ask nothing, and their first words tell.
    if spoken in LANGUAGES and not may_ask(tokens(text, elided=spoken == "fr"), lexicon(spoken)):
        return False
    found = reading(text, spoken)
    return found is not None and found.asks


def asks_for_help(text: str, lang: str | None) -> bool:
    """Whether the message calls for help: somebody is in danger, locked out, or can't go on alone."""
    found = reading(text, language.guess(text, lang) or "en")
    return found is not None and found.help


@lru_cache(maxsize=100_000)
def reading(text: str, lang: str | None) -> Reading | None:
    """What the words of a message tell; None where it is not scored: another language, or nothing to read."""
    return _read(text, lang)


def _read(text: str, lang: str | None) -> Reading | None:
    spoken = lang if lang in LANGUAGES else language.guess(text, lang)
    said = tokens(text, elided=spoken == "fr")
    worded = any(token[0].isalpha() or token[0] == "#" for token in said)
    if spoken not in LANGUAGES:
        if worded:
            return None
        # Signs alone are read whatever the language.
        spoken = "en"
    found = evidence(said, lexicon(spoken))
    said_so = any(abs(weight) > HINT or kinds & (GRIEF | HELP) for _, weight, kinds in found)
    return weigh(found) if worded or said_so else None
