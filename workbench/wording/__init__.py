"""How a statement is worded: what it accepts, feels, promises and mends, and where it excuses, blames, denies or hides.

The marks are what image repair theory (Benoit 1997) and situational crisis communication (Coombs 2007) look for in a
statement. They are proposals, each one shown, until a person confirms them. A model that was taught on statements
(`workbench.learned`) weighs the words of each sentence, what it means in any of the languages (`workbench.meaning`) and
which phrases are there; where it holds a mark for likely, the phrases that show it are marked, else the whole sentence.

A file a language lists phrases by mark, one regular expression a line, in lower case and without accents (`ß` is `s`).
A space stands for whatever parts two words of a sentence, ` … ` for up to six words between. What a denying word goes
before ("not our fault") does not count, where the mark is one that speaks for the brand.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from workbench import language, learned, meaning
from workbench.languages import key
from workbench.learned import bare
from workbench.lexicon import LANGUAGES

if TYPE_CHECKING:
    from workbench.facts import FirstStatement, TimelineEntry

#: Why there are no marks.
UNREAD = key("it is in none of the languages whose wording is read ({codes})").format(codes=", ".join(LANGUAGES))
#: Only so much of a statement is read.
READ = 5000
#: A sentence bears a mark that the model holds for likelier than this, and than that where a phrase foresees it: about
#: where statements of our own that nothing was taught from are read best. Who blames others says it in ever new words.
LIKELY, FORESEEN = 0.7, 0.5
IN_NEW_WORDS = frozenset({"blame_shifting"})
#: So many sentences are a passage, as long as the longest texts that the model was taught on.
PASSAGE = 3
#: Words of the shortest sentence that the model reads.
_SHORTEST = 4
#: What parts two words, and what may stand between the two ends of a phrase.
_PART, _GAP = r"[^\w.!?]+", r"(?:[^\w.!?]+\w+){0,6}?[^\w.!?]+"
#: What parts two words that no comma does.
_WITHIN = r"[\s'-]+"
#: Marks that a denying word before them turns off.
_DENIABLE = ("responsibility", "compassion", "commitment", "corrective_action", "customers_first")
#: Before a mark's name: where its phrases are denied.
_NOT = "not "
#: Marks that no everyday post bears; without one of them what speaks of a fair or a vacancy is such a post.
_GRAVE = ("responsibility", "compassion", "blame_shifting", "defensive", "non_apology", "hiding")
#: A denial reaches over so many words.
_REACH = 2
#: `<people>` in a phrase is any of that list of the file.
_NAMED = re.compile(r"<(\w+)>")
_LINK = re.compile(r"https?://\S+|www\.\S+|[@＠]\w+")
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)|\n+")

#: Where something begins and ends in a text.
Span = tuple[int, int]


class Phrase(NamedTuple):
    """Words of a statement, and where they stand in it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Marks:
    """What a statement does with words: by mark the phrases that show it, in order; none where it does not."""

    responsibility: tuple[Phrase, ...] = ()
    compassion: tuple[Phrase, ...] = ()
    commitment: tuple[Phrase, ...] = ()
    corrective_action: tuple[Phrase, ...] = ()
    customers_first: tuple[Phrase, ...] = ()
    excuse: tuple[Phrase, ...] = ()
    blame_shifting: tuple[Phrase, ...] = ()
    defensive: tuple[Phrase, ...] = ()
    non_apology: tuple[Phrase, ...] = ()
    hiding: tuple[Phrase, ...] = ()

    @property
    def promises(self) -> bool:
        """Whether it tells what is done or will be: a promise, or what mends the harm."""
        return bool(self.commitment or self.corrective_action)

    @property
    def defends(self) -> bool:
        """Whether it defends the brand: it denies, plays down, or only seems to be sorry."""
        return bool(self.defensive or self.non_apology)


#: The marks by name.
MARKS = tuple(field.name for field in fields(Marks))


@lru_cache(maxsize=10_000)
def marks(text: str, lang: str | None) -> Marks | None:
    """The marks of the statement `text`; None where its language is none of `lexicon.LANGUAGES`.

    A language that is not given is guessed from the text. What phrases deny, or own up to, no model turns round.
    """
    read = _read(text, lang)
    if read is None:
        return None
    plain, others, found = read
    if found is None:
        return Marks()
    sentences = [one for one in _every_sentence(plain) if not _within(one, others)]
    foreseen = [[_borne(found[mark], one) for mark in MARKS] for one in sentences]
    texts = [_LINK.sub(" ", text[slice(*one)]) for one in sentences]
    for sentence, known, likely in zip(sentences, foreseen, _likely(texts, foreseen), strict=True):
        for mark, there, chance in zip(MARKS, known, likely, strict=True):
            owned = mark == "defensive" and known[MARKS.index("responsibility")]
            turned = owned or _borne(found.get(_NOT + mark, []), sentence)
            if chance <= (FORESEEN if there or mark in IN_NEW_WORDS else LIKELY):
                found[mark] = [span for span in found[mark] if not _within(span, [sentence])]
            elif not there and not turned:
                found[mark].append(sentence)
    hollow = _sentences(plain, found["non_apology"])
    for mark in ("responsibility", "compassion"):
        found[mark] = [span for span in found[mark] if not _within(span, hollow)]
    return Marks(**{mark: tuple(Phrase(*span, text[slice(*span)]) for span in sorted(found[mark])) for mark in MARKS})


def foreseen(text: str, lang: str | None) -> set[str]:
    """The marks that phrases alone find in `text`; none where its language is not read."""
    read = _read(text, lang)
    found = read[2] if read else None
    return {mark for mark in MARKS if found[mark]} if found else set()


def hints(text: str, lang: str) -> list[float]:
    """For each of `MARKS` 1 where the phrases of `lang` find it in `text`, else 0: the model is told them too."""
    found = foreseen(text, lang)
    return [float(mark in found) for mark in MARKS]


def _read(text: str, lang: str | None) -> tuple[str, list[Span], dict[str, list[Span]] | None] | None:
    """What phrases make of `text`; None where its language is not read.

    What is read of it, bare, its links and handles crossed out, sign for sign; the sentences in which others are
    quoted; and by mark where its phrases stand, None for an everyday post that bears no grave mark.
    """
    spoken = language.guess(text, lang)
    if spoken not in LANGUAGES:
        return None
    plain, rules = _LINK.sub(lambda link: "¤" * len(link[0]), bare(text[:READ])), _rules(spoken)
    others = _sentences(plain, [one.span() for one in rules.told.finditer(plain)])
    found = _foreseen(plain, rules, others)
    everyday = rules.routine.search(plain) and not any(found[mark] for mark in _GRAVE)
    return plain, others, None if everyday else found


def _foreseen(plain: str, rules: _Rules, others: list[Span]) -> dict[str, list[Span]]:
    """By mark, where its phrases stand in `plain`, but for the sentences in which `others` are quoted.

    Those that are denied stand under the mark's name with `_NOT` before it.
    """
    found = {
        mark: [
            span for span in (one.span() for one in rules.phrases[mark].finditer(plain)) if not _within(span, others)
        ]
        for mark in MARKS
    }
    for mark in _DENIABLE:
        found[mark], denied = _parted(found[mark], lambda span: bool(rules.denied.search(plain, 0, span[0])))
        found[_NOT + mark] = denied
    return found


def _parted(spans: list[Span], apart: Callable[[Span], bool]) -> tuple[list[Span], list[Span]]:
    """The spans that are not `apart`, and those that are."""
    return [span for span in spans if not apart(span)], [span for span in spans if apart(span)]


def _likely(sentences: Sequence[str], foreseen: Sequence[Sequence[bool]]) -> list[list[float]]:
    """How likely each sentence bears each mark: halfway, in odds, between what it says alone and in its passage.

    Alone a sentence is easily misread; in a passage the marks of the others hide its own.
    """
    import numpy as np

    starts = range(0, len(sentences), PASSAGE)
    passages = [" ".join(sentences[start : start + PASSAGE]) for start in starts]
    together = [[any(one) for one in zip(*foreseen[start : start + PASSAGE], strict=True)] for start in starts]
    alone = np.array(_each([*sentences, *passages], [*foreseen, *together])).reshape(-1, len(MARKS))
    alone, within = alone[: len(sentences)], alone[len(sentences) :].repeat(PASSAGE, axis=0)[: len(sentences)]
    odds = np.sqrt(alone * within / np.maximum((1 - alone) * (1 - within), 1e-12))
    likely: list[list[float]] = (odds / (1 + odds)).tolist()
    return likely


def _each(texts: Sequence[str], foreseen: Sequence[Sequence[bool]]) -> list[list[float]]:
    """How likely each text bears each mark: by its words, what it means, and whether a phrase foresees it."""
    meant = meaning.vectors(texts)
    known = [[float(there) for there in one] for one in foreseen]
    if meant is None:
        return learned.likely_all("wording", texts, known)
    return learned.likely_all("meant", texts, [[*one, *more] for one, more in zip(known, meant.tolist(), strict=True)])


def _borne(spans: list[Span], sentence: Span) -> bool:
    return any(_within(span, [sentence]) for span in spans)


def mark(entry: TimelineEntry | FirstStatement, text: str) -> None:
    """Enters in `entry` how its `text` is worded; nothing where its language is not read."""
    found = marks(text, None)
    if found is None:
        return
    entry.phrases = {name: [one.text for one in getattr(found, name)] for name in MARKS if getattr(found, name)}
    tell(entry, entry.phrases)


def marked(text: str) -> set[str]:
    """The names of the marks that `text` bears; none where its language is not read."""
    found = marks(text, None)
    return {name for name in MARKS if getattr(found, name)} if found else set()


def tell(entry: TimelineEntry | FirstStatement, borne: Collection[str]) -> None:
    """Enters in `entry` what the marks `borne` make of it: to mend is also to promise, to seem sorry to defend."""
    entry.responsibility, entry.compassion = "responsibility" in borne, "compassion" in borne
    entry.commitment = not {"commitment", "corrective_action"}.isdisjoint(borne)
    entry.defensive = not {"defensive", "non_apology"}.isdisjoint(borne)


def any_of(listed: str) -> str:
    """A regular expression for the phrases `listed`, one a line, for text that went through `bare`."""
    return rf"\b(?:{'|'.join(_regex(line) for line in listed.splitlines() if line)})\b"


def _every_sentence(plain: str) -> list[Span]:
    """Where the sentences of `plain` stand that are long enough to be read."""
    ends = _ends(plain)
    stripped = [(end - len(plain[start:end].lstrip()), end) for start, end in pairwise(ends)]
    return [(start, end) for start, end in stripped if len(plain[start:end].split()) >= _SHORTEST]


def _sentences(plain: str, spans: list[Span]) -> list[Span]:
    """The sentences in which `spans` stand."""
    if not spans:
        return []
    ends = _ends(plain)
    return [
        (max(end for end in ends if end <= start), min(end for end in ends if end >= last)) for start, last in spans
    ]


def _ends(plain: str) -> list[int]:
    """Where the sentences of `plain` end, its beginning first."""
    return [0, *(stop.end() for stop in _SENTENCE.finditer(plain)), len(plain)]


def _within(span: Span, parts: list[Span]) -> bool:
    """Whether `span` begins in one of the `parts`."""
    return any(start <= span[0] < end for start, end in parts)


class _Rules(NamedTuple):
    """By mark the phrases; a denying word before one; what says that somebody else is quoted, or that it's routine."""

    phrases: dict[str, re.Pattern[str]]
    denied: re.Pattern[str]
    told: re.Pattern[str]
    routine: re.Pattern[str]


@cache
def _rules(lang: str) -> _Rules:
    content = tomllib.loads((files(__name__) / f"{lang}.toml").read_text(encoding="utf-8"))
    lists = content["lists"]
    listed = {mark: _NAMED.sub(lambda name: f"(?:{lists[name[1]]})", content[mark]) for mark in MARKS}
    denied = rf"\b(?:{_regex(content['not'])})(?:{_WITHIN}\w+){{0,{_REACH - 1}}}{_WITHIN}\Z"
    phrases = {mark: re.compile(any_of(lines)) for mark, lines in listed.items()}
    told, routine = (re.compile(any_of(lists[name])) for name in ("told", "routine"))
    return _Rules(phrases, re.compile(denied), told, routine)


def _regex(line: str) -> str:
    return line.replace(" … ", _GAP).replace(" ", _PART)
