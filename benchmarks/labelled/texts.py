"""The words of a language, from `texts/`: ordinary talk, crises, bursts that are none, and what a brand says.

Every case speaks with a part of them only, so that two archives of one kind do not sound alike.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import yaml

from workbench.casestudy.chance import one_of
from workbench.casestudy.phrase import LATE_SLOTS, phrase, say

T = TypeVar("T")
Words = dict[str, list[str]]

_FOLDER = Path(__file__).with_name("texts")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_WORD = re.compile(r"[^\W_]+")
_ASKS = re.compile("[?¿؟？]")
#: What people add to anything: it makes no two messages quite alike.
_ASIDE = "(||| {aside})"
_PARTS = {"": None, "_crises": "crises", "_attention": "attention"}


@cache
def language(lang: str) -> Mapping[str, Any]:
    """All that `lang` can say: the keys of its file, with `crises` and `attention` beside them."""
    said: dict[str, Any] = {"crises": {}, "attention": {}}
    for ending, key in _PARTS.items():
        file = _FOLDER / f"{lang}{ending}.yml"
        if file.exists():
            found = yaml.safe_load(file.read_text(encoding="utf-8"))
            said |= found if key is None else {key: found}
    return said


def part(rng: Random, among: Sequence[T], share: float, least: int = 2) -> list[T]:
    """About `share` of the items, never under `least` of them, in their order."""
    kept = [rng.random() < share for _ in among]
    while sum(kept) < min(least, len(among)):
        kept[int(rng.random() * len(among))] = True
    return [item for item, keep in zip(among, kept, strict=True) if keep]


def some_words(rng: Random, words: Mapping[str, Sequence[str]], brand: str, share: float = 0.75) -> Words:
    """A part of each list of words, the brand's name put in."""
    return {
        slot: [str(word).replace("{brand}", brand) for word in part(rng, choices, share)]
        for slot, choices in words.items()
    }


def scoped(template: str, scope: str) -> str:
    """The template with its slots in a scope of their own, so that two stories can fill the same slot differently."""
    return _SLOT.sub(lambda slot: slot[0] if slot[1] in LATE_SLOTS else f"{{{scope}_{slot[1]}}}", template)


def in_scope(words: Words, scope: str) -> Words:
    """The words under the names of the scope."""
    return {f"{scope}_{slot}": choices for slot, choices in words.items()}


def topics(rng: Random, raw: Mapping[str, Any], scope: str, lang: str, weight: float = 1.0) -> dict[str, Any]:
    """Topics for a scenario, without their places (`class` names the sort of place): a part of the texts of each.

    What holds a question mark asks, whatever the rest of its topic does; what does not ask is said among people.
    """
    made = {}
    for name, one in raw.items():
        texts = part(rng, one["texts"], 0.7)
        asking = texts if one.get("asks") else [text for text in texts if _ASKS.search(text)]
        share = one["share"] * weight * (0.6 + 0.8 * rng.random()) / len(texts)
        told = [text for text in texts if text not in asking]
        for ending, asks, said in (("", False, told), ("-asked", True, asking)):
            if said:
                topic = copy.deepcopy(one) | {"share": share * len(said), "lang": lang, "asks": asks, "among": not asks}
                topic["texts"] = [scoped(text + ("" if "class" in one else _ASIDE), scope) for text in said]
                if "titles" in one:
                    topic["titles"] = [scoped(text, scope) for text in part(rng, one["titles"], 0.7)]
                made[f"{scope}-{name}{ending}"] = topic
    return made


def telling(lang: str, theme: str, incident: Mapping[str, Any]) -> set[str]:
    """Words any of which is a good term for the incident: those named for it, and those only its own phrases hold."""
    told = language(lang)
    everyday = ("talk", "words", "posts", "answers", "storm_answers", "statements")
    common = _tokens([told[part] for part in everyday])
    common |= _tokens([one["topics"] for other, one in told["crises"].items() if other != theme])
    own = {word for word in _tokens(incident["words"]) - common if len(word) > 3 and word.isalpha() and lang != "ja"}
    return own | {word for term in incident["terms"] for word in term.lower().split()}


def _tokens(raw: Any) -> set[str]:
    """The words of all texts in a part of a language's file, slots left out."""
    if isinstance(raw, str):
        return set(_WORD.findall(_SLOT.sub(" ", raw.lower())))
    parts = raw.values() if isinstance(raw, Mapping) else raw if isinstance(raw, list) else ()
    return {word for one in parts for word in _tokens(one)}


def spoken(rng: Random, templates: Sequence[str], words: Words, lang: str) -> str:
    """One text of one of the templates, without a link; those that address the brand are passed over."""
    plain = [text.replace("{url}", "") for text in templates if "{at}" not in text]
    return say(rng, phrase(one_of(rng, plain), words), lang)
