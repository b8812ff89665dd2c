"""Text templates: `{slot}` takes one of a list of words, `(a|b|)` one of the alternatives, which nest.

`{at}`, `{url}` and `{hub}` stay in the text: who is addressed, and how a link looks, depends on the platform.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random

from workbench.casestudy.chance import happens, one_of
from workbench.errors import WorkbenchError

#: A phrase is a row of parts: fixed text, or a choice between phrases.
Phrase = tuple["str | tuple[Phrase, ...]", ...]

#: Filled in when the message is written, not when the template is read.
LATE_SLOTS = ("at", "url", "hub")

#: Scripts in which a word is not a row of letters between blanks, so that typing errors look otherwise.
_NOT_LATIN = ("ar", "he", "ja", "ko", "th", "zh")

_ARTICLE = re.compile(r"\b([Aa]) (?=[aeioAEIO])")
_TOKEN = re.compile(r"[{][a-z_]+[}]|[()|]|[^{}()|]+")


def phrase(template: str, words: Mapping[str, Sequence[str]]) -> Phrase:
    """The template, read. Raises WorkbenchError for a slot that has no words, or an open parenthesis."""
    tokens = _TOKEN.findall(template)
    if "".join(tokens) != template:
        raise WorkbenchError(f"The template {template!r} has a brace that is no slot: write {{name}} in lower case.")
    alternatives, rest = _alternatives(tokens, words, template)
    if rest or len(alternatives) != 1:
        raise WorkbenchError(f"The template {template!r} has a parenthesis or bar too many: balance them.")
    return alternatives[0]


def _alternatives(
    tokens: list[str], words: Mapping[str, Sequence[str]], template: str
) -> tuple[list[Phrase], list[str]]:
    """What stands up to the closing parenthesis, split at the bars, and the tokens after it."""
    done: list[Phrase] = []
    parts: list[str | tuple[Phrase, ...]] = []
    while tokens and tokens[0] != ")":
        token, tokens = tokens[0], tokens[1:]
        if token == "|":
            done.append(tuple(parts))
            parts = []
        elif token == "(":
            inner, tokens = _alternatives(tokens, words, template)
            if not tokens:
                raise WorkbenchError(f"The template {template!r} lacks a closing parenthesis: add it.")
            parts.append(tuple(inner))
            tokens = tokens[1:]
        elif token[0] == "{" and token[1:-1] not in LATE_SLOTS:
            parts.append(_words(token[1:-1], words, template))
        else:
            parts.append(token)
    return [*done, tuple(parts)], tokens


def _words(slot: str, words: Mapping[str, Sequence[str]], template: str) -> tuple[Phrase, ...]:
    if not words.get(slot):
        raise WorkbenchError(f"The template {template!r} asks for {{{slot}}}: add a list of that name to the words.")
    return tuple((word,) for word in words[slot])


def say(rng: Random, spoken: Phrase, lang: str = "en") -> str:
    """One text of the phrase, its blanks tidied; in English *a* before a vowel is made *an*."""
    text = " ".join(_say(rng, spoken).split())
    return _ARTICLE.sub(r"\1n ", text) if lang == "en" else text


def _say(rng: Random, spoken: Phrase) -> str:
    if len(spoken) == 1 and isinstance(spoken[0], str):
        return spoken[0]
    return "".join(part if isinstance(part, str) else _say(rng, one_of(rng, part)) for part in spoken)


def roughen(rng: Random, text: str, lang: str, endings: Sequence[str]) -> str:
    """The text as typed in haste: now and then two letters swapped, no capitals, or an ending that adds stress."""
    if happens(rng, 0.05) and lang not in _NOT_LATIN:
        text = _mistyped(rng, text)
    if happens(rng, 0.12):
        text = " ".join(word if word[:1] in "@{:" else word.lower() for word in text.split())
    if happens(rng, 0.06):
        text += one_of(rng, endings)
    return text


def _mistyped(rng: Random, text: str) -> str:
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    at = one_of(rng, long)
    word, cut = words[at], 1 + int(rng.random() * (len(words[at]) - 3))
    words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)
