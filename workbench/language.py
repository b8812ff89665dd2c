"""The language of a message: what the platform says, else its script, else the small words of languages; or none.

The last weighs function words (Grefenstette 1995, "Comparing two language identification schemes") and word endings. It
needs no model, and abstains by a margin: detectors of letter pairs take "ok lol" for Javanese. Neighbours that are not
read further (Italian, Dutch, Swedish …) are there to be told from the six that are.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from workbench import cores
from workbench.lexicon import LANGUAGES, REMEMBERED

#: What platforms write where they don't know the language, or where there is none.
UNKNOWN = frozenset({"und", "zxx", "mul", "mis", "qam", "qct", "qht", "qme", "qst", "art"})
RENAMED = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro", "nb": "no", "nn": "no"}
#: Only so much of a message is read.
READ = 400
#: The winner needs this much evidence, and this much more than the next: one small word that only it has will do.
LEAST, MARGIN = 0.9, 0.25
#: A neighbour is rarer than the six, and has to show more.
RARER = 0.85
#: A word's ending tells less than a word of its own, and a letter less still.
ENDING, LETTER = 0.6, 0.4

_SUBTAG = re.compile(r"([a-z]{2,3})(?:[-_].*)?")
_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|[@＠#][\w.-]+|^rt\b:?")
_LATIN_WORD = re.compile(r"[a-zß-öø-ÿā-ž]+'?")
_OTHER_LETTER = re.compile(r"[\u0370-\u1cff\u2d00-\u2dff\u3040-\ud7ff\uf900-\ufaff]")

#: Scripts that one language has for itself, by the first word of a letter's Unicode name.
SCRIPTS = {
    "HANGUL": "ko", "THAI": "th", "GREEK": "el", "HEBREW": "he", "GEORGIAN": "ka", "ARMENIAN": "hy", "BENGALI": "bn",
    "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa",
    "SINHALA": "si", "KHMER": "km", "LAO": "lo", "MYANMAR": "my", "ETHIOPIC": "am", "CJK": "zh",
}  # fmt: skip
#: Where several languages share a script: letters that only some of them use, tried in this order.
SHARED = {
    "CYRILLIC": (("uk", "їєґ"), ("be", "ў"), ("ru", "ыэё"), ("sr", "ђћџљњј"), ("bg", "ъ")),
    "ARABIC": (("ur", "ٹڈڑےں"), ("fa", "پچژگ"), ("ar", "ةىيكهأإ")),
    "DEVANAGARI": (("mr", "ळ"), ("hi", "ािे")),
}


@lru_cache(maxsize=20_000)
def guess(text: str, given: str | None) -> str | None:
    """The language of `text` as BCP 47 primary subtag; None where it is too short, or could be several.

    `given` is what the platform says, and comes first where it says anything.
    """
    said = _SUBTAG.fullmatch(given.strip().lower()) if given else None
    if said and said[1] not in UNKNOWN:
        return RENAMED.get(said[1], said[1])
    plain = _NO_WORDS.sub(" ", text[:READ].lower()).replace("’", "'")
    if not plain.isascii():
        others = _OTHER_LETTER.findall(plain)
        if len(others) > 1:
            latin = sum(map(len, _LATIN_WORD.findall(plain)))
            return _by_script(others) if len(others) * 2 > latin else None
    return _by_words(plain)


def guess_all(texts: Sequence[str]) -> list[str | None]:
    """The language of each text, as `guess` tells it of a text alone; equal ones are read once, on every core."""
    return cores.spread(_guesses, texts)


def _guesses(texts: list[str]) -> list[str | None]:
    return [guess(text, None) for text in texts]


def _by_script(letters: list[str]) -> str | None:
    scripts = Counter(unicodedata.name(letter, "").split(" ", 1)[0] for letter in letters)
    # Japanese writes its words in Chinese signs, and only what binds them in its own.
    if scripts["HIRAGANA"] + scripts["KATAKANA"]:
        return "ja"
    script = scripts.most_common(1)[0][0]
    return SCRIPTS.get(script) or next(
        (lang for lang, own in SHARED.get(script, ()) if any(letter in own for letter in letters)), None
    )


def _by_words(plain: str) -> str | None:
    known = _known()
    scores: dict[str, float] = {}
    for word in _LATIN_WORD.findall(plain):
        for lang, weight in known[word]:
            scores[lang] = scores.get(lang, 0.0) + weight
    if not plain.isascii():
        held: dict[str, int] = {}
        for letter in known.letters.keys() & set(plain):
            for lang in known.letters[letter]:
                held[lang] = held.get(lang, 0) + 1
        for lang, letters in held.items():
            scores[lang] = scores.get(lang, 0.0) + min(letters, 3) * LETTER
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < LEAST:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= MARGIN else None


class _Words(dict[str, tuple[tuple[str, float], ...]]):
    """By word, the languages that it speaks for, and how much; it remembers what it worked out."""

    def __init__(self, small: dict[str, list[str]], endings: dict[str, tuple[str, ...]], letters: dict[str, list[str]]):
        super().__init__()
        self.small, self.endings, self.letters = small, endings, letters

    def __missing__(self, word: str) -> tuple[tuple[str, float], ...]:
        if len(self) >= REMEMBERED:
            self.clear()
        langs, weight = self.small.get(word, []), min(len(word), 3) / 3
        if not langs and len(word) > 4:
            langs, weight = [lang for lang, endings in self.endings.items() if word.endswith(endings)], ENDING
        shared = weight / max(len(langs), 1) ** 0.5
        self[word] = tuple((lang, shared if lang in LANGUAGES else shared * RARER) for lang in langs)
        return self[word]


def small_words(lang: str) -> list[str]:
    """The small and very common words of a language, that tell it from others and nothing else; none of an unknown."""
    return str(_listed()["small_words"].get(lang, "")).split()


@cache
def _listed() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("workbench.lexicon") / "languages.toml").read_text(encoding="utf-8"))


@cache
def _known() -> _Words:
    content = _listed()
    small: dict[str, list[str]] = {}
    for lang, words in content["small_words"].items():
        for word in words.split():
            small.setdefault(word, []).append(lang)
    endings = {lang: tuple(group.split()) for lang, group in content["endings"].items()}
    letters: dict[str, list[str]] = {}
    for lang, own in content["letters"].items():
        for letter in dict.fromkeys(own):
            letters.setdefault(letter, []).append(lang)
    return _Words(small, endings, letters)
