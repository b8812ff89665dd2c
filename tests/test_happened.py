"""What happened: where it began, whose doing it was, what was claimed, who took part, what lasted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, mention, outrage
from workbench import baseline, cause, claims, comparison, crowd, episode, history, origin, own, recovery, stories
from workbench import subtopics as parts
from workbench.bursts import Burst
from workbench.cause import Heard
from workbench.claims import told
from workbench.course import Course
from workbench.decisions import Decision
from workbench.episode import Episode
from workbench.facts import Crisis, Reach, Subtopic, Topic
from workbench.on_topic import mark
from workbench.plan import Plan
from workbench.topic import EVERYTHING, of_words

ONSET = START + dt.timedelta(days=20, hours=9)
OURS = Plan.model_validate({"brand": "acme", "accounts": {"twitter": ["acme"]}})
NOTHING = dict.fromkeys(claims.kinds(*claims.listed("en")), 0.0)


def on_topic(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """A connection on which all `rows` are on the topic."""
    connection = archive(rows)
    own.mark(connection, OURS)
    since, until = span(rows)
    mark(connection, EVERYTHING, since, until + pd.Timedelta(minutes=1))
    connection.execute("UPDATE on_topic SET score = 20.0")
    return connection


def span(rows: list[dict[str, Any]]) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(min(row["created_at"] for row in rows)), pd.Timestamp(max(row["created_at"] for row in rows))


def an_episode(rows: list[dict[str, Any]], end: bool = True) -> Episode:
    since, until = span(rows)
    rate = pd.Series(1.0, pd.date_range(since, until, freq="min"))
    bounds = (since, since)
    course = Course(since, since, until if end else None, bounds, bounds, (until, until) if end else None, rate)
    return Episode((Burst(since, until, float(len(rows)), 0.0),), of_words(("blender",)), course, 0.0, since, until)


def minute(number: float) -> dt.datetime:
    return ONSET + dt.timedelta(minutes=number)


COPIES = {
    "en": ["The blender exploded in my kitchen and cut my hand!", "the blender EXPLODED in my kitchen and cut my hand"],
    "near": [
        "please share: the blender exploded in my kitchen this morning and cut my hand, acme says nothing",
        "please share the blender exploded in my kitchen this morning and cut my hand and acme says nothing at all",
    ],
    "ja": [
        "ミキサーが台所で爆発して手を切りました。会社は何も言いません",
        "ミキサーが台所で爆発して手を切りました。会社は何も言いません！！",
    ],
}


@pytest.mark.parametrize("name", list(COPIES))
def test_copies_in_any_script_are_one_story(name: str) -> None:
    texts = [
        *COPIES[name],
        "RT @ada: " + COPIES[name][0],
        "something else about the weather in Riga today",
    ]
    rows = [mention(i, minute(i), text, kind="repost" if "RT" in text else "post") for i, text in enumerate(texts)]
    connection = on_topic(rows)
    stories.mark(connection, *span(rows))
    found = stories.largest(connection)
    assert (found.messages, found.stories) == (4, 2)
    assert [(one.mention_id, one.mentions, one.reposts) for one in found.largest] == [("0", 3, 1)]


def test_what_the_brand_says_is_no_story_of_others() -> None:
    rows = [mention(1, minute(1), "we are sorry for this", author="acme"), mention(2, minute(2), "they are sorry")]
    connection = on_topic(rows)
    stories.mark(connection, *span(rows))
    assert stories.largest(connection).messages == 1


SAID = {
    ("en", "You KNEW for years and covered it up"): "knew",
    ("en", "boycottacme now"): "boycott",
    ("es", "pedid perdón ya, vergüenza"): "apology",
    ("es", "la app no funciona desde ayer"): "breakdown",
    ("de", "Ihr habt es gewußt und vertuscht"): "knew",
    ("de", "Kundendaten im Netz, was für ein Datenleck"): "data",
    ("fr", "rappel de produits : listeria dans le fromage"): "harm",
    ("pt", "nunca mais compro, boicote já"): "boycott",
    ("pt", "o aumento de preços é um absurdo"): "greed",
    ("lv", "vētra norāva jumtu, evakuē cilvēkus"): "nature",
    ("lv", "vai tiesa, ka firma bankrotē? Baumas"): "falsehood",
    ("en", "they drove it for over ten years"): "long",
    ("ru", "Вы годами знали о дефекте и молчали!"): "knew",
    ("ru", "это правда или очередной фейк?"): "falsehood",
    ("ar", "ولماذا رفعتم الأسعار هكذا؟ جشعٌ"): "greed",
    ("ar", "أين الاعتذار يا شركة"): "apology",
    ("en", "thieves stole everybody's data"): "attack",
    ("de", "Angreifer sind in euer Netz eingebrochen"): "attack",
    ("es", "ciberdelincuentes entraron en sus sistemas"): "attack",
    ("fr", "des pirates ont pris nos adresses"): "attack",
    ("pt", "uma invasão, hackearam a loja"): "attack",
    ("lv", "hakeri ielauzās veikalā"): "attack",
    ("ru", "хакеры взломали магазин"): "attack",
    ("ar", "قراصنة دخلوا إلى النظام"): "attack",
    ("ja", "ハッカーに侵入されたらしい"): "attack",
    ("ja", "昨日からアプリにログインできないんですけど"): "breakdown",
    ("ja", "社内では何年も前から知っていたらしい"): "knew",
}


@pytest.mark.parametrize(("said", "kind"), list(SAID.items()), ids=[text for _, text in SAID])
def test_claims_are_read_in_nine_languages(said: tuple[str, str], kind: str) -> None:
    rows = [mention(1, minute(0), said[1], lang=said[0]), mention(2, minute(1), "acme " * 3, lang=said[0])]
    connection = on_topic(rows)
    stories.mark(connection, *span(rows))
    claims.mark(connection)
    assert claims.told_shares(connection)[kind] == pytest.approx(0.5)
    assert claims.counted(connection, kind) == (1, 1, ["1"])


def test_a_language_that_is_not_told_is_guessed() -> None:
    texts = ["la aplicación no funciona desde ayer por la tarde y nadie responde", "el tuit es muy bonito"]
    rows = [mention(i, minute(i), text, lang=None) for i, text in enumerate(texts)]
    connection = on_topic(rows)
    stories.mark(connection, *span(rows))
    claims.mark(connection)
    assert claims.told_shares(connection)["breakdown"] == 0.5
    assert connection.execute("SELECT DISTINCT lang FROM wording").fetchall() == [("es",)]


def test_every_language_lists_the_same_kinds() -> None:
    for lang in claims.LANGUAGES:
        listed = [list(kinds) for kinds in claims.listed(lang).values()]
        assert listed == [list(kinds) for kinds in claims.listed("en").values()]


def storm(*more: dict[str, Any], **first: Any) -> tuple[duckdb.DuckDBPyConnection, Episode]:
    """A found storm with `more` rows; `first` replaces the row that comes minutes before the others."""
    rows = [*outrage(ONSET, 200, 20), *more]
    rows.append(mention(9, ONSET - dt.timedelta(minutes=5), "exploding acme blender hurt me, horrible", **first))
    connection = archive(chatter(30, 10) + rows)
    own.mark(connection, OURS)
    past = history.read(connection)
    one = next(iter(episode.find(connection, past, ("acme",))))
    episode.mark(connection, one)
    return connection, one


def test_origin_is_the_first_message_and_says_what_else_it_could_be() -> None:
    connection, one = storm()
    found = origin.find(connection, one)
    assert found is not None
    assert (found.mention_id, found.owned, found.lost, found.sure) == ("9", False, None, "high")
    assert len(found.others) == 3
    assert all(at >= found.at for _, _, at, _ in found.others)


@pytest.mark.parametrize(("hours_before", "first"), [(20, "9"), (3, "7")])
def test_like_words_days_before_that_nobody_took_up_began_nothing(hours_before: int, first: str) -> None:
    at = ONSET - dt.timedelta(hours=hours_before)
    connection, one = storm(mention(7, at, "an exploding acme blender, terrible, shards everywhere"))
    found = origin.find(connection, one)
    assert found is not None
    assert found.mention_id == first
    assert "7" in {found.mention_id, *(key for _, key, *_ in found.others)}


def test_what_some_say_every_day_began_nothing_where_many_take_up_what_follows() -> None:
    answers = [mention(900_500 + i, minute(i), "unbelievable", kind="reply", parent_id="9") for i in range(12)]
    connection, one = storm(mention(7, ONSET - dt.timedelta(hours=3), "an exploding blender"), *answers)
    # Half as plain as what began it, and nobody answers.
    connection.execute("UPDATE on_topic SET score = CASE id WHEN '7' THEN 10 ELSE score + 20 END WHERE score > 0")
    found = origin.find(connection, one)
    assert found is not None
    assert found.mention_id == "9"
    connection.execute("DELETE FROM on_topic WHERE parent_id = '9'")
    plain = origin.find(connection, one)
    assert plain is not None
    assert plain.mention_id == "7"


@pytest.mark.parametrize(("kind", "first"), [("reply", "9"), ("quote", "900005")])
def test_who_is_angry_also_answers_the_last_post_but_does_not_share_it(kind: str, first: str) -> None:
    post = mention(900_005, ONSET - dt.timedelta(minutes=40), "good morning", author="acme")
    pointing = [
        mention(
            900_600 + i, minute(i / 10), "the exploding acme blender hurt me, horrible", kind=kind, parent_id="900005"
        )
        for i in range(20)
    ]
    answers = [mention(900_700 + i, minute(1 + i), "unbelievable", kind="reply", parent_id="9") for i in range(3)]
    connection, one = storm(post, *pointing, *answers)
    found = origin.find(connection, one)
    assert found is not None
    assert found.mention_id == first


def test_where_everything_is_on_the_topic_it_began_with_the_first_message() -> None:
    rows = [mention(i, minute(i), f"number {i} of the matter") for i in range(40)]
    connection = archive(rows)
    own.mark(connection, OURS)
    past = history.read(connection)
    since, until = span(rows)
    one = episode.declare(connection, past, (since, until))
    found = origin.find(connection, one)
    assert found is not None
    assert (found.mention_id, found.sure) == ("0", "low")
    assert "archive begins" in found.because


def test_without_ordinary_time_the_topic_is_told_by_no_small_words() -> None:
    said = ("this is the broken handle of a kettle", "and the handle is just loose", "that kettle is on my floor")
    rows = [mention(i, minute(i), f"{said[i % 3]} acme {i}") for i in range(90)]
    connection = archive([*rows, *(mention(1000 + i, minute(i), "acme shop") for i in range(60))])
    own.mark(connection, OURS)
    since, until = span(rows)
    one = episode.declare(connection, history.read(connection), (since, until), own_words=("acme",))
    assert list(one.topic.terms["term"]) == ["broken", "floor", "loose"]
    groups, _ = parts.find(connection, one, since)
    assert not {word for group in groups for word in group.terms} & {"the", "is", "a", "and", "that"}


def test_it_began_with_the_shared_post_of_the_account_that_people_speak_of() -> None:
    said = [
        mention(i, minute(i), "Ada Lovelace left the acme app, ada lovelace!", author=f"u{i}") for i in range(3, 60)
    ]
    calm = [mention(5000 + i, minute(-600 - i), f"my acme kettle number {i} is great") for i in range(400)]
    posts = [
        mention(900, minute(2), "anybody still using it?", author="adalovelace", reposts=500),
        mention(901, minute(1), "good morning", author="adalovelace", reposts=3),
        mention(902, minute(1), "acme app", author="somebody", reposts=9000),
    ]
    connection = archive([*said, *calm, *posts])
    own.mark(connection, OURS)
    bounds = pd.Timestamp(minute(0)), pd.Timestamp(minute(61))
    one = episode.declare(connection, history.read(connection), bounds, own_words=("acme",))
    found = origin.find(connection, one)
    assert found is not None
    assert (found.mention_id, found.most_referenced, found.references) == ("900", "900", 500)


@pytest.mark.parametrize(
    ("minutes_before", "answers", "reposts", "first"),
    [(20, 400, 90, "8"), (20, 60, 90, "9"), (180, 400, 90, "9"), (20, 400, 2, "9")],
)
def test_it_began_with_the_shared_post_of_ours_that_most_come_to_answer(
    minutes_before: int, answers: int, reposts: int, first: str
) -> None:
    at = ONSET + dt.timedelta(hours=2)
    angry = [
        mention(700 + n, at + dt.timedelta(seconds=20 * n), "horrible, exploding acme blender hurt me", kind="reply",
                parent_id="8")
        for n in range(answers)
    ]  # fmt: skip
    ours = ONSET - dt.timedelta(minutes=minutes_before)
    connection, one = storm(
        mention(8, ours, "two for one all night", author="acme", reposts=reposts),
        mention(6, ours - dt.timedelta(days=2), "two new colours", author="acme", reposts=3),
        *angry,
    )
    found = origin.find(connection, one)
    assert found is not None
    assert (found.mention_id, found.owned) == (first, first == "8")


def test_answer_to_a_customer_is_no_origin() -> None:
    connection, one = storm(author="acme", kind="reply", parent_id="77")
    found = origin.find(connection, one)
    assert found is not None
    assert found.mention_id != "9"
    assert not found.owned


@pytest.mark.parametrize(
    "trace",
    [
        {"kind": "repost", "parent_id": "gone", "text": "RT @Acme: our blender goes bang"},
        {
            "kind": "quote",
            "parent_id": None,
            "links": ["https://twitter.example/Acme/status/gone"],
            "text": "look at this",
        },
    ],
    ids=["repost", "link"],
)
def test_post_that_was_taken_down_is_found_through_what_points_at_it(trace: dict[str, Any]) -> None:
    rows = outrage(ONSET, 200, 20)
    rows += [mention(20 + i, minute(-8 + i / 10), **({"text": ""} | trace)) for i in range(12)]
    connection = archive(chatter(30, 10) + rows)
    own.mark(connection, OURS)
    one = next(iter(episode.find(connection, history.read(connection), ("acme",))))
    episode.mark(connection, one)
    connection.execute(
        "INSERT INTO on_topic SELECT *, 20.0 FROM mentions WHERE id BETWEEN '20' AND '31' AND len(id) = 2"
        " AND id NOT IN (SELECT id FROM on_topic)"
    )
    connection.execute("UPDATE on_topic SET score = 20 WHERE len(id) = 2")
    found = origin.find(connection, one)
    assert found is not None
    assert (found.mention_id, found.owned, found.lost) == ("20", True, "gone")
    assert "lost post" in found.because


def heard(
    during: dict[str, float], read: float = 1.0, usual: dict[str, float] | None = None, wordings: int = 1000
) -> Heard:
    return Heard(NOTHING | during, NOTHING | (usual or {}), NOTHING, read, wordings, wordings)


CAUSES = {
    "disaster": ({"nature": 0.4}, "external", "victim"),
    "rumour of misdeeds": ({"falsehood": 0.4, "conduct": 0.1}, "external", "victim"),
    "break-in": ({"attack": 0.3, "data": 0.4, "knew": 0.1}, "external", "victim"),
    "data left open": ({"data": 0.5, "knew": 0.2, "attack": 0.01}, "internal", "preventable"),
    "outage": ({"breakdown": 0.4}, "internal", "accidental"),
    "bad product": ({"harm": 0.5}, "internal", "accidental"),
    "known defect": ({"harm": 0.4, "knew": 0.6, "long": 0.3}, "internal", "preventable"),
    "bad product of which some say that it was known": ({"harm": 0.6, "knew": 0.15}, "internal", "accidental"),
    "bad product known for years, some say": ({"harm": 0.6, "knew": 0.14, "long": 0.14}, "internal", None),
    "offence": ({"offence": 0.4, "apology": 0.2}, "internal", "preventable"),
    "offence about a flood": ({"offence": 0.5, "nature": 0.1}, "internal", "preventable"),
    "nothing telling": ({"breakdown": 0.001}, None, None),
    "many slight ones": ({"greed": 0.01, "offence": 0.01, "management": 0.01}, None, None),
    "both": ({"nature": 0.2, "greed": 0.19}, None, None),
}


@pytest.mark.parametrize("name", list(CAUSES))
def test_cause_weighs_what_people_say(name: str) -> None:
    during, verdict, cluster = CAUSES[name]
    rows = [mention(1, minute(0), "acme")]
    connection = on_topic(rows)
    stories.mark(connection, *span(rows))
    claims.mark(connection)
    found = cause.find(connection, heard(during), None, [])
    assert (found.verdict, found.cluster) == (verdict, cluster)
    assert found.confidence is None or 0.5 <= found.confidence <= 1
    assert not found.likelihood or sum(found.likelihood.values()) == pytest.approx(1)


def a_cause(during: dict[str, float], **more: Any) -> Any:
    rows = [mention(1, minute(0), "acme")]
    connection = on_topic(rows)
    stories.mark(connection, *span(rows))
    claims.mark(connection)
    given: dict[str, Any] = {"read": 1.0, "usual": None, "wordings": 1000, "earlier": [], "decision": None} | more
    what = heard(during, given["read"], given["usual"], given["wordings"])
    return cause.find(connection, what, None, given["earlier"], given["decision"])


def test_what_is_said_every_day_is_no_evidence() -> None:
    assert a_cause({"breakdown": 0.4}, usual={"breakdown": 0.4}).reasons == []


@pytest.mark.parametrize(("wordings", "verdict"), [(18, None), (3000, "internal")])
def test_two_voices_of_twenty_decide_nothing(wordings: int, verdict: str | None) -> None:
    said = {"management": 2 / 18, "breakdown": 2 / 18}
    assert a_cause(said, usual={"management": 0.01, "breakdown": 0.02}, wordings=wordings).verdict == verdict


def test_unread_languages_leave_it_undecided() -> None:
    assert a_cause({"nature": 0.5}, read=0.1).verdict is None


def test_earlier_crises_raise_the_level_and_not_the_cluster() -> None:
    raised = a_cause({"breakdown": 0.4}, earlier=["acme-1"])
    assert (raised.cluster, raised.level, raised.earlier) == ("accidental", "preventable", ["acme-1"])


def test_people_overrule_the_cause() -> None:
    said = Decision(
        action="cause",
        ids=("acme-1",),
        reason="it was the supplier",
        by="Ada",
        at=ONSET,
        verdict="external",
        cluster="victim",
    )
    found = a_cause({"offence": 0.5}, decision=said)
    assert (found.verdict, found.cluster, found.confirmed_by) == ("external", "victim", "Ada")
    assert found.likelihood["preventable"] > 0.9


def test_claims_have_a_course_and_an_answer() -> None:
    rows = [mention(i, minute(i), f"say sorry to her, number {i} blender") for i in range(30)]
    rows += [mention(100 + i, minute(i), f"a blender is a blender {i}") for i in range(300)]
    rows.append(mention(899, minute(-5), "We apologise for the late parcels.", author="acme"))
    rows.append(mention(900, minute(45), "We apologise for the blender.", author="acme"))
    connection = on_topic(rows)
    one = an_episode(rows)
    stories.mark(connection, *span(rows))
    claims.mark(connection)
    found = told.find(connection, one, cause.listen(connection, one), [])
    demand = next(one for one in found.claims if one.kind == "apology")
    assert (demand.role, demand.mentions, demand.first_seen) == ("demand", 30, minute(0))
    assert demand.addressed is not None
    assert (demand.addressed.mention_id, demand.addressed.minutes_after) == ("900", 45)
    assert demand.stopped
    assert demand.share == pytest.approx(30 / 330)


def test_what_is_much_said_of_no_known_kind_is_a_claim_in_words_of_their_own() -> None:
    rows = [mention(i, minute(i), f"zebra lamps glow purple {i}", author=f"u{i}") for i in range(30)]
    rows += [mention(100 + i, minute(i), f"the blender exploded and hurt me {i}", author=f"v{i}") for i in range(60)]
    rows += [mention(200 + i, minute(-6000 - i), f"a zebra of number {i}") for i in range(300)]
    connection = on_topic(rows)
    connection.execute("DELETE FROM on_topic WHERE created_at < $1", [ONSET])
    one = an_episode(rows[:90])
    stories.mark(connection, *span(rows[:90]))
    claims.mark(connection)
    heard = cause.listen(connection, one)
    times = {"mentions": 30, "share": 0.3, "first_seen": minute(0), "peak": minute(0), "last_seen": minute(9)}
    groups = [
        Subtopic.model_validate({"label": label, "terms": label.split(), **times})
        for label in ("zebra lamps purple", "blender exploded hurt")
    ]
    found = told.find(connection, one, heard, [], groups)
    assert [(each.kind, each.role, each.words, each.mentions, each.usual) for each in found.claims] == [
        ("harm", "allegation", ["blender"], 60, 0.0),
        ("own words", "said", ["zebra", "lamps", "purple"], 30, 0.0),
    ]


def test_few_and_many_are_told_apart() -> None:
    even = [mention(i, minute(i), "blender", author=f"a{i}", author_id=f"a{i}") for i in range(20)]
    one_man = [mention(i, minute(i), "blender", author=f"a{i % 2 * i}", author_id=f"a{i % 2 * i}") for i in range(40)]
    results = [crowd.concentration(on_topic(rows), *span(rows)) for rows in (even, one_man)]
    assert results[0] is not None
    assert results[1] is not None
    assert (results[0].gini, results[0].top10_share, results[0].authors) == (0, 0.5, 20)
    # 20 messages by one, one each by 20: Gini = (2 (1 + … + 20 + 21·20)) / (21·40) - 22/21.
    assert results[1].gini == pytest.approx(2 * (210 + 420) / (21 * 40) - 22 / 21)


def test_people_reached_counts_each_account_once_at_its_largest() -> None:
    def by(number: int, who: str, followers: int | None, **more: Any) -> dict[str, Any]:
        return mention(number, minute(number), "blender", author=who, author_id=who, followers=followers, **more)

    rows = [by(1, "a", 100), by(2, "a", 140, views=50), by(3, "b", 30), by(4, "c", None), by(5, "acme", 5000, views=9)]
    connection = on_topic(rows)
    assert crowd.reach(connection, *span(rows)) == Reach(
        followers=170, known=2, accounts=3, own=5000, views=50, viewed=1
    )
    none = [by(1, "a", None), by(2, "b", 0)]
    assert crowd.reach(on_topic(none), *span(none)) == Reach(known=0, accounts=2)


def test_newcomers_are_those_not_seen_before_and_some_stay() -> None:
    def by(number: int, at: dt.datetime, who: str) -> dict[str, Any]:
        return mention(number, at, "blender", author=who, author_id=who)

    days = [by(i, START + dt.timedelta(days=i), "regular") for i in range(20)]
    storm_rows = [by(100, minute(0), "regular"), by(101, minute(1), "new"), by(102, minute(2), "gone")]
    later = [by(200, ONSET + dt.timedelta(days=3), "new"), by(201, ONSET + dt.timedelta(days=12), "other")]
    connection = archive([*days, *storm_rows, *later])
    own.mark(connection, OURS)
    connection.execute(
        "CREATE TEMP TABLE on_topic AS SELECT *, 20.0 AS score FROM mentions WHERE id IN ('100','101','102')"
    )
    found = crowd.newcomers(connection, *span(storm_rows), running=False)
    assert found is not None
    assert (found.first_time, found.regular, found.stayed, found.stayed_regulars) == (2, 1, 0.5, 0)
    assert found.usual_share == 0
    assert crowd.newcomers(connection, pd.Timestamp(START), pd.Timestamp(minute(3)), running=False) is None


@pytest.mark.parametrize(("factor", "lasting"), [(1.0, False), (1.6, True)])
def test_lasting_shift_is_told_from_chance(factor: float, lasting: bool) -> None:
    chance = np.random.default_rng(4)
    hours = pd.date_range("2026-01-01", periods=24 * 100, freq="h", tz="UTC")
    end = hours[24 * 60]
    rate = 20 * np.where(hours > end, factor, 1.0)
    counts = pd.Series(chance.poisson(rate), hours)
    masked = pd.Series((hours >= end - pd.Timedelta(days=1)) & (hours <= end), hours)
    usual = baseline.Baseline(pd.Series(20.0, hours), 0.05, masked)
    past = history.History(counts, usual, [], hours[0], hours[-1])
    rows = [mention(1, (end - pd.Timedelta(days=1)).to_pydatetime(), "a"), mention(2, end.to_pydatetime(), "b")]
    found = recovery.shift(past, an_episode(rows))
    assert found is not None
    assert found.lasting == lasting
    assert found.low <= factor <= found.high
    assert recovery.shift(past, an_episode(rows, end=False)) is None


def test_a_lasting_shift_is_rarely_told_of_days_that_depend_on_each_other() -> None:
    hours = pd.date_range("2026-01-01", periods=24 * 44, freq="h", tz="UTC")
    end = hours[24 * 28]
    masked = pd.Series((hours >= end - pd.Timedelta(days=1)) & (hours <= end), hours)
    usual = baseline.Baseline(pd.Series(20.0, hours), 0.05, masked)
    one = an_episode(
        [mention(1, (end - pd.Timedelta(days=1)).to_pydatetime(), "a"), mention(2, end.to_pydatetime(), "b")]
    )
    lasting = 0
    for seed in range(60):
        chance = np.random.default_rng(seed)
        days = np.zeros(44)
        for day in range(1, 44):
            days[day] = 0.4 * days[day - 1] + chance.normal(0, 0.1)
        counts = pd.Series(chance.poisson(20 * np.exp(np.repeat(days, 24))), hours)
        found = recovery.shift(history.History(counts, usual, [], hours[0], hours[-1]), one)
        assert found is not None
        lasting += found.lasting
    assert lasting <= 6


def test_return_check_finds_the_topic_again() -> None:
    rows = chatter(40, 5)
    back = [mention(5000 + i, ONSET + dt.timedelta(days=6, minutes=i), "the blender again") for i in range(40)]
    storm_rows = [mention(9000 + i, minute(i), "blender") for i in range(60)]
    connection = archive([*rows, *back, *storm_rows])
    past = history.read(connection)
    found = recovery.return_check(connection, past, an_episode(storm_rows))
    assert found is not None
    assert (found.days_out, found.topic_mentions, found.back) == (1, 40, True)


def test_subtopics_come_and_go() -> None:
    early = [mention(i, minute(i / 10), f"blender shards cut fingers {i}") for i in range(300)]
    late = [mention(1000 + i, minute(600 + i / 10), f"refund voucher denied desk {i}") for i in range(200)]
    rows = [*early, *late]
    connection = on_topic(rows)
    one = an_episode(rows)
    told_by = pd.Series(3.0, pd.Index(["blender", "shards", "cut", "fingers", "refund", "voucher", "denied", "desk"]))
    topic = of_words(("blender",))
    one = Episode(one.waves, type(topic)(topic.terms, told_by, 1.0, 1.0), one.course, 0.0, one.since, one.until)
    found, course = parts.find(connection, one, one.since)
    assert [(set(part.terms), part.mentions, part.fading) for part in found] == [
        ({"blender", "shards", "cut", "fingers"}, 300, True),
        ({"refund", "voucher", "denied", "desk"}, 200, False),
    ]
    assert course["mentions"].sum() == 500


def crisis(number: int, mentions: int) -> Crisis:
    onset = ONSET + dt.timedelta(days=number)
    return Crisis(
        id=f"acme-{number}", kind="crisis", onset=onset, peak=onset, end=onset + dt.timedelta(hours=3),
        mentions=mentions, originals=1, topic=Topic(label="x", terms=[]),
    )  # fmt: skip


def test_crisis_is_ranked_among_earlier_ones(tmp_path: Any) -> None:
    own_ones = [crisis(1, 100), crisis(2, 300), crisis(3, 200), crisis(4, 900)]
    comparison.remember("other", tmp_path, [crisis(0, 250)])
    found = comparison.compare(own_ones[2], "acme", own_ones, tmp_path)
    first = found.brand[0]
    assert (first.figure, first.rank, first.of, first.percentile, first.median) == ("mentions", 2, 3, 50, 200)
    assert (found.archive[0].rank, found.archive[0].of) == (3, 4)
    assert (found.earlier, found.few) == (["acme-1", "acme-2"], True)
    assert comparison.compare(own_ones[0], "acme", own_ones, tmp_path / "none").brand == []
