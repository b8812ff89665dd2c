"""The words of six languages that tell how a message is meant: one hand-written file a language, read once.

A file gives weights towards the brand (`[weights]`, -3 to 3) and kinds (`[kinds]`). An entry is a word or a phrase;
`*` ends a stem, `…` stands for up to three words between. Accents and repeated letters don't matter, as people leave
out the first and pile up the second.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LANGUAGES: tuple[str, ...] = ("en", "es", "de", "fr", "pt", "lv")
#: A `…` after folding.
GAP_SIGN = "..."
#: Letters of the word that a run-together hashtag has to begin with.
TAG_START = 4
#: Words remembered a language; a flood of made-up ones must not fill the memory.
REMEMBERED = 200_000

#: What an entry does beside its weight, as bits: the lists under `[kinds]` in the files.
NOT, MORE, LESS, BUT, DESPITE, IRONIC, LAUGH, GRIEF, HELP, ASKS, MENDED, ANGRY, YOU, EVENT, GESTURE, MINE = (
    1 << bit for bit in range(16)
)
#: Of our own making: the end of a clause; an entry that denies in itself, so that a "not" before it doesn't turn it.
STOP, DENIES = 1 << 16, 1 << 17
KINDS = {
    "not": NOT, "more": MORE, "less": LESS, "but": BUT, "despite": DESPITE, "ironic": IRONIC, "laugh": LAUGH,
    "grief": GRIEF, "help": HELP, "asks": ASKS, "mended": MENDED, "angry": ANGRY, "you": YOU,
    "event": EVENT, "gesture": GESTURE, "mine": MINE,
}  # fmt: skip

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_REPEATED = re.compile(r"(.)\1{2,}")


class Phrase(NamedTuple):
    """`rest`: the entries that have to follow the first word; `…` is a gap."""

    rest: tuple[str, ...]
    weight: float
    kinds: int


class Word(NamedTuple):
    """What one written word means: by itself (`weight`, `kinds`), and in phrases.

    `keys`: the parts of phrases that it can stand for; `phrases`: those it may begin, by the part that has to follow,
    `GAP_SIGN` where others may stand between. `may_ask`: it asks, by itself or in one of these phrases.
    """

    weight: float
    kinds: int
    keys: frozenset[str]
    phrases: dict[str, tuple[Phrase, ...]]
    may_ask: bool


@dataclass(frozen=True)
class Entries:
    """A lexicon file: single words, stems and phrases by their first word; `listed` is each word or stem of them,
    `starts` their first two letters.
    """

    words: dict[str, tuple[float, int]]
    phrases: dict[str, tuple[Phrase, ...]]
    parts: frozenset[str]
    listed: frozenset[str]
    starts: frozenset[str]
    longest_stem: int


class Lexicon(dict[str, "Word | None"]):
    """Looks up a lower-case word as written; None for one that tells nothing. It remembers what it worked out."""

    def __init__(self, lang: str) -> None:
        """The lexicon of one of LANGUAGES."""
        super().__init__()
        self.lang = lang
        self.entries = _entries(lang)

    def __missing__(self, word: str) -> Word | None:
        """The meaning of a word that was not asked for before."""
        if len(self) >= REMEMBERED:
            self.clear()
        if word.startswith("#"):
            self[word] = self._tag(word[1:])
            return self[word]
        found = None
        forms = (word, *(_REPEATED.sub(kept, word) for kept in (r"\1\1", r"\1"))) if _REPEATED.search(word) else (word,)
        for form in dict.fromkeys(forms):
            found = self._meaning(fold(form, self.lang))
            if found:
                break
        self[word] = found
        return found

    def _tag(self, tag: str) -> Word | None:
        """A hashtag's meaning: its own, or that of the word that it begins with, as in #worstservice."""
        whole = self[tag] if tag else None
        if whole and whole.weight:
            return whole
        for end in range(len(tag) - 1, TAG_START - 1, -1):
            weight, kinds = self.entries.words.get(fold(tag[:end], self.lang), (0.0, 0))
            if abs(weight) > 1:
                return Word(weight, kinds, frozenset(), {}, bool(kinds & ASKS))
        return whole

    def _meaning(self, word: str) -> Word | None:
        if word[0] in "?!¿¡؟？！":
            asked = any(sign in word for sign in "?¿؟？")
            return Word(-0.5 if asked and len(word) > 1 else 0.0, (ASKS if asked else 0) | STOP, frozenset(), {}, asked)
        if word[0] in ".,;:\n" and word not in self.entries.words:
            return Word(0.0, STOP, frozenset(), {}, False)
        entries = self.entries
        if word[:2] not in entries.starts:
            return None
        stems = [f"{word[:end]}*" for end in range(min(len(word), entries.longest_stem), 1, -1)]
        forms = [form for form in (word, *stems) if form in entries.listed]
        if not forms:
            return None
        keys = frozenset(form for form in forms if form in entries.parts)
        weight, kinds = next((entries.words[form] for form in forms if form in entries.words), (0.0, 0))
        phrases: dict[str, tuple[Phrase, ...]] = {}
        for form in forms:
            for phrase in entries.phrases.get(form, ()):
                phrases[phrase.rest[0]] = (*phrases.get(phrase.rest[0], ()), phrase)
        if not (keys or weight or kinds or phrases):
            return None
        said = [kinds, *(phrase.kinds for group in phrases.values() for phrase in group)]
        return Word(weight, kinds, keys, phrases, any(kind & ASKS for kind in said))


@cache
def lexicon(lang: str) -> Lexicon:
    """The lexicon of `lang`, one of LANGUAGES."""
    return Lexicon(lang)


def fold(text: str, lang: str) -> str:
    """`text` in lower case without accents; German umlauts become two letters, as people type them."""
    lower = text.lower()
    if lang == "de":
        lower = lower.translate(_UMLAUTS)
    if lower.isascii():
        return lower
    return "".join(sign for sign in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(sign))


def _entries(lang: str) -> Entries:
    words: dict[str, tuple[float, int]] = {}
    phrases: dict[str, list[Phrase]] = {}
    for entry, (weight, kinds) in _listed(lang).items():
        first, *rest = entry.split()
        if rest:
            phrases.setdefault(first, []).append(Phrase(tuple(rest), weight, kinds))
        else:
            words[first] = (weight, kinds)
    parts = frozenset(part for group in phrases.values() for phrase in group for part in phrase.rest)
    listed = parts.union(words, phrases)
    longest = max((len(part) - 1 for part in listed if part.endswith("*")), default=0)
    starts = frozenset(part[:2] for part in listed)
    return Entries(words, {first: tuple(group) for first, group in phrases.items()}, parts, listed, starts, longest)


def _listed(lang: str) -> dict[str, tuple[float, int]]:
    """Every entry of the file of `lang` and of the signs common to all, with its weight and kinds."""
    listed: dict[str, tuple[float, int]] = {}
    for name in ("signs", lang):
        content = tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
        for number, group in content.get("weights", {}).items():
            for entry in _split(group, lang):
                listed[entry] = (float(number), listed.get(entry, (0.0, 0))[1])
        for kind, group in content.get("kinds", {}).items():
            for entry in _split(group, lang):
                weight, kinds = listed.get(entry, (0.0, 0))
                listed[entry] = (weight, kinds | KINDS[kind])
    return {
        entry: (
            _at_least(entry, weight, listed),
            kinds | _denies(entry, weight, listed, lang) | _as_angry(entry, weight, listed),
        )
        for entry, (weight, kinds) in listed.items()
    }


def _at_least(entry: str, weight: float, listed: dict[str, tuple[float, int]]) -> float:
    """`weight`, or that of the strongest word in the phrase where it points the same way."""
    own = [listed[word][0] for word in entry.split() if word in listed and listed[word][0] * weight > 0]
    return max([weight, *own], key=abs)


def _as_angry(entry: str, weight: float, listed: dict[str, tuple[float, int]]) -> int:
    """ANGRY for a complaint in several words one of which is."""
    return ANGRY if weight < 0 and any(listed.get(word, (0.0, 0))[1] & ANGRY for word in entry.split()) else 0


def _denies(entry: str, weight: float, listed: dict[str, tuple[float, int]], lang: str) -> int:
    """DENIES for a complaint that begins with a "not" of its own ("not working"; in Latvian it is one word)."""
    first, *rest = entry.split()
    denied = (rest and listed.get(first, (0.0, 0))[1] & NOT) or (lang == "lv" and entry.startswith("ne"))
    return DENIES if weight < 0 and denied else 0


def _split(group: str, lang: str) -> list[str]:
    # An elided word is one of its own: "n'est" is read as "n'" and "est".
    whole = group.replace("'", "' ") if lang == "fr" else group
    return [" ".join(fold(entry, lang).split()) for entry in whole.replace("\n", " ").split(",") if entry.strip()]
