from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from unicodedata import combining, normalize

import pytest

from workbench import meaning, tone, triage
from workbench.commands import tone as command
from workbench.errors import WorkbenchError

LABELLED = Path(__file__).parent / "fixtures" / "tone"
CLASSES = ("negative", "neutral", "positive")


def labelled(file: Path) -> tuple[list[str], list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row["text"] for row in rows], [row["tone"] for row in rows]


def macro_f1(truth: Sequence[str], found: Sequence[str | None]) -> float:
    scores = []
    for one in CLASSES:
        both = sum(a == b == one for a, b in zip(truth, found, strict=True))
        scores.append(2 * both / (list(truth).count(one) + list(found).count(one)))
    return sum(scores) / len(scores)


@pytest.mark.parametrize(
    ("lang", "negative", "neutral", "positive"),
    [
        ("en", "still waiting for my refund", "What time do you open?", "Thank you, great service"),
        ("es", "Llevo tres semanas esperando", "¿A qué hora abrís?", "Muchas gracias, excelente servicio"),
        ("de", "Warte seit Wochen auf mein Geld", "Wann macht ihr auf?", "Vielen Dank, toller Service"),
        ("fr", "J'attends depuis trois semaines", "À quelle heure ouvrez-vous ?", "Merci beaucoup, service impeccable"),
        ("pt", "Estou há semanas à espera", "A que horas abrem?", "Muito obrigado, ótimo serviço"),
        ("lv", "Jau trīs nedēļas gaidu naudu", "Cikos jūs atverat?", "Liels paldies, lieliska apkalpošana"),
    ],
)
def test_three_tones_in_six_languages(lang: str, negative: str, neutral: str, positive: str) -> None:
    texts = [negative, neutral, positive]
    assert tone.read(texts, [lang] * 3) == list(CLASSES)


def test_a_language_that_is_not_given_is_guessed() -> None:
    texts = ["das ist wirklich eine Frechheit", "estoy muy contento con la tienda", "ne vienu reizi neatbildēja, kauns"]
    assert tone.read(texts, [None, "und", ""]) == ["negative", "positive", "negative"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Oh great, another outage. Thanks a lot."),
        ("en", "Great job losing my suitcase 👏👏"),
        ("es", "Genial, otra vez sin internet. Bravo."),
        ("de", "Na toll, schon wieder kein Internet. Vielen Dank auch."),
        ("fr", "Super, encore une panne. Bravo."),
        ("pt", "Que ótimo, outra vez sem internet. Parabéns, péssimo."),
        ("lv", "Nu lieliski, atkal nav interneta."),
    ],
)
def test_praise_before_trouble_is_irony(lang: str, text: str) -> None:
    assert tone.read([text], [lang]) == ["negative"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not good", "negative"),
        ("this is not a disaster", "neutral"),
        ("never had a problem with them", "positive"),
        ("sooooo baaaad", "negative"),
        ("#WorstService ever", "negative"),
        ("slow at first, but now it is fantastic", "positive"),
        ("you replaced my broken kettle in a day, thank you", "positive"),
        ("great crew during the delay, thank you", "positive"),
        ("&lt;3 this shop", "positive"),
        ("😡😡", "negative"),
        ("👍", "positive"),
    ],
)
def test_words_count_in_their_context(text: str, expected: str) -> None:
    assert tone.read([text], ["en"]) == [expected]


@pytest.mark.parametrize(
    "change",
    [
        "{} https://example.com/a/12", "https://example.com/a {}", "@norlux {}", "{} @norlux", "{} 4711", "12 {}",
        "{} #norlux", "#norlux {}", "  {}\n", "RT @norlux: {}",
    ],
)  # fmt: skip
def test_what_says_nothing_of_the_brand_tips_no_tone_and_no_kind(change: str) -> None:
    """Links, handles, numbers and unlisted hashtags, at the beginning and at the end, in every language."""
    for lang in tone.LANGUAGES:
        texts = labelled(LABELLED / f"{lang}.csv")[0]
        langs, changed = [lang] * len(texts), [change.format(text) for text in texts]
        assert tone.read(changed, langs) == tone.read(texts, langs)
        if "4711" not in change:
            kinds = [triage.kinds(list(zip(group, langs, strict=True))) for group in (changed, texts)]
            assert kinds[0] == kinds[1]


@pytest.mark.parametrize("lang", tone.LANGUAGES)
def test_small_letters_and_left_out_accents_hardly_tip_a_tone(lang: str) -> None:
    texts = labelled(LABELLED / f"{lang}.csv")[0]
    langs, found = [lang] * len(texts), tone.read(texts, [lang] * len(texts))
    plain = ["".join(sign for sign in normalize("NFD", text) if not combining(sign)) for text in texts]
    for changed in ([text.lower() for text in texts], [text.upper() for text in texts], plain):
        assert sum(a != b for a, b in zip(tone.read(changed, langs), found, strict=True)) <= len(texts) / 50


def test_what_is_read_closely_is_read_the_same_whatever_stands_beside_it() -> None:
    texts = [text for lang in ("en", "es") for text in labelled(LABELLED / "unseen" / f"{lang}.csv")[0]]
    langs = ["en"] * 24 + ["es"] * 24
    together = tone.read_closely([*texts, "", "最悪です"], [*langs, "en", "ja"])
    assert together[-2:] == [None, None]
    assert together[:9] == [tone.read_closely([text], ["en"])[0] for text in texts[:9]]
    truth = [one for lang in ("en", "es") for one in labelled(LABELLED / "unseen" / f"{lang}.csv")[1]]
    assert macro_f1(truth, together[:48]) >= 0.75


def test_without_a_model_of_meaning_a_close_reading_is_an_ordinary_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "vectors", lambda texts: None)
    texts = labelled(LABELLED / "unseen" / "en.csv")[0]
    assert tone.read_closely(texts, ["en"] * len(texts)) == tone.read(texts, ["en"] * len(texts))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("最悪です", "ja"),
        ("это ужасно", None),
        ("il treno è ancora in ritardo e nessuno ci dice niente", None),
        ("great terrible", "nl"),
        ("@acme https://acme.example/great", "en"),
        ("", "en"),
        ("…?!", None),
    ],
)
def test_what_can_not_be_read_is_not_scored(text: str, lang: str | None) -> None:
    assert tone.of(text, lang) is None
    assert tone.troubled(text, lang) is None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "So sad, such a terrible crash. My thoughts are with the families"),
        ("es", "Qué tristeza más horrible, descansen en paz"),
        ("de", "Schlimme Nachrichten, mein Beileid allen Angehörigen"),
        ("fr", "Mauvaise nouvelle, toutes mes pensées aux familles des victimes"),
        ("pt", "Que tristeza, má notícia, os meus sentimentos às famílias"),
        ("lv", "Slikta ziņa, izsaku līdzjūtību tuviniekiem"),
    ],
)
def test_grief_is_no_hostility_but_trouble(lang: str, text: str) -> None:
    assert tone.read([text], [lang]) == ["neutral"]
    assert tone.troubled(text, lang)
    assert not tone.complains(text, lang)


def test_who_mourns_can_still_be_furious() -> None:
    text = "RIP to the crew. The company is a disgrace, they lied about the brakes"
    assert tone.read([text], ["en"]) == ["negative"]


@pytest.mark.parametrize(
    ("lang", "help_", "question"),
    [
        ("en", "We are trapped, please send help, Mill Lane 3", "does anyone know when it reopens"),
        ("es", "Estamos atrapados, manden ayuda", "alguien sabe cuándo abre"),
        ("de", "Wir sitzen fest, bitte schickt Hilfe", "weiß jemand wann ihr öffnet"),
        ("fr", "On est coincés, envoyez quelqu'un", "quelqu'un sait quand ça ouvre"),
        ("pt", "Estamos ilhados, mandem ajuda", "alguém sabe quando abre"),
        ("lv", "Esam iesprostoti, sūtiet palīdzību", "kāds zina, kad atvērs"),
    ],
)
def test_calls_for_help_and_questions_without_a_mark(lang: str, help_: str, question: str) -> None:
    assert tone.asks_for_help(help_, lang)
    assert tone.asks(question, lang)
    assert not tone.asks_for_help(question, lang)
    assert not tone.asks(help_, lang)


@pytest.mark.parametrize("text", ["いつ直りますか？", "متى تعود الكهرباء؟", "why?"])
def test_a_question_mark_asks_in_any_script(text: str) -> None:
    assert tone.asks(text, None)


def test_a_link_asks_nothing() -> None:
    assert not tone.asks("https://acme.example/?q=1 nice picture", "en")


def test_shares_count_only_what_was_read() -> None:
    rows = [("awful service", "en"), ("ありがとう", "ja"), ("I love it", "en"), ("it is Monday", "en")]
    assert tone.shares(rows) == (0.75, 1 / 3, 1 / 3)
    assert tone.shares([("ありがとう", "ja")]) == (0.0, None, None)
    assert tone.shares([]) == (None, None, None)


def test_as_many_languages_as_texts() -> None:
    with pytest.raises(ValueError, match="shorter"):
        tone.read(["a", "b"], ["en"])


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "not " * 100_000,
        "still … waiting " * 50_000,
        "#" * 10_000,
        "\x00\ud800 bad \u202e",
        "😡" * 9_999,
    ],
)
def test_hostile_text_is_read_in_no_time(text: str) -> None:
    tone.reading.cache_clear()
    assert tone.of(text, "en") in (None, tone.of(text[:2000], "en"))


@pytest.mark.parametrize("lang", tone.LANGUAGES)
def test_labelled_messages_stay_right(lang: str) -> None:
    texts, truth = labelled(LABELLED / f"{lang}.csv")
    assert len(texts) >= 100
    assert macro_f1(truth, tone.read(texts, [lang] * len(texts))) > 0.9


def test_unseen_messages_are_mostly_right() -> None:
    texts, truth, langs = [], [], []
    for lang in tone.LANGUAGES:
        more, tones = labelled(LABELLED / "unseen" / f"{lang}.csv")
        texts += more
        truth += tones
        langs += [lang] * len(more)
    assert macro_f1(truth, tone.read(texts, langs)) > 0.6


def test_command_scores_every_row(tmp_path: Path) -> None:
    texts, scores = tmp_path / "in.csv", tmp_path / "out.csv"
    texts.write_text(
        '\ufeffid,text,lang\n1,"awful,\nawful",en\n2,dank je wel,nl\n3,Muchas gracias por todo,\n', encoding="utf-8"
    )
    command.tone(texts, scores)
    assert scores.read_text(encoding="utf-8") == "id,tone\n1,negative\n2,\n3,positive\n"


@pytest.mark.parametrize(
    ("closely", "rows", "close"), [(None, 2, True), (None, 4, False), (True, 4, True), (False, 2, False)]
)
def test_command_reads_small_tables_closely_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closely: bool | None, rows: int, close: bool
) -> None:
    monkeypatch.setattr(command, "CLOSELY", 3)
    monkeypatch.setattr(tone, "read", lambda texts, langs: ["neutral"] * len(texts))
    monkeypatch.setattr(tone, "read_closely", lambda texts, langs: ["positive"] * len(texts))
    texts, scores = tmp_path / "in.csv", tmp_path / "out.csv"
    texts.write_text("id,text,lang\n" + "1,hi,en\n" * rows, encoding="utf-8")
    command.tone(texts, scores, closely)
    assert scores.read_text(encoding="utf-8") == "id,tone\n" + f"1,{'positive' if close else 'neutral'}\n" * rows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "can't be read: No such file"),
        (b"", "has no column id and no column text and no column lang"),
        (b"id,text\n1,hi\n", "has no column lang"),
        (b"id,text,lang\n1,\xff\xfe,en\n", "is not UTF-8"),
    ],
)
def test_command_refuses_in_one_sentence(tmp_path: Path, content: bytes | None, said: str) -> None:
    texts, scores = tmp_path / "in.csv", tmp_path / "out.csv"
    if content is not None:
        texts.write_bytes(content)
    with pytest.raises(WorkbenchError, match=said):
        command.tone(texts, scores)
    assert not scores.exists()


def test_command_leaves_nothing_half_written(tmp_path: Path) -> None:
    texts = tmp_path / "in.csv"
    texts.write_text("id,text,lang\n1,hi,en\n", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="can't be written"):
        command.tone(texts, tmp_path / "nowhere" / "out.csv")
    assert list(tmp_path.iterdir()) == [texts]


def test_what_was_read_is_still_told_when_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tone, "REMEMBERED", 3)
    texts = ["this is horrible, never again", "thank you, wonderful", "it is open until six", "awful, terrible service"]
    alone = [tone.of(text, "en") for text in texts]
    monkeypatch.setattr(tone, "_known", {})
    assert tone.read(texts[:2], ["en"] * 2) == alone[:2]
    assert tone.read(texts, ["en"] * 4) == alone
    assert tone.read(texts, ["en"] * 4) == alone
