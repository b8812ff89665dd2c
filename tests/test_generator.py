"""The labelled archives that the benchmarks measure on: valid, the same every time, and true to their own rows."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks import generator
from benchmarks.generator import COUNT, QUICK, Case, case, write
from benchmarks.labelled.catalogue import KINDS, Entry, entries
from benchmarks.labelled.texts import language
from workbench import plan
from workbench.casestudy.phrase import LATE_SLOTS, phrase
from workbench.mention import COLUMNS, PLATFORMS
from workbench.mention import KINDS as FORMS

LANGUAGES = ("ar", "de", "en", "es", "fr", "ja", "lv", "pt", "ru")
CRISES = ("post", "outage", "rumour", "breach", "food", "twins", "running", "campaign")
OTHERS = ("launch", "bots", "match", "backfill", "drop", "query-change", "quiet")


@cache
def made(kind: str) -> Case:
    """A small case of the kind, made once."""
    return case(smallest(kind))


def smallest(kind: str) -> Entry:
    order = ("trickle", "small", "medium", "large")
    return min((one for one in entries(1, COUNT) if one.kind == kind), key=lambda one: order.index(one.volume))


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def mentions(one: Case) -> list[dict[str, Any]]:
    """Each message once, in the order of time."""
    rows = {(row["platform"], row["id"]): row for row in one.rows}.values()
    return sorted(rows, key=lambda row: moment(row["created_at"]))


def owned(one: Case) -> set[tuple[str, str]]:
    """Platform and handle of all accounts that speak for the brand."""
    accounts = plan.parse(one.plan_yaml).own_accounts()
    return {(platform, account.handle) for platform, account, _ in accounts}


# The catalogue


def test_there_are_over_two_hundred_archives_of_every_kind_language_and_volume() -> None:
    made = list(entries(1, COUNT))
    assert COUNT >= 200
    assert Counter(one.kind for one in made) == KINDS
    assert [one.kind for one in made[:QUICK]] == list(KINDS)
    assert {one.languages[0] for one in made} == set(LANGUAGES)
    assert {one.volume for one in made} == {"trickle", "small", "medium", "large"}
    assert any(len(one.languages) == 2 for one in made)
    assert len({one.name for one in made} | {str(one.seed) for one in made}) == 2 * COUNT


def test_more_can_be_had_and_fewer_are_the_first_of_them() -> None:
    many = list(entries(1, 2 * COUNT))
    assert Counter(one.kind for one in many) == {kind: 2 * quota for kind, quota in KINDS.items()}
    assert list(entries(1, 40)) == many[:40]


def test_another_seed_tells_other_stories() -> None:
    assert not {one.seed for one in entries(1, COUNT)} & {one.seed for one in entries(2, COUNT)}
    assert made("quiet").rows != case(next(one for one in entries(2, COUNT) if one.kind == "quiet")).rows


def test_another_process_makes_the_same_bytes(tmp_path: Path, root: Path) -> None:
    entry = smallest("outage")
    write(made("outage"), tmp_path / entry.name)
    call = (
        "import pathlib, sys; from benchmarks.generator import *; from benchmarks.labelled.catalogue import entries;"
        "entry = next(one for one in entries(1, COUNT) if one.name == sys.argv[2]);"
        "write(case(entry), pathlib.Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", call, str(tmp_path / "again"), entry.name],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(root), "TZ": "Asia/Tokyo"},
    )
    one, again = (
        {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (tmp_path / name).iterdir()}
        for name in (entry.name, "again")
    )
    assert one == again


# What is said


def said(raw: Any) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        yield from (text for one in raw.values() for text in said(one))
    elif isinstance(raw, list):
        yield from (text for one in raw for text in said(one))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_template_can_be_said(lang: str) -> None:
    spoken = language(lang)
    sectors = list(spoken["sectors"].values())
    assert all({"product", "fault", "ask", "joy"} <= set(sector) for sector in sectors)
    everyday = spoken["words"] | sectors[0] | {slot: ["x"] for slot in ("brand", "tag", "matter")}
    pieces = [(spoken[part], everyday) for part in ("talk", "posts", "answers", "storm_answers", "statements")]
    pieces += [
        (one["topics"], everyday | hit["words"]) for one in spoken["crises"].values() for hit in one["incidents"]
    ]
    pieces += [([one["topics"], one["announce"]], everyday | one["words"]) for one in spoken["attention"].values()]
    assert sum(len(phrase(text, words)) > 0 for raw, words in pieces for text in said(raw)) > 40


@pytest.mark.parametrize("kind", CRISES)
def test_topic_terms_are_what_people_say_in_the_crisis_and_not_before(kind: str) -> None:
    one = made(kind)
    for crisis in one.truth["crises"]:
        assert len(crisis["topic_terms"]) >= 3
        onset, end = moment(crisis["onset"]), moment(crisis["end"] or one.truth["archive"]["last"])
        for term in crisis["topic_terms"]:
            said = [term in f"{row.get('title', '')} {row['text']}".lower() for row in mentions(one)]
            when = [moment(row["created_at"]) for row in mentions(one)]
            during = sum(hit for hit, time in zip(said, when, strict=True) if onset <= time <= end)
            before = sum(hit for hit, time in zip(said, when, strict=True) if time < onset)
            assert during > 5 * before * (end - onset) / (onset - when[0]), term


# The rows


@pytest.mark.parametrize("kind", [*CRISES, *OTHERS])
def test_rows_and_plan_are_valid_by_the_contract(kind: str) -> None:
    one = made(kind)
    for row in one.rows:
        assert set(row) <= set(COLUMNS) - {"brand", "source_file", "source_row"}
        assert {"platform", "id", "created_at", "text", "author", "kind"} <= set(row)
        assert row["platform"] in PLATFORMS
        assert row["kind"] in FORMS
        assert row["text"].strip()
        assert moment(row["created_at"]).tzinfo is not None
        assert not set("{}|") & set(row["text"] + row.get("title", ""))
        assert all(slot not in row["text"] for slot in LATE_SLOTS if f"{{{slot}}}" in row["text"])
    asked = plan.parse(one.plan_yaml)
    assert asked.brand == one.truth["brand"]
    assert asked.accounts
    assert one.truth["archive"]["rows"] == len(one.rows)
    assert one.truth["archive"]["unique_mentions"] == len(mentions(one))
    assert (one.truth["kind"], one.truth["case"]) == (kind, one.name)


@pytest.mark.parametrize("kind", CRISES)
def test_truth_of_a_crisis_agrees_with_the_rows(kind: str) -> None:
    one = made(kind)
    rows = {row["id"]: row for row in mentions(one)}
    assert len(one.truth["crises"]) == (2 if kind == "twins" else 1)
    for crisis in one.truth["crises"]:
        origin, first = rows[crisis["origin"]["mention_id"]], crisis["first_statement"]
        assert moment(origin["created_at"]) == moment(crisis["origin"]["created_at"])
        assert origin["platform"] == crisis["origin"]["platform"]
        if "lost" not in crisis["origin"]:
            assert ((origin["platform"], origin["author"]) in owned(one)) is crisis["origin"]["owned"]
            assert moment(crisis["origin"]["created_at"]) <= moment(crisis["onset"])
        assert moment(crisis["onset"]) <= moment(crisis["onset_visible"])
        assert (crisis["end"] is None) or moment(crisis["peak"]) < moment(crisis["end"])
        assert crisis["topic_terms"]
        if first:
            assert rows[first["mention_id"]]["created_at"] is not None
            assert moment(rows[first["mention_id"]]["created_at"]) == moment(first["created_at"])
            named = f"{rows[first['mention_id']]['text']} {rows[first['mention_id']]['author']}".lower()
            assert any(name.lower() in named for name in first["speaker_accepted"])


@pytest.mark.parametrize("kind", ["post", "outage", "food", "breach"])
def test_answers_can_be_counted_from_the_rows(kind: str) -> None:
    one, own = made(kind), owned(made(kind))
    rows = {row["id"]: row for row in mentions(one)}
    ours = {key for key, row in rows.items() if (row["platform"], row["author"]) in own}
    for crisis in one.truth["crises"]:
        end = moment(crisis["end"] or one.truth["archive"]["last"])
        inbound = {
            key
            for key, row in rows.items()
            if key not in ours
            and row["kind"] != "repost"
            and moment(crisis["onset"]) <= moment(row["created_at"]) <= end
            and (
                row.get("parent_id") in ours
                or any(place == row["platform"] and f"@{handle}" in row["text"] for place, handle in own)
            )
        }
        assert 0.5 * len(inbound) <= crisis["needs_reply"] <= len(inbound)
        delays: dict[str, float] = {}
        for row in rows.values():
            if row["id"] in ours and row.get("parent_id") in inbound:
                waited = moment(row["created_at"]) - moment(rows[row["parent_id"]]["created_at"])
                delays.setdefault(row["parent_id"], waited.total_seconds() / 60)
        statements = set(crisis["statement_ids"])
        answered = {key for key in delays if not any(rows[said].get("parent_id") == key for said in statements)}
        assert crisis["answered"] == pytest.approx(len(answered), abs=1)
        if len(answered) > 5:
            assert crisis["median_reply_minutes"] == pytest.approx(statistics.median(delays.values()), rel=0.1)


@pytest.mark.parametrize("kind", CRISES)
def test_the_hub_is_first_linked_when_truth_says(kind: str) -> None:
    one = made(kind)
    own = owned(one)
    for crisis in one.truth["crises"]:
        if crisis["hub"] is None:
            assert plan.parse(one.plan_yaml).hub is None
            continue
        times = [
            moment(row["created_at"])
            for row in mentions(one)
            if crisis["hub"]["url"] in row.get("links", []) and (row["platform"], row["author"]) in own
            if moment(row["created_at"]) >= moment(crisis["origin"]["created_at"])
        ]
        told = crisis["hub"]["first_linked_at"]
        assert (moment(told) if told else None) == (min(times) if times else None)


# Courses and decoys


def test_a_crisis_that_still_runs_has_no_end() -> None:
    (crisis,) = made("running").truth["crises"]
    assert crisis["end"] is None


def test_a_crisis_in_a_campaign_has_both() -> None:
    told = made("campaign").truth
    (burst,) = told["attention"]
    assert moment(burst["onset"]) < moment(told["crises"][0]["onset"])


def test_a_brief_crisis_of_thousands_a_minute_is_over_within_an_hour_or_two() -> None:
    entry = next(one for one in entries(1, COUNT) if one.kind == "brief" and one.number % 3 == 0)
    one = case(entry)
    (crisis,) = one.truth["crises"]
    minutes = Counter(moment(row["created_at"]).replace(second=0) for row in mentions(one))
    assert max(minutes.values()) > 1000
    assert moment(crisis["end"]) - moment(crisis["onset"]) < dt.timedelta(hours=2)


def test_later_waves_are_after_shocks_and_half_life_is_unknown() -> None:
    (crisis,) = case(next(one for one in entries(1, COUNT) if one.kind == "waves")).truth["crises"]
    assert crisis["half_life_minutes"] is None
    assert crisis["aftershocks"]
    for shock in crisis["aftershocks"]:
        assert moment(crisis["peak"]) < moment(shock["onset"]) <= moment(shock["peak"]) < moment(crisis["end"])
        assert shock["mentions"] > 0


def test_a_flat_total_hides_the_crisis() -> None:
    one = case(smallest("flat"))
    (crisis,) = one.truth["crises"]
    onset, end = moment(crisis["onset"]), moment(crisis["end"])
    rows = mentions(one)
    during = sum(onset <= moment(row["created_at"]) < end for row in rows) / ((end - onset) / dt.timedelta(hours=1))
    assert during < 1.4 * crisis["baseline_per_hour"]
    assert crisis["mentions_of_event"] > 0.2 * during * ((end - onset) / dt.timedelta(hours=1))


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_crisis_has_none(kind: str) -> None:
    told = made(kind).truth
    assert told["crises"] == []
    assert {burst["kind"] for burst in told["attention"]} == ({kind} if kind not in ("drop", "quiet") else set())


def test_nothing_was_collected_in_a_gap_and_a_backfill_comes_at_once() -> None:
    for kind in ("drop", "backfill"):
        one = made(kind)
        (gap,) = one.truth["gaps"]
        begins, until = moment(gap["from"]), moment(gap["to"])
        times = [moment(row["created_at"]) for row in mentions(one)]
        assert not any(begins <= time < until for time in times)
        hour = sum(until <= time < until + dt.timedelta(hours=1) for time in times)
        usual = len(times) / ((times[-1] - times[0]) / dt.timedelta(hours=1))
        assert (hour > 4 * usual) is (kind == "backfill")


def test_a_change_of_query_lifts_the_level_for_good() -> None:
    one = made("query-change")
    (burst,) = one.truth["attention"]
    times, at, week = [moment(row["created_at"]) for row in mentions(one)], moment(burst["onset"]), dt.timedelta(days=2)
    before, after = (sum(low <= time < low + week for time in times) for low in (at - week, at))
    assert after > 1.3 * before


def test_a_shock_of_the_industry_comes_with_the_others_of_it() -> None:
    one = case(smallest("industry"))
    assert one.truth["shock"] == "industry"
    assert list(one.controls) == one.truth["controls"]
    assert len(one.controls) == 2
    onset = moment(one.truth["crises"][0]["onset"])
    for rows in one.controls.values():
        times = [moment(row["created_at"]) for row in rows]
        around = sum(onset <= time < onset + dt.timedelta(hours=24) for time in times)
        before = sum(onset - dt.timedelta(days=10) <= time < onset for time in times) / 10
        assert around > 2 * before


def test_an_origin_that_was_not_collected_is_known_by_what_points_at_it() -> None:
    for entry in entries(1, COUNT):
        if entry.theme == "post" and entry.volume in ("trickle", "small"):
            one = case(entry)
            (crisis, *_) = one.truth["crises"]
            if "lost" in crisis["origin"]:
                break
    else:
        pytest.fail("no origin was lost")
    assert crisis["origin"]["owned"]
    rows = mentions(one)
    assert crisis["origin"]["lost"] not in {row["id"] for row in rows}
    assert any(row.get("parent_id") == crisis["origin"]["lost"] for row in rows)


# The command


def test_the_command_writes_the_layout_of_a_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["generator", "--out", str(tmp_path), "--quick", "--only", "quiet"])
    generator.main()
    (folder,) = tmp_path.iterdir()
    assert {file.name for file in folder.iterdir()} == {"mentions.jsonl.gz", "plan.yml", "truth.json"}
    with gzip.open(folder / "mentions.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert (told["kind"], told["archive"]["rows"]) == ("quiet", len(rows))
    assert folder.name in capsys.readouterr().out


def test_an_unknown_kind_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["generator", "--only", "earthquakes"])
    with pytest.raises(SystemExit) as refused:
        generator.main()
    assert refused.value.code == 2
    assert "invalid choice: 'earthquakes'" in capsys.readouterr().err
