from __future__ import annotations

import datetime as dt
from collections import Counter

import pandas as pd
import pytest
import yaml

from tests.made_up import START, archive, mention
from workbench import alike, askers, intent, own, plan, questions, same

PLAN = plan.parse(
    """
    brand: acme
    accounts: {twitter: [acme]}
    hub:
      urls: ["https://help.acme.example"]
      faq: [{question: "Is my blender affected by the recall?", answer: "Look at the number below it."}]
    """
)
ASKED = [
    ("is my blender affected by the recall?", 5),
    ("@acme hello, is my blue blender affected? thanks", 4),
    ("when will I get my money back?", 6),
    ("I am a reporter, when do people get their money back?", 1),
    ("why do blenders explode? https://x.example/?a=1", 3),
    ("did Tim Quill of 5 Elm Street say so?", 2),
    ("the blender is awful", 9),
    ("ブレンダーは安全ですか？", 3),
]


def asked() -> questions.Asked:
    rows = [mention(1, START, "we look into it", author="acme")]
    for text, times in ASKED:
        for _ in range(times):
            number = len(rows) + 1
            at = START + dt.timedelta(minutes=number)
            rows.append(
                mention(number, at, text, author=f"u{number}", author_id=f"u{number}", parent_id="1", lang=None)
            )
    rows.append(
        mention(99, START + dt.timedelta(hours=2), "@u12 By Friday.", author="acme", kind="reply", parent_id="12")
    )
    connection = archive(rows)
    own.mark(connection, PLAN)
    connection.execute("CREATE TEMP TABLE on_topic AS SELECT *, 9.0 AS score FROM mentions")
    return questions.find(connection, PLAN, pd.Timestamp(START), pd.Timestamp(START) + pd.Timedelta(days=1))


def test_questions_are_gathered_and_held_against_the_hub() -> None:
    found = asked().groups
    told = [(one.asked, one.answered_by_hub, one.askers, one.answered) for one in found]
    assert told == [
        (9, True, {"customers": 9}, 0),
        (7, False, {"customers": 6, "press": 1}, 1),
        (3, False, {"customers": 3}, 0),
        (3, False, {"customers": 3}, 0),
    ]
    assert found[0].question == "Is my blender affected by the recall?"
    assert (found[1].question, found[1].intent) == ("Is there money back, or who pays?", "money")
    assert (found[2].question, found[2].intent) == ("Why did it happen? (blenders, explode)", "why")
    assert found[1].first_answered_at == START + dt.timedelta(hours=2)
    assert found[1].examples[0] == "11"


def test_what_fewer_than_three_people_ask_is_not_told() -> None:
    said = " ".join(f"{one.question} {one.words}" for one in asked().groups)
    assert not [word for word in ("Quill", "quill", "Elm", "elm") if word in said]


def test_the_draft_is_ready_for_the_plan() -> None:
    drafted = yaml.safe_load(questions.draft(asked()))
    assert [one["question"] for one in drafted][:1] == ["when will I get my money back?"]
    assert drafted[0]["answer"] == "By Friday."
    assert "Is my blender affected by the recall?" not in {one["question"] for one in drafted}
    assert plan.Hub.model_validate({"faq": drafted}).faq[0].question == "when will I get my money back?"


def test_nothing_asked_and_no_hub() -> None:
    connection = archive([mention(1, START, "a fine day")])
    bare = plan.parse("brand: acme")
    own.mark(connection, bare)
    connection.execute("CREATE TEMP TABLE on_topic AS SELECT *, 9.0 AS score FROM mentions")
    found = questions.find(connection, bare, pd.Timestamp(START), pd.Timestamp(START) + pd.Timedelta(days=1))
    assert (found.groups, len(found.table), questions.draft(found)) == ([], 0, "")


def gathered(texts: list[str], known: list[plan.Answer]) -> same.Gathered:
    times = [1] * len(texts)
    after = {text: intent.of(text, "en") for text in texts}
    return same.gather(texts, times, after, known, alike.space(texts, times, intent.small_words()))


def test_many_wordings_join_the_groups_of_the_commonest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same, "COMPARED", 4)
    texts = ["do you sell red kettles", "do you sell red kettles now", "shall we dance", "shall we dance again",
             "do you sell red kettles today", "something else altogether"]  # fmt: skip
    grouped = gathered(texts, []).groups
    assert grouped["do you sell red kettles today"] == grouped["do you sell red kettles"] != grouped["shall we dance"]
    assert "something else altogether" not in grouped


def test_paraphrases_are_one_question_and_an_answer_to_another_is_none() -> None:
    answer = plan.Answer(question="Is my kettle part of the recall?", answer="Look below it.")
    asked = ["who is responsible for the recall", "which person is accountable for my kettle",
             "are kettles safe to use", "is my kettle affected by the recall", "why a recall of my kettle"]  # fmt: skip
    found = gathered(asked, [answer])
    assert found.groups[asked[0]] == found.groups[asked[1]]
    assert found.answers == {found.groups[asked[3]]: answer.question}
    assert len(set(found.groups.values())) == 4


@pytest.mark.parametrize(
    ("text", "author", "platform", "who"),
    [
        ("is it safe?", "ann", "twitter", "customers"),
        ("I work at Acme and ask: when?", "ann", "twitter", "staff"),
        ("als Mitarbeiterin frage ich", "ann", "facebook", "staff"),
        ("as a shareholder: what will it cost?", "ann", "twitter", "investors"),
        ("what does that mean for $ACME?", "ann", "twitter", "investors"),
        ("soy periodista, ¿cuándo?", "ana", "twitter", "press"),
        ("what now?", "riga_news", "twitter", "press"),
        ("what now?", None, "news", "press"),
    ],
)
def test_who_asks(text: str, author: str | None, platform: str, who: str) -> None:
    assert askers.asker(text, author, platform, "post") == who


def test_stems_of_any_script() -> None:
    assert alike.stems("Ärzte's @you https://x.example Überraschungen") == ["arzte", "uberra"]
    assert alike.stems("安全ですか") == ["安全", "全で", "です", "すか"]
    assert alike.stems("") == []


@pytest.mark.parametrize(
    ("told", "elsewhere", "answer"),
    [
        (["by Friday"], [], "by Friday"),
        (["by Friday", "by Friday", "sorry"], ["sorry"] * 9, "by Friday"),
        (["sorry", "sorry"], ["sorry"] * 9, ""),
        ([f"hello {number}" for number in range(9)], ["sorry"] * 9, ""),
        ([], ["sorry"], ""),
    ],
)
def test_the_draft_offers_only_a_question_s_own_answer(told: list[str], elsewhere: list[str], answer: str) -> None:
    assert questions._own_answer(told, Counter([*told, *elsewhere])) == answer
