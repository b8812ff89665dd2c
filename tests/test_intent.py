from __future__ import annotations

from typing import get_args

import pytest

from workbench import intent


@pytest.mark.parametrize(
    ("question", "lang", "after"),
    [
        ("when can I get it repaired?", "en", "repair"),
        ("so what exactly happened with Drivanta?", "en", "happened"),
        ("does anyone know more about the battery recall?", "en", "happened"),
        ("which person is responsible for the battery fires?", "en", "who"),
        ("will customers be offered compensation after the recall?", "en", "money"),
        ("what are you going to do about the battery fires?", "en", "mended"),
        ("when will you comment about the battery fires?", "en", "speaks"),
        ("how do you sleep at night?", "en", "why"),
        ("will anyone go to prison for this?", "en", "consequences"),
        ("which model years are in the recall?", "en", "affected"),
        ("is it just me or is the app down?", "en", "others"),
        ("did they really post that?", "en", "true"),
        ("how do I cancel my contract?", "en", "cancel"),
        ("who do I call?", "en", "contact"),
        ("do you ship to Norway?", "en", None),
        ("¿cuándo vuelve la luz?", "es", "restored"),
        ("¿me devolvéis el dinero?", "es", "money"),
        ("¿es cierto lo de las agujas?", "es", "true"),
        ("¿desde cuándo lo sabíais?", "es", "since"),
        ("¿a quién llamo?", "es", "contact"),
        ("sind meine Daten dabei?", "de", "affected"),
        ("seit wann wisst ihr das?", "de", "since"),
        ("wann geht das Netz wieder?", "de", "restored"),
        ("gibt es Geld zurück?", "de", "money"),
        ("wer haftet dafür?", "de", "who"),
        ("womit rechtfertigt ihr die Erhöhung?", "de", "why"),
        ("wie kündige ich?", "de", "cancel"),
        ("quand est-ce que ça remarche ?", "fr", "restored"),
        ("mon vélo est-il concerné ?", "fr", "affected"),
        ("qui est responsable ?", "fr", "who"),
        ("c'est vrai ce qu'on dit ?", "fr", "true"),
        ("vous allez nous rembourser ?", "fr", "money"),
        ("que s'est-il passé ?", "fr", "happened"),
        ("quando volta o sistema?", "pt", "restored"),
        ("vocês vão devolver meu dinheiro?", "pt", "money"),
        ("o que aconteceu?", "pt", "happened"),
        ("quem vai ser demitido?", "pt", "consequences"),
        ("kad atkal darbosies?", "lv", "restored"),
        ("vai mans auto ir skarts?", "lv", "affected"),
        ("kas notika?", "lv", "happened"),
        ("kurš par to atbild?", "lv", "who"),
        ("vai atmaksāsiet naudu?", "lv", "money"),
        ("kāpēc klusējat?", "lv", "speaks"),
    ],
)
def test_what_a_question_is_after(question: str, lang: str, after: str | None) -> None:
    assert intent.of(question, lang) == after


def test_each_has_a_plain_question_and_phrases_in_every_language() -> None:
    assert tuple(intent.PLAIN) == get_args(intent.Intent)
    assert intent.of("когда заработает?", "ru") is None
    assert {"the", "der", "les", "kas"} <= intent.small_words()
