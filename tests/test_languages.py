from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from workbench import languages
from workbench.errors import UsageError
from workbench.languages import extract, localised, reworded, say, say_count, speak, speaking, spoken
from workbench.phrase import UTC, clock, count, day, duration, number, percent

FILES = sorted(Path(languages.__file__).parent.glob("*.po"))


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_a_language_says_all_that_the_source_says_and_nothing_else(file: Path) -> None:
    with file.open("rb") as opened:
        translated = {m.id: m.string for m in read_po(opened) if m.id}
    wanted = {m.id for m in extract.source() if m.id}
    assert {text for text in wanted if not _whole(translated.get(text, ""))} == set(), "run `make languages`"
    assert set(translated) - wanted == set(), "left over: run `make languages`"


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_a_translation_fills_in_what_its_key_does(file: Path) -> None:
    with file.open("rb") as opened:
        for message in read_po(opened):
            if not message.id:
                continue
            both = {*re.findall(r"\{\w+\}", "".join(message.id))}
            strings = [message.string] if isinstance(message.string, str) else message.string or ()
            for said in filter(None, strings):
                assert {*re.findall(r"\{[^}]*\}", said)} <= both, message.id
                assert both - {*re.findall(r"\{\w+\}", said)} <= {"{n}"}, message.id


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_no_plural_is_a_letter_of_a_word(file: Path) -> None:
    """Where a text gets a plural later, the tool that merges catalogues may take its letters for the forms."""
    with file.open("rb") as opened:
        forms = {m.id: m.string for m in read_po(opened)}
    letters = [text for text, said in forms.items() if isinstance(said, tuple) and min(map(len, said)) < 2]
    assert letters == []


def test_a_block_speaks_and_then_it_is_as_before() -> None:
    with speaking("lv"):
        assert spoken() == "lv"
        with speaking(""):
            assert spoken() == "en"
        assert spoken() == "lv"
    assert spoken() == "en"
    with pytest.raises(UsageError, match=r"^there is no language 'xx': choose en or lv$"):
        speak("xx")


def test_english_is_its_own_key() -> None:
    assert say("over by {when}", when="noon") == "over by noon"
    assert [say_count("{n} day", "{n} days", n) for n in (1, 2, 1200)] == ["1 day", "2 days", "1,200 days"]
    assert reworded("anything at all") == "anything at all"
    assert say("") == ""


def test_numbers_dates_and_plurals_of_latvian() -> None:
    speak("lv")
    moment = dt.datetime(2026, 3, 4, 14, 10, tzinfo=UTC)
    assert [count(n, "mention", "mentions") for n in (1, 2, 10, 11, 21, 111)] == [
        "1 pieminējums", "2 pieminējumi", "10 pieminējumu", "11 pieminējumu", "21 pieminējums", "111 pieminējumu",
    ]  # fmt: skip
    assert [count(n, "message", "messages") for n in (1, 2, 10)] == ["1 ziņa", "2 ziņas", "10 ziņu"]
    assert [number(n) for n in (12345, 8.25, 0.351)] == ["12\u00a0345", "8,2", "0,35"]
    assert (percent(0.81), duration(95), duration(60 * 27)) == ("81\u00a0%", "1 h 35 min", "1 diena 3 h")
    assert (day(moment, UTC), clock(moment, UTC)) == ("04.03.2026.", "04.03.2026. 14:10 UTC")
    assert localised("1,234.5") == "1\u00a0234,5"


def test_a_text_that_also_has_a_plural_is_translated() -> None:
    with languages.speaking("lv"):
        assert languages.say("message") == languages.say_count("message", "messages", 1) != "message"


def test_a_sentence_of_the_facts_is_said_again() -> None:
    speak("lv")
    assert reworded("where it began is 1,234.5") == say("where it began is {not_known}", not_known="1\u00a0234,5")
    assert reworded("what nobody marked stays as it is") == "what nobody marked stays as it is"


def _whole(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string) and all([string] if isinstance(string, str) else string or [])
