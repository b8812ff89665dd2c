"""From rows to episodes, on made-up archives: topic, course, waves."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, mention, outrage
from workbench import decay, episode, history, judge, origin, own, topic, words
from workbench.plan import Plan

ONSET = START + dt.timedelta(days=24, hours=9)


def episodes(rows: list[dict[str, object]]) -> list[episode.Episode]:
    connection = archive(rows)
    return list(episode.find(connection, history.read(connection), ("acme",)))


def test_storm_is_one_episode_on_its_topic() -> None:
    connection = archive(chatter(30, 10) + outrage(ONSET, 200, 30))
    found = list(episode.find(connection, history.read(connection), ("acme",)))
    assert len(found) == 1
    one = found[0]
    assert {"exploding", "blender"} & set(one.topic.terms["term"].head(5))
    assert "acme" not in set(one.topic.terms["term"])
    assert abs(one.course.onset - pd.Timestamp(ONSET)) <= pd.Timedelta(minutes=10)
    # The rate jumps and halves in four hours: under the bell its top lies half an hour to an hour and a half in.
    assert abs(one.course.peak - pd.Timestamp(ONSET)) <= pd.Timedelta(minutes=90)
    assert one.course.end is not None
    assert pd.Timedelta(hours=15) <= one.course.end - one.course.onset <= pd.Timedelta(hours=33)
    low, high = one.course.onset_interval
    assert low <= one.course.onset <= high
    assert one.topic.share == pytest.approx(0.8, abs=0.15)


def test_where_no_word_is_said_a_storm_is_of_everything() -> None:
    mute = [{**row, "text": ""} for row in chatter(30, 10) + outrage(ONSET, 200, 30)]
    (one,) = episodes(mute)
    assert one.topic is topic.EVERYTHING
    assert abs(one.course.onset - pd.Timestamp(ONSET)) <= pd.Timedelta(hours=1)
    assert one.course.end is not None
    assert abs(one.course.peak - pd.Timestamp(ONSET)) <= pd.Timedelta(minutes=90)


def test_ordinary_time_holds_no_episode() -> None:
    assert episodes(chatter(30, 10)) == []


def test_too_little_history_says_so() -> None:
    connection = archive(chatter(5, 10) + outrage(START + dt.timedelta(days=4), 200, 10))
    past = history.read(connection)
    assert list(episode.find(connection, past)) == []
    assert past.unknown is not None
    assert "5 days" in past.unknown


def test_empty_archive_says_so() -> None:
    assert history.read(archive([])).unknown == "the archive holds no message"


def test_second_wave_on_the_same_topic_joins_the_first() -> None:
    later = ONSET + dt.timedelta(days=3)
    found = episodes(chatter(40, 10) + outrage(ONSET, 200, 24) + outrage(later, 120, 24, seed=9, first=2_000_000))
    assert [len(one.waves) for one in found] == [2]


def test_another_topic_is_another_episode() -> None:
    rows = outrage(ONSET + dt.timedelta(days=5), 200, 24, seed=9, first=2_000_000)
    other = [row | {"text": "ugly racist advert by acme, withdraw the advert"} for row in rows]
    assert [len(one.waves) for one in episodes(chatter(40, 10) + outrage(ONSET, 200, 24) + other)] == [1, 1]


def test_what_still_goes_on_has_no_end() -> None:
    rows = chatter(30, 10) + outrage(START + dt.timedelta(days=29, hours=12), 200, 12)
    assert episodes(rows)[-1].course.end is None


def test_reposts_and_answers_follow_their_parent_into_the_topic() -> None:
    rows = chatter(30, 10) + outrage(ONSET, 200, 24)
    parent = next(row for row in rows if row["id"] == "1000000")
    at = parent["created_at"] + dt.timedelta(minutes=5)
    reply = mention(77_000_000, at, "oh my, hope you feel better soon", kind="reply", parent_id="1000000")
    connection = archive([*rows, reply])
    past = history.read(connection)
    list(episode.find(connection, past, ("acme",)))
    there = connection.execute("SELECT score FROM on_topic WHERE id = '77000000'").fetchall()
    assert there == [(None,)]


def test_decay_is_measured() -> None:
    connection = archive(chatter(30, 10) + outrage(ONSET, 400, 40))
    past = history.read(connection)
    one = next(episode.find(connection, past, ("acme",)))
    assert past.baseline is not None
    from workbench import series

    hourly = series.counts(connection, 60, one.since, one.until, "on_topic")
    # The storm ignores the day's rhythm, so the fit must not correct for it here.
    flat = past.baseline.expected * 0 + past.baseline.expected.mean()
    baseline = type(past.baseline)(flat, past.baseline.dispersion, past.baseline.masked)
    fall = decay.fit(hourly, one.usual, baseline, one.course.peak, one.course.end or one.until)
    assert fall is not None
    assert fall.half_life == pytest.approx(240, rel=0.15)
    assert fall.low < 240 < (fall.high or 1e9)


def test_brand_post_as_origin_is_owned() -> None:
    joke = mention(5_000_000, ONSET - dt.timedelta(minutes=12), "our exploding blender is a blast, shards included")
    storm = outrage(ONSET, 200, 24)
    storm[:2] = [row | {"kind": "reply", "parent_id": "5000000"} for row in storm[:2]]
    connection = archive([*chatter(30, 10), joke | {"author": "Acme"}, *storm])
    own.mark(connection, Plan.model_validate({"brand": "acme", "accounts": {"twitter": ["acme"]}}))
    one = next(episode.find(connection, history.read(connection), ("acme",)))
    began = origin.find(connection, one)
    assert began is not None
    assert (began.mention_id, began.owned, began.author) == ("5000000", True, "Acme")


def test_applause_is_attention_and_anger_is_a_crisis() -> None:
    praise = [row | {"text": "love the wonderful new acme juicer launch, brilliant"} for row in outrage(ONSET, 200, 24)]
    for storm, kind in ((outrage(ONSET, 200, 24), "crisis"), (praise, "attention")):
        connection = archive(chatter(30, 10) + storm)
        own.mark(connection, Plan(brand="acme"))
        one = next(episode.find(connection, history.read(connection), ("acme",)))
        assert judge.judge(connection, one, Plan(brand="acme")).kind == kind


def test_topic_in_a_language_without_spaces_or_english() -> None:
    storm = [row | {"text": "взрыв блендера акме ужасный ожог", "lang": "ru"} for row in outrage(ONSET, 200, 24)]
    found = episodes(chatter(30, 10) + storm)
    assert "блендера" in set(found[0].topic.terms["term"])


def test_words_leave_out_links_handles_and_the_mark_of_a_tag() -> None:
    connection = archive([mention(1, START, "RT @Someone: Fire at #AcmePlant! https://t.co/abc don't go")])
    found = connection.execute(f"SELECT list_sort({words.WORDS_SQL}) FROM mentions").fetchall()[0][0]
    assert found == ["acmeplant", "at", "don't", "fire", "go"]


def test_topic_that_surges_while_the_total_stays_flat_is_found() -> None:
    surge = outrage(ONSET, 30, 24)
    hours = {row["created_at"].replace(minute=0, second=0) for row in surge}
    room = {hour: sum(row["created_at"].replace(minute=0, second=0) == hour for row in surge) for hour in hours}
    rows = []
    for row in chatter(30, 45):
        hour = row["created_at"].replace(minute=0, second=0)
        if room.get(hour, 0) > 0:
            room[hour] -= 1
        else:
            rows.append(row)
    found = episodes([*rows, *surge])
    assert len(found) == 1
    assert "blender" in set(found[0].topic.terms["term"].head(5))
    assert abs(found[0].course.onset - pd.Timestamp(ONSET)) <= pd.Timedelta(hours=2)
