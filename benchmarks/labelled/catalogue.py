"""Which archives there are: every kind of crisis and decoy, in several languages and volumes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.labelled.texts import language
from workbench.casestudy.chance import draw, happens, one_of, weighted

#: How many archives of each kind there are among 210.
KINDS: dict[str, int] = {
    "post": 12, "defect": 8, "outage": 14, "disaster": 8, "rumour": 10, "breach": 9, "scandal": 8, "food": 9,
    "misconduct": 8, "price": 8, "boycott": 7, "known-defect": 7, "industry": 5,
    "waves": 6, "twins": 6, "running": 6, "flat": 6, "brief": 7, "long": 5, "campaign": 5,
    "launch": 6, "giveaway": 4, "contest": 4, "match": 6, "sale": 5, "praise": 4, "meme": 4, "bots": 4,
    "backfill": 4, "query-change": 4, "drop": 4, "quiet": 7,
}  # fmt: skip
#: Kinds named after the course of a crisis, with the themes it may have.
COURSES: dict[str, tuple[str, ...]] = {
    "waves": ("scandal", "breach", "boycott", "food", "post"),
    "twins": ("outage", "price", "misconduct", "scandal"),
    "running": ("rumour", "food", "outage", "boycott", "post"),
    "flat": ("outage", "price", "food", "breach"),
    "brief": ("outage", "post", "rumour", "misconduct"),
    "long": ("boycott", "defect", "price", "known-defect"),
    "campaign": ("post", "outage", "misconduct", "food"),
}
#: Kinds that are no crisis.
DECOYS = tuple(list(KINDS)[list(KINDS).index("launch") :])

_LANGUAGES = weighted({"en": 34.0, "es": 14.0, "de": 14.0, "fr": 14.0, "pt": 12.0, "lv": 12.0})
_VOLUMES = weighted({"trickle": 21.0, "small": 44.0, "medium": 28.0, "large": 7.0})
#: Archives in other scripts, by kind and number.
_SCRIPTS = {("outage", 2): "ja", ("rumour", 3): "ru", ("price", 2): "ar", ("launch", 3): "ja"}


@dataclass(frozen=True)
class Entry:
    """One archive to be made: `theme` is what its crisis or burst is about, `languages` the main one first."""

    name: str
    kind: str
    theme: str
    languages: tuple[str, ...]
    volume: str
    seed: int
    number: int

    @property
    def controls(self) -> int:
        """How many other brands of the industry come with it, to tell whether the shock was everybody's."""
        return 2 if self.kind == "industry" or (self.kind == "outage" and self.number % 4 == 1) else 0


def entries(seed: int, count: int) -> Iterator[Entry]:
    """`count` entries; the first ones are one of each kind, later ones fill up the proportions of KINDS."""
    made, turn = 0, 0
    while made < count:
        for kind, quota in KINDS.items():
            if turn % max(KINDS.values()) < quota and made < count:
                yield _entry(seed, made, kind, turn)
                made += 1
        turn += 1


def _entry(seed: int, number: int, kind: str, turn: int) -> Entry:
    own = seed * 1_000_003 + number * 7919
    rng = Random(own)
    theme = one_of(rng, COURSES[kind]) if kind in COURSES else kind
    lang = _SCRIPTS.get((kind, turn)) or draw(rng, _LANGUAGES)
    if not _speaks(lang, theme):
        others = [(other, 1.0) for other in _LANGUAGES.choices if _speaks(other, theme)]
        lang = draw(rng, weighted(others))
    languages: tuple[str, ...] = (lang,)
    if lang in _LANGUAGES.choices and kind != "brief" and happens(rng, 0.14):
        second = "en" if lang != "en" else "es"
        languages = (lang, second) if _speaks(second, theme) else languages
    volume = draw(rng, _VOLUMES)
    if kind == "flat" and volume in ("trickle", "small"):
        volume = "medium"
    if (kind == "brief" and volume == "trickle") or (kind in ("long", "defect") and volume == "large"):
        volume = "small"
    return Entry(f"g{number:03d}_{kind}", kind, theme, languages, volume, own, turn)


def _speaks(lang: str, theme: str) -> bool:
    """Whether the language has words for the theme; collectors' mishaps and quiet weeks need none."""
    said = language(lang)
    if theme in ("backfill", "drop", "quiet"):
        return "talk" in said
    return theme in said["crises"] or ("query" if theme == "query-change" else theme) in said["attention"]
