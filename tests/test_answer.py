from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, mention, outrage
from workbench import answer, answered, episode, history, need, own, statement, threads
from workbench.plan import Plan, parse

ONSET = START + dt.timedelta(days=24, hours=9)
PLAN = parse(
    """
    brand: acme
    accounts: {twitter: [acme, acmehelp]}
    spokespersons: [{name: Ada Example, role: head, accounts: {twitter: [ada]}}, {name: Bo Quill}]
    """
)


@pytest.mark.parametrize(
    "text",
    [
        "when will you fix it?",
        "@acme still waiting for my refund",
        "this is awful, I hate it",
        "¿Cuándo vuelve la luz?",
    ],
)
def test_question_or_complaint_needs_an_answer(text: str) -> None:
    assert need.asks_or_complains(text, None)


@pytest.mark.parametrize(
    "text", ["@acme love my new kettle", "https://acme.example/?q=1 nice picture", "just a Tuesday"]
)
def test_praise_and_chatter_do_not(text: str) -> None:
    assert not need.asks_or_complains(text, "en")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("@acme loyal for ten years and this is the thanks", "en"),
        ("@acme left it in the rain again, well done", "en"),
        ("brilliant @acme, my router shows a red light. again.", "en"),
        ("@acme sin avisar, voy a cancelar", "es"),
        ("@acme dez anos de cliente e fazem isso", "pt"),
        ("@acme Vertrag gekündigt", "de"),
        ("génial @acme, mon vélo est resté sous la pluie. encore.", "fr"),
        ("@acme 40 minūtes gaidu", "lv"),
        ("Acme pedid perdón a las familias", "es"),
        ("@acme remboursez le vélo", "fr"),
        ("@acme atbildiet", "lv"),
    ],
)
def test_who_leaves_waits_or_mocks_complains(text: str, lang: str) -> None:
    assert need.asks_or_complains(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [("@acme well done again!", "en"), ("@acme bravo, encore", "fr"), ("@acme super, wieder da", "de")],
)
def test_praise_for_the_second_time_is_praise(text: str, lang: str) -> None:
    assert not need.asks_or_complains(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("@acme apology accepted, mistakes happen", "en"),
        ("credit to @acme for a fast apology after that joke", "en"),
        ("@acme disculpas aceptadas, errar es humano", "es"),
        ("@acme Entschuldigung angenommen, Fehler passieren", "de"),
        ("@acme excuses acceptées, l'erreur est humaine", "fr"),
    ],
)
def test_nobody_waits_who_forgives(text: str, lang: str) -> None:
    assert not need.asks_or_complains(text, lang)
    assert not need.tells(text, lang)
    assert need.asks_or_complains(f"{text}. who pays?", lang)


@pytest.mark.parametrize(
    "text",
    [
        "please DM us your order number", "drop us a DM and we look into it", "Could you message us privately?",
        "our DMs are open", "send us a PM", "please email us", "envíanos un mensaje privado", "escríbenos por MD",
        "hablamos por privado", "schick uns bitte eine PN", "Schreiben Sie uns bitte eine private Nachricht",
        "melde dich bitte per Direktnachricht", "contactez-nous en MP", "en message privé s'il vous plaît",
        "on continue en privé", "chama no privado", "manda uma DM pra gente", "envie uma mensagem direta",
        "rakstiet mums privātā ziņā", "sūtiet mums numuru privātziņā",
    ],
)  # fmt: skip
def test_hand_over_to_private_in_six_languages(text: str) -> None:
    assert threads.asks_to_go_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "we are back at 5 pm",
        "your MP has asked us too",
        "our private label is not affected",
        "Dr. Ann Example, MD",
        "the private owners were told",
        "im privaten Bereich",
        "la empresa privada",
        "mums ir divi veikali",
    ],
)
def test_other_answers_stay_in_public(text: str) -> None:
    assert not threads.asks_to_go_private(text)


def test_words_to_the_brand_on_the_topic_need_an_answer_applause_in_anger_too() -> None:
    late = ONSET + dt.timedelta(hours=1)
    one, connection = storm(
        mention(9_000_001, late, "@acme nothing left of the exploding blender", author="a"),
        mention(9_000_002, late, "plot twist: @acme hires the exploding blender", author="b"),
        mention(9_000_003, late, "classy @acme, the exploding blender 👏", author="c"),
        mention(9_000_004, late, "love my kettle @acme 👏", author="d"),
        *(mention(9_000_010 + n, late, "@acme why does the blender explode?", author=f"e{n}") for n in range(9)),
    )
    found = answer.find(connection, one, pd.Timestamp(late) + pd.Timedelta(hours=10))  # type: ignore[arg-type]
    there = set(found.waits["id"]) & {f"900000{n}" for n in range(1, 5)}
    assert there == {"9000001", "9000003"}


def storm(*more: dict[str, object]) -> tuple[episode.Episode, object]:
    connection = archive([*chatter(30, 10), *outrage(ONSET, 200, 24), *more])
    own.mark(connection, PLAN)
    one = next(episode.find(connection, history.read(connection), ("acme",)))
    return one, connection


def test_answers_and_waits_by_the_contract() -> None:
    late = ONSET + dt.timedelta(hours=1)

    def asked(number: int, text: str, **more: object) -> dict[str, object]:
        return mention(number, late, text, author=f"asker{number}", **more)

    def told(number: int, parent: int, minutes: float, author: str = "acme") -> dict[str, object]:
        at = late + dt.timedelta(minutes=minutes)
        return mention(number, at, "on it", kind="reply", parent_id=str(parent), author=author)

    one, connection = storm(
        asked(9_000_001, "@acme is my blender safe?"),
        asked(9_000_002, "@AcmeHelp what now?"),
        asked(9_000_003, "@acme my blender is broken"),
        asked(9_000_004, "RT @x: @acme why?", kind="repost"),
        asked(9_000_005, "@acme love you"),
        asked(9_000_006, "why? (not to the brand)"),
        asked(9_000_007, "and when?", kind="reply", parent_id="9000020"),
        told(9_000_011, 9_000_001, 10),
        told(9_000_012, 9_000_001, 30),
        told(9_000_013, 9_000_002, 30, "acmehelp"),
        mention(9_000_020, late, "we look into the exploding blender", author="acme"),
    )
    found = answer.find(connection, one, pd.Timestamp(late) + pd.Timedelta(hours=10))  # type: ignore[arg-type]
    assert found.waits["id"].tolist() == ["9000001", "9000002", "9000003", "9000007"]
    assert found.answered == 2
    assert found.reply_minutes(0.5) == 20.0
    # Of four, one leaves after 10 and one after 30 minutes: half still wait, by hand.
    assert found.curve["minutes"].tolist()[:2] == [10.0, 30.0]
    assert found.curve["waiting"].tolist()[:2] == pytest.approx([0.75, 0.5])
    assert found.wait_minutes(0.5) == 30.0
    assert found.wait_minutes(0.9) is None
    backlog = found.backlog()
    assert backlog["open"].iloc[-1] == 2
    assert backlog["open"].max() <= 4


def test_answers_through_threads_and_into_private() -> None:
    late = ONSET + dt.timedelta(hours=1)

    def said(number: int, minutes: float, text: str, author: str, parent: int) -> dict[str, object]:
        at = late + dt.timedelta(minutes=minutes)
        return mention(number, at, text, author=author, author_id=author, kind="reply", parent_id=str(parent),
                       conversation_id="9000001")  # fmt: skip

    one, connection = storm(
        mention(9_000_001, late, "we look into the exploding blender", author="acme", conversation_id="9000001"),
        said(9_000_002, 1, "why does it explode?", "ann", 9_000_001),
        said(9_000_003, 2, "and who pays?", "ann", 9_000_002) | {"text": "@acme and who pays?"},
        said(9_000_004, 3, "when do I get my money back?", "ben", 9_000_001),
        said(9_000_005, 4, "my hand is hurt, this is awful", "cat", 9_000_001),
        said(9_000_006, 11, "@ann an unsafe seal, we are sorry", "acme", 9_000_003),
        said(9_000_007, 13, "@ben please send us a direct message", "acme", 9_000_004),
        said(9_000_008, 14, "@cat we pay for everything", "acme", 9_000_001),
    )
    found = answer.find(connection, one, pd.Timestamp(late) + pd.Timedelta(hours=10))  # type: ignore[arg-type]
    rows = found.waits[["id", "minutes", "in_thread", "private"]]
    assert rows.values.tolist() == [
        ["9000002", 10.0, True, False],
        ["9000003", 9.0, False, False],
        ["9000004", 10.0, False, True],
        ["9000005", 10.0, True, False],
    ]
    figures = answered.figures(found, PLAN.model_copy(update={"business_hours": "Mo-Su 10:05-11:00"}))
    assert (figures.in_thread, figures.handed_off) == (2, 1)
    assert figures.people is not None
    assert (figures.people.needs_reply, figures.people.answered) == (3, 3)
    assert figures.conversations is not None
    assert (figures.conversations.needs_reply, figures.conversations.answered) == (1, 1)
    assert figures.business_hours is not None
    # ONSET is 09:00, so they asked at 10:01 to 10:04 and the desk opens at 10:05: 6, 6, 8 and 9 minutes of it, by hand.
    assert figures.business_hours.median_reply_minutes == 7.0
    assert figures.fans is None
    assert [(one.kind, one.messages, one.answered) for one in figures.kinds] == [
        ("help", 1, 1), ("question", 3, 3),
    ]  # fmt: skip


def test_where_replies_point_at_nothing_the_handle_they_begin_with_tells_whom_they_answer() -> None:
    late = ONSET + dt.timedelta(hours=1)

    def said(number: int, minutes: float, text: str, author: str) -> dict[str, object]:
        return mention(number, late + dt.timedelta(minutes=minutes), text, author=author)

    one, connection = storm(
        said(9_000_001, 0, "@acme why does it explode?", "Ann"),
        said(9_000_002, 1, "@acme and who pays?", "Ann"),
        said(9_000_003, 2, "@acme what now?", "ben"),
        said(9_000_004, 3, "@acme my blender is broken", "cat"),
        said(9_000_011, 11, "@ann we do, and are sorry for the exploding blender", "acme"),
        said(9_000_012, 12, "@acmehelp looks into every exploding blender, says @ben", "acme"),
        said(9_000_013, 13, "The blender of @cat explodes, we are sorry", "acme"),
    )
    found = answer.find(connection, one, pd.Timestamp(late) + pd.Timedelta(hours=10))  # type: ignore[arg-type]
    assert found.waits.loc[found.waits["answered_at"].notna(), ["id", "minutes"]].values.tolist() == [["9000002", 10.0]]
    kinds = connection.execute("SELECT id, kind FROM own WHERE id LIKE '90000%' ORDER BY id").fetchall()  # type: ignore[attr-defined]
    assert kinds == [("9000011", "reply"), ("9000012", "post"), ("9000013", "post")]


def test_critics_beside_fans_by_hand() -> None:
    late = ONSET + dt.timedelta(hours=1)
    critics = [mention(9_000_000 + n, late, "@acme this is awful, I hate it", author=f"c{n}") for n in range(10)]
    fans = [mention(9_000_100 + n, late, "@acme love it, great work", author=f"f{n}") for n in range(10)]
    heard = [*range(9_000_000, 9_000_002), *range(9_000_100, 9_000_108)]
    replies = [
        mention(9_000_200 + n, late + dt.timedelta(minutes=5), "thanks", author="acme", kind="reply", parent_id=str(to))
        for n, to in enumerate(heard)
    ]
    one, connection = storm(*critics, *fans, *replies)
    found = answer.find(connection, one, pd.Timestamp(late) + pd.Timedelta(hours=10))  # type: ignore[arg-type]
    figures = answered.figures(found, PLAN)
    assert figures.critics is not None
    assert figures.fans is not None
    assert (figures.critics.answered, figures.critics.messages, figures.fans.answered) == (2, 10, 8)
    # Wilson for 2 of 10: 0.0567 to 0.5098; Newcombe for 0.2 - 0.8, by hand: -0.6 - 0.2026 and -0.6 + 0.4381.
    assert (figures.critics.low, figures.critics.high) == pytest.approx((0.0567, 0.5098), abs=1e-4)
    gap = figures.critics_less_fans
    assert gap is not None
    assert (gap.share, gap.low, gap.high) == pytest.approx((-0.6, -0.8026, -0.1618), abs=1e-3)
    assert figures.business_hours is None


@pytest.mark.parametrize(
    ("text", "lang", "tells"),
    [
        ("@acme my friend went through this and you make it a punchline", "en", True),
        ("@acme mein Ladegerät hat geraucht", "de", True),
        ("@acme lo sabéis desde hace años", "es", True),
        ("@acme somewhere an acme lawyer is having a coffee lmao", "en", False),
        ("@acme what we know so far https://news.example/1", "en", False),
        ("the minister meets the board of @acme", "en", False),
        ("@acme thank you, I love it", "en", False),
        ("@acme вклады заморозят", "ru", True),
        ("@acme 🔥", "ru", False),
        ("nice RT @other: my charger smoked", "en", False),
    ],
)
def test_who_tells_the_brand_what_happened(text: str, lang: str, tells: bool) -> None:
    assert need.tells(text, lang) is tells


@pytest.mark.parametrize(
    "text",
    [
        "Please send us a DM", "Schicken Sie uns eine Direktnachricht", "Envoyez-nous un message privé",
        "Escríbenos por privado", "Mande uma mensagem direta", "Lūdzu, rakstiet mums privāti",
    ],
)  # fmt: skip
def test_a_hand_off_in_six_languages(text: str) -> None:
    assert threads.asks_to_go_private(text)
    assert not threads.asks_to_go_private("We are sorry. Your kettle is safe to use.")


def test_what_is_quoted_is_somebody_elses_question() -> None:
    assert not need.asks_or_complains("a queue at acme RT @x: @acme when do you open?", "en")
    assert need.asks_or_complains("@acme you knew about it since 2019", "en")


def test_nobody_answered_means_no_quantile() -> None:
    one, connection = storm(mention(9_000_001, ONSET + dt.timedelta(hours=1), "@acme hello?", author="someone"))
    found = answer.find(connection, one, pd.Timestamp(ONSET) + pd.Timedelta(days=2))  # type: ignore[arg-type]
    assert (found.answered, found.reply_minutes(0.5), found.wait_minutes(0.5)) == (0, None, None)
    assert np.isfinite(found.waits["minutes"]).all()


def test_statements_are_about_the_crisis_and_to_everybody() -> None:
    def said(number: int, minutes: int, text: str, author: str = "acme", **more: object) -> dict[str, object]:
        return mention(number, ONSET + dt.timedelta(minutes=minutes), text, author=author, **more)

    one, connection = storm(
        said(9_000_001, 5, "Spring sale: 20 % off every kettle"),
        said(9_000_002, 6, "@user1 sorry, please message us about the blender", kind="reply", parent_id="1000001"),
        said(9_000_003, 20, "We know of exploding blenders and we are sorry. Bo Quill, head of quality"),
        said(9_000_004, 40, "Please stop using the blender", author="ada"),
        said(9_000_005, 60, "Update: blenders will be replaced"),
        said(9_000_006, 61, "More on this here", kind="reply", parent_id="9000005"),
    )
    heard = statement.find(connection, one, PLAN, ("twitter", "x"), pd.Timestamp(ONSET))  # type: ignore[arg-type]
    assert [(s.mention_id, s.speaker, s.type) for s in heard.statements] == [
        ("9000003", "Bo Quill", "apology"),
        ("9000004", "Ada Example", "acknowledgement"),
        ("9000005", "acme", "update"),
    ]
    assert heard.statements[2].text == "Update: blenders will be replaced More on this here"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Our statement, by ada example", "Ada Example"),
        ("Ada from Acme here.", "Ada Example"),
        ("we are sorry that this went wrong. Ada", "Ada Example"),
        ("We met Ada by chance in the long middle of a sentence that goes on", None),
        ("We are sorry", None),
        ("Hello all, this is Ada speaking", "Ada Example"),
    ],
)
def test_speaker_is_named_in_full_or_signs_by_first_name(text: str, speaker: str | None) -> None:
    assert statement.named(text, PLAN) == speaker
    assert statement.named(text, Plan(brand="acme")) is None


@pytest.mark.parametrize("answered", [0.6, 1.0])
def test_waits_are_estimated_as_statsmodels_does(answered: float) -> None:
    """Open messages are censored; where nobody is left to wait there is no interval."""
    from statsmodels.duration.survfunc import SurvfuncRight

    chance = np.random.default_rng(3)
    minutes = pd.Series(np.round(chance.exponential(30, 80)))
    done = pd.Series(chance.random(80) < answered)
    curve = answer.survival(minutes, done)
    known = SurvfuncRight(minutes.to_numpy(), done.to_numpy())
    error = 1.96 * np.asarray(known.surv_prob_se)
    np.testing.assert_allclose(curve["minutes"], known.surv_times)
    np.testing.assert_allclose(curve["waiting"], known.surv_prob, atol=1e-12)
    np.testing.assert_allclose(curve["low"], np.clip(known.surv_prob - error, 0, 1), atol=1e-12)
    np.testing.assert_allclose(curve["high"], np.clip(known.surv_prob + error, 0, 1), atol=1e-12)
