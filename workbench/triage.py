"""What a message to the brand, or about it, is: a question, a call for help, a complaint … and which goes first.

From its tone (`workbench.tone`) and from phrases in six languages, which a model that was taught on messages
(`workbench.learned`) weighs beside the words. A complaint tells of something that happened to the
one who writes; criticism is about what the brand does or is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from workbench import language, learned, tone
from workbench.learned import bare
from workbench.lexicon import LANGUAGES
from workbench.lexicon.reading import told, worded
from workbench.wording import any_of

Kind = Literal["help", "complaint", "question", "criticism", "news", "praise", "other", "spam"]
#: The kinds, the most urgent first.
URGENCY: tuple[Kind, ...] = ("help", "complaint", "question", "criticism", "news", "praise", "other", "spam")
#: Only so much of a message is read.
READ = 1500
_LINK = re.compile(r"https?://\S+|www\.\S+")
#: What is longer is no headline.
_HEADLINE = 280


class _Phrases(NamedTuple):
    spam: re.Pattern[str]
    news: re.Pattern[str]
    criticism: re.Pattern[str]
    own: re.Pattern[str]
    help: re.Pattern[str]


@lru_cache(maxsize=50_000)
def kind(text: str, lang: str | None) -> Kind:
    """What the message is. One in a language that is not read (see `lexicon.LANGUAGES`) is a question or other."""
    return kinds([(text, lang)])[0]


def kinds(messages: Sequence[tuple[str, str | None]]) -> list[Kind]:
    """The same of many messages, each as (text, lang)."""
    spoken = [(text, language.guess(text, lang)) for text, lang in messages]
    read = [(text, lang) for text, lang in spoken if lang and lang in LANGUAGES]
    likely = learned.likely_all("triage", [told(text) for text, _ in read], [hints(*one) for one in read])
    known: dict[tuple[str, str | None], Kind] = {
        message: _likeliest(one) for message, one in zip(read, likely, strict=True)
    }
    return [known.get(one) or ("question" if tone.asks(*one) else "other") for one in spoken]


def _likeliest(likely: list[float]) -> Kind:
    """The likeliest kind; nobody answers spam, so it has to be likelier than not."""
    best = URGENCY[likely.index(max(likely))]
    return URGENCY[likely.index(max(likely[:-1]))] if best == "spam" and max(likely) < 0.5 else best


def hints(text: str, lang: str) -> list[float]:
    """What the model is told beside the words of `text`: the kind that phrases and tone foresee (1, the others 0), what
    the words for a tone weigh (`tone.hints`), and whether there is a colon.
    """
    foreseen = _foreseen(text, lang)
    return [*(float(one == foreseen) for one in URGENCY), *tone.hints(text, lang), float(":" in worded(text))]


def _foreseen(text: str, spoken: str) -> Kind:
    """What phrases and tone make of a message in one of `lexicon.LANGUAGES`."""
    plain, phrases = _LINK.sub(" ", bare(text[:READ])), _phrases(spoken)
    found = tone.reading(text, spoken)
    feeling = found.foreseen if found else "neutral"
    own = bool(phrases.own.search(plain))
    if phrases.spam.search(plain) and not own:
        return "spam"
    if tone.asks_for_help(text, spoken) or phrases.help.search(plain):
        return "help"
    impersonal = not own and not (found and found.personal) and len(plain) <= _HEADLINE
    if impersonal and phrases.news.search(plain) and not tone.asks(text, spoken):
        return "news"
    if phrases.criticism.search(plain) and feeling != "positive" and not own and not (found and found.asks):
        return "criticism"
    if feeling == "negative":
        return "complaint"
    if tone.asks(text, spoken):
        return "question"
    return "praise" if feeling == "positive" else "other"


def urgent(one: Kind) -> int:
    """The place of a kind in the order of urgency; 0 is the most urgent."""
    return URGENCY.index(one)


@cache
def _phrases(lang: str) -> _Phrases:
    content = tomllib.loads((files("workbench.lexicon") / "triage.toml").read_text(encoding="utf-8"))
    every, own = content["every"], content[lang]
    return _Phrases(*(re.compile(any_of(every.get(name, "") + own[name])) for name in _Phrases._fields))
