"""The language a report is written in. English text is the key; a language is one gettext file beside this module.

**To add text**, write it in English and let it go through one of these, with the values named, never glued together:

    say("It was over by {when}.", when=clock(end, zone))
    say_count("{n} message waits", "{n} messages wait", waiting)    # {n} is filled in, written as numbers are
    count(12, "mention", "mentions")                                # workbench.phrase: “12 mentions”

Text that stands in a table at the top of a module, or goes into the facts, is marked where it is written and said
where it is shown: `_NAMES = {"end": key("When it ended")}` … `say(_NAMES["end"])`. Facts keep English; a sentence of
theirs that was made from a marked template (`key("{n} waves overlap").format(n=2)`) is said again in the reader's
language by `reworded(reason)`. What a person wrote never goes through here.

**To add a language**, copy `lv.po`, name it after the language and translate it; its header says how plurals go. Dates
are keys like any other text (`d MMM y`), numbers follow CLDR. `make languages` brings every file up to date with the
source; a test holds that nothing is missing and nothing left over.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import UsageError

if TYPE_CHECKING:
    from babel import Locale

ENGLISH = "en"
_FOLDER = Path(__file__).parent

# How `workbench.phrase` writes these in English, and the names of the places in templates that hold nothing else.
_NUMBER, _SHARE, _STEP = r"-?\d[\d,]*(?:\.\d+)?", r"(?:under |over )?\d[\d,]*%", r"\d+ (?:days?|h|min|s)\b"
_DURATION, _OURS = rf"{_STEP}(?: {_STEP})*", r"(?: \(our default\))?"
_SHAPES = {"n": _NUMBER, "long": _DURATION + _OURS, "share": _SHARE + _OURS}
_current = ENGLISH


def known() -> list[str]:
    """The codes of the languages there are: `en`, and one for each file here."""
    return sorted([ENGLISH, *(path.stem for path in _FOLDER.glob("*.po"))])


def require(language: str) -> None:
    """Raises UsageError when there is no such language; an empty name is English."""
    if language and language not in known():
        raise UsageError(f"there is no language {language!r}: choose {' or '.join(known())}")


def speak(language: str) -> None:
    """From here on this process writes in `language`, a code such as `lv`; English if empty. UsageError if unknown."""
    global _current
    require(language)
    _current = language or ENGLISH


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Writes in `language` inside the block, and as before after it."""
    before = _current
    speak(language)
    try:
        yield
    finally:
        speak(before)


def spoken() -> str:
    """The code of the language being written."""
    return _current


def key(text: str) -> str:
    """`text` as it is: marks English text that is said elsewhere, so that translators see it."""
    return text


def say(text: str, /, **values: object) -> str:
    """The English `text` in the language being written, `{name}`s filled in; English where there is no translation."""
    template = _translated(text) if text else ""
    return template.format(**values) if values else template


def _translated(text: str) -> str:
    """The entry for `text`, also where it is one that has a plural: not every Python's gettext looks there."""
    said = _catalogue(_current).gettext(text)
    return said if said != text else _catalogue(_current).ngettext(text, text, 1)


def say_count(one: str, more: str, n: float, /, **values: object) -> str:
    """`one` or `more` as the plural rules want for `n`, which `{n}` stands for."""
    from workbench.phrase import number

    whole = int(n) if n == int(n) else 2
    return _catalogue(_current).ngettext(one, more, whole).format(n=number(n), **values)


def reworded(text: str) -> str:
    """An English sentence of the facts in the language being written; as it is where no template fits.

    Of several sentences with semicolons between them each is said by itself.
    """
    if _current == ENGLISH or not text:
        return text
    said = _translated(text)
    if said != text:
        return said
    parts = text.split("; ")
    if len(parts) > 1 and all(_retold(part) for part in parts):
        return "; ".join(reworded(part) for part in parts)
    return _retold(text) or text


def _retold(text: str) -> str:
    """As `reworded` for one sentence; empty where no template fits."""
    said = _translated(text)
    if said != text:
        return said
    for pattern, template in _templates(_current):
        if found := pattern.fullmatch(text):
            values = {name: _value(value) for name, value in found.groupdict().items()}
            return _translated(template).format(**values)
    return ""


def localised(figure: str) -> str:
    """A number as English writes it (`12,345.6`) with the separators of the language being written."""
    if _current == ENGLISH:
        return figure
    symbols = locale().number_symbols["latn"]
    return figure.translate({ord(","): symbols["group"], ord("."): symbols["decimal"]})


def locale() -> Locale:
    """Babel's (CLDR's) data on the language being written."""
    from babel import Locale

    return Locale.parse(_current)


def _value(text: str) -> str:
    """What stands in a template's place: a number, a share, a duration, or text that may be a key itself."""
    if re.fullmatch(_NUMBER, text):
        return localised(text)
    if re.fullmatch(_SHARE, text):
        about, figure = text[:-1].rpartition(" ")[::2]
        return say(f"{about} {{share}}%" if about else "{share}%", share=localised(figure))
    if re.fullmatch(_DURATION, text):
        return " ".join(_unit(step) for step in re.findall(_STEP, text))
    return reworded(text)


def _unit(step: str) -> str:
    n, unit = step.split()
    return say_count("{n} day", "{n} days", int(n)) if unit.startswith("day") else say(f"{{n}} {unit}", n=n)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Source text → translation, from the language's file."""
    if language == ENGLISH:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (_FOLDER / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def _templates(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Every key with named places as a pattern; what says most of its own comes first."""
    from babel.messages.pofile import read_po

    with (_FOLDER / f"{language}.po").open("rb") as file:
        keys = [m.id for m in read_po(file, locale=language) if isinstance(m.id, str) and "{" in m.id]
    fixed = {text: re.sub(r"\{\w+\}", "", text) for text in keys}
    keys = sorted((text for text in keys if len(fixed[text].strip()) > 3), key=lambda text: (-len(fixed[text]), text))
    return [(re.compile(_pattern(text), re.DOTALL), text) for text in keys]


def _pattern(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    seen: set[str] = set()
    written = ""
    for fixed, name in zip(parts[::2], [*parts[1::2], ""], strict=True):
        written += re.escape(fixed)
        if name:
            written += f"(?P={name})" if name in seen else f"(?P<{name}>{_SHAPES.get(name, '.+?')})"
            seen.add(name)
    return written
