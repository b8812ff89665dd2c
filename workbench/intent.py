"""What a question is after: is it safe, who pays, when does it work again … in six languages, from phrases alone.

People ask one thing in many words. What they are after groups their questions where words don't, and names a group
without anybody's own wording.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, get_args

from workbench import language
from workbench.languages import key
from workbench.learned import bare
from workbench.lexicon import LANGUAGES
from workbench.wording import any_of

Intent = Literal[
    "consequences", "others", "affected", "money", "repair", "restored", "since", "who", "speaks", "mended", "true",
    "happened", "cancel", "contact", "why",
]  # fmt: skip
#: A question of several people who share no word that would tell it.
WORDLESS = key("asked in words that no two of them share")
#: The question of each, in plain words.
PLAIN: dict[str, str] = {
    "consequences": key("Who will be held to account?"),
    "others": key("Is it the same for others?"),
    "affected": key("Am I affected, and is it safe?"),
    "money": key("Is there money back, or who pays?"),
    "repair": key("When and where is it repaired or replaced?"),
    "restored": key("When does it work again?"),
    "since": key("Since when was it known?"),
    "who": key("Who is responsible?"),
    "speaks": key("When does the brand say something?"),
    "mended": key("What is being done about it?"),
    "true": key("Is it true?"),
    "happened": key("What happened?"),
    "cancel": key("How does one cancel or give it back?"),
    "contact": key("Who helps, and how are they reached?"),
    "why": key("Why did it happen?"),
}


@lru_cache(maxsize=50_000)
def of(question: str, lang: str | None) -> Intent | None:
    """What `question` is after; None where its words don't tell. One whose language is not known is read as English."""
    spoken = language.guess(question, lang) or "en"
    if spoken not in LANGUAGES:
        return None
    plain = bare(question)
    return next((intent for intent, phrases in _phrases(spoken).items() if phrases.search(plain)), None)


@cache
def small_words() -> frozenset[str]:
    """Words of the six languages that hold a question together and say nothing of what it is about."""
    return frozenset(word for lang in LANGUAGES for word in _content()[lang]["small"].split())


@cache
def _phrases(lang: str) -> dict[Intent, re.Pattern[str]]:
    own = _content()[lang]
    return {intent: re.compile(any_of(own[intent])) for intent in get_args(Intent)}


@cache
def _content() -> dict[str, dict[str, str]]:
    content: dict[str, dict[str, str]] = tomllib.loads(
        (files("workbench.lexicon") / "asked.toml").read_text(encoding="utf-8")
    )
    return content
