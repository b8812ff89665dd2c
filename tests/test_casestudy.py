from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from workbench import casestudy
from workbench.casestudy import chance, ground_truth, phrase, scenario
from workbench.casestudy.rhythm import excess_rate, ordinary_rate
from workbench.casestudy.simulate import simulate
from workbench.errors import UsageError, WorkbenchError
from workbench.mention import COLUMNS, KINDS, PLATFORMS
from workbench.plan import Plan

Rows = list[dict[str, Any]]

_TEXT_COLUMNS = {"platform", "id", "created_at", "author_id", "author", "text", "lang", "kind", "parent_id",
                 "conversation_id", "url", "collected_at", "title"}  # fmt: skip
_NUMBER_COLUMNS = {"followers", "likes", "reposts", "replies", "views"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return casestudy.write("kitchenaid", tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def rows(written: Path) -> Rows:
    with gzip.open(written, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def mentions(rows: Rows) -> Rows:
    """Each message once, in the order of time."""
    once = {row["id"]: row for row in rows}
    return sorted(once.values(), key=lambda row: (_time(row), row["id"].rsplit("-", 1)[1]))


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return casestudy.truth("kitchenaid")


@pytest.fixture(scope="module")
def crisis(truth: dict[str, Any]) -> dict[str, Any]:
    only: dict[str, Any]
    (only,) = truth["crises"]
    return only


def _time(row: dict[str, Any]) -> dt.datetime:
    return _moment(row["created_at"])


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    assert moment.tzinfo is not None, text
    return moment


def _between(mentions: Rows, begin: str, end: str) -> Rows:
    return [row for row in mentions if _moment(begin) <= _time(row) < _moment(end)]


def _addressed(row: dict[str, Any], owned: set[str]) -> bool:
    if row["kind"] == "repost":
        return False
    return "@kitchenaidusa" in row["text"].lower() or row.get("parent_id") in owned


# The file


def test_another_process_writes_the_same_bytes_without_heavy_libraries(
    written: Path, tmp_path: Path, root: Path
) -> None:
    call = (
        "import sys, pathlib, workbench.casestudy as c; c.write('kitchenaid', pathlib.Path(sys.argv[1]));"
        "print(sorted({'pandas', 'numpy', 'duckdb', 'deltalake', 'plotly', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", call, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(root), "TZ": "Asia/Tokyo"},
    )
    assert done.stdout.strip() == "[]"
    again = (tmp_path / written.name).read_bytes()
    assert hashlib.sha256(again).hexdigest() == hashlib.sha256(written.read_bytes()).hexdigest()


def test_the_file_stands_alone_in_its_folder_and_is_small(written: Path) -> None:
    assert [path.name for path in written.parent.iterdir()] == ["kitchenaid.jsonl.gz"]
    assert written.stat().st_size < 2_500_000
    # No time and no name in the gzip header.
    assert written.read_bytes()[3:8] == b"\0\0\0\0\0"


def test_a_folder_that_can_not_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkbenchError, match=r"kitchenaid\.jsonl\.gz can't be written .*: name a folder"):
        casestudy.write("kitchenaid", tmp_path / "file")
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.parametrize("ask", [casestudy.plan, casestudy.truth, lambda case: casestudy.write(case, Path("nowhere"))])
@pytest.mark.parametrize("case", ["", "../kitchenaid", "KitchenAid", "general-motors"])
def test_an_unknown_case_is_refused(ask: Any, case: str) -> None:
    with pytest.raises(UsageError, match=r"There is no case study .*: choose one of kitchenaid"):
        ask(case)


# The rows


def test_rows_are_valid_by_the_contract(rows: Rows) -> None:
    for row in rows:
        assert set(row) <= set(COLUMNS) - {"brand", "source_file", "source_row"}
        assert {"platform", "id", "created_at", "text", "author", "kind"} <= set(row)
        assert row["platform"] in PLATFORMS
        assert row["kind"] in KINDS
        assert all(isinstance(row[column], str) and row[column] for column in _TEXT_COLUMNS & set(row))
        assert all(type(row[column]) is int and row[column] >= 0 for column in _NUMBER_COLUMNS & set(row))
        assert _time(row) <= _moment(row["collected_at"])
        assert not set("{}") & set(row["text"] + row.get("title", ""))


def test_everything_says_that_it_is_simulated(rows: Rows) -> None:
    for row in rows:
        assert all(row[column].startswith("sim-") for column in ("id", "parent_id", "conversation_id") if column in row)
        assert row["author_id"].startswith("sim-")
        assert row["author"] == "KitchenAidUSA" or re.fullmatch(r"sim_[a-z0-9_]+", row["author"])
        assert row["author"] != "KitchenAidUSA" or row["text"].startswith("[simulated] ")


def test_no_text_carries_a_strange_handle_host_or_a_quotation_by_name(rows: Rows) -> None:
    handles = {handle for row in rows for handle in re.findall(r"@(\w+)", row["text"])}
    assert {handle.lower() for handle in handles if not handle.startswith("sim_")} == {"kitchenaidusa"}
    links = [link for row in rows for link in [*row.get("links", []), *re.findall(r"https?://\S+", row["text"])]]
    links += [row["url"] for row in rows if "url" in row]
    assert {re.sub(r"https://([a-z.]+)/.*", r"\1", link).rsplit(".", 1)[1] for link in links} == {"example"}
    named = [row["text"] for row in rows if "Soledad" in row["text"]]
    assert named
    assert all("[simulated]" in text and not set('"\u201c\u201d\u00ab') & set(text) for text in named)


def test_threads_hold_together(mentions: Rows) -> None:
    by_id = {row["id"]: row for row in mentions}
    pointing = [row for row in mentions if "parent_id" in row]
    for row in pointing:
        parent = by_id[row["parent_id"]]
        assert parent["platform"] == row["platform"]
        assert _time(parent) <= _time(row)
        if row["kind"] != "repost":
            assert row["conversation_id"] == parent["conversation_id"]
        else:
            assert row["text"] == f"RT @{parent['author']}: {parent['text']}"
    assert {row["kind"] for row in pointing} == {"reply", "repost", "quote", "comment"}
    shared = Counter(row["parent_id"] for row in pointing if row["kind"] in ("repost", "quote"))
    assert all(row["reposts"] == shared[row["id"]] for row in mentions if "reposts" in row)


def test_the_export_is_as_untidy_as_real_ones(rows: Rows, mentions: Rows, truth: dict[str, Any]) -> None:
    times = [_time(row) for row in rows]
    assert sum(later < sooner for sooner, later in itertools.pairwise(times)) > 500
    assert truth["archive"] == {
        "first": mentions[0]["created_at"],
        "last": mentions[-1]["created_at"],
        "unique_mentions": len(mentions),
        "rows": len(rows),
        "duplicates": len(rows) - len(mentions),
    }
    assert 0.005 < truth["archive"]["duplicates"] / len(rows) < 0.03


def test_ordinary_days_look_ordinary(mentions: Rows, crisis: dict[str, Any]) -> None:
    before = _between(mentions, "2012-09-04T04:00:00Z", "2012-10-02T04:00:00Z")
    hours = Counter(_time(row).replace(minute=0, second=0) for row in before)
    counts = [hours[_moment("2012-09-04T04:00:00Z") + dt.timedelta(hours=hour)] for hour in range(28 * 24)]
    assert statistics.mean(counts) == pytest.approx(crisis["baseline_per_hour"], rel=0.05)
    assert 18 <= statistics.mean(counts) <= 26
    assert max(counts) < 75
    evening = statistics.mean(counts[hour] for hour in range(len(counts)) if hour % 24 == 20)
    night = statistics.mean(counts[hour] for hour in range(len(counts)) if hour % 24 == 3)
    assert evening > 2.5 * night
    # Over-dispersed even at one hour of the day on like weekdays.
    noons = [counts[day * 24 + 12] for day in range(28) if day % 7 < 4]
    assert statistics.variance(noons) > 1.1 * statistics.mean(noons)


def test_texts_vary(mentions: Rows) -> None:
    own_words = [row["text"] for row in mentions if row["kind"] != "repost" and row["author"] != "KitchenAidUSA"]
    assert len(set(own_words)) > 0.7 * len(own_words)
    assert {row["lang"] for row in mentions if "lang" in row} == {"en", "es", "fr"}
    assert {row["platform"] for row in mentions} == {
        "twitter",
        "facebook",
        "news",
        "blog",
        "forum",
        "reddit",
        "youtube",
    }


# The truth


def test_the_story_is_the_public_one(crisis: dict[str, Any]) -> None:
    assert crisis["origin"] == {
        "platform": "twitter",
        "mention_id": crisis["origin"]["mention_id"],
        "created_at": "2012-10-04T01:42:00Z",
        "owned": True,
        "deleted_at": "2012-10-04T01:47:00Z",
    }
    assert crisis["cause"] == {"verdict": "internal", "cluster": "preventable"}
    assert (crisis["first_statement"]["created_at"], crisis["first_statement"]["minutes_after_origin"]) == (
        "2012-10-04T01:50:00Z",
        8.0,
    )
    named = crisis["spokesperson_statement"]
    assert (named["speaker"], named["minutes_after_origin"], len(named["accepted_ids"])) == ("Cynthia Soledad", 15.0, 4)
    assert all(named[mark] for mark in ("responsibility", "compassion", "commitment"))
    assert not named["defensive"]


def test_truth_agrees_with_the_rows(mentions: Rows, crisis: dict[str, Any]) -> None:
    by_id = {row["id"]: row for row in mentions}
    for told in (crisis["origin"], crisis["first_statement"], crisis["spokesperson_statement"]):
        row = by_id[told["mention_id"]]
        assert (row["platform"], row["created_at"]) == (told["platform"], told["created_at"])
        assert row["author"] == "KitchenAidUSA"
    assert all("Soledad" in by_id[part]["text"] for part in crisis["spokesperson_statement"]["accepted_ids"])
    assert by_id[crisis["origin"]["mention_id"]]["collected_at"] < crisis["origin"]["deleted_at"]
    assert len(crisis["statement_ids"]) == 7
    assert crisis["statements"] == 4


def test_nothing_about_it_precedes_the_origin(mentions: Rows, crisis: dict[str, Any]) -> None:
    about = re.compile(r"grandm|\bgma\b|obama|nbcpolitics", re.IGNORECASE)
    first = next(row for row in mentions if about.search(row["text"]))
    assert first["id"] == crisis["origin"]["mention_id"]


def test_each_platform_joins_no_sooner_than_told(mentions: Rows) -> None:
    about = [row for row in mentions if re.search(r"grandm|\bgma\b|apolog", row["text"] + row.get("title", ""), re.I)]
    joined: dict[str, str] = {}
    for row in _between(about, "2012-10-04T01:00:00Z", "2012-10-06T00:00:00Z"):
        joined.setdefault(row["platform"], _time(row).astimezone(dt.UTC).strftime("%dT%H:%M"))
    assert list(joined)[:2] == ["twitter", "facebook"]
    assert "04T03:17" <= joined["news"] <= "04T04:00"
    assert joined["youtube"] >= "04T12:30"


def test_the_storm_peaks_where_truth_says_and_ends(mentions: Rows, crisis: dict[str, Any]) -> None:
    peak = _moment(crisis["peak"])
    hourly = Counter((_time(row) - peak) // dt.timedelta(hours=1) for row in mentions)
    around = hourly[0] + hourly[-1]
    assert around == pytest.approx(2 * crisis["peak_excess_per_hour"], rel=0.15)
    assert max(hourly, key=lambda hour: hourly[hour]) in (-1, 0)
    storm = len(_between(mentions, crisis["onset"], crisis["end"]))
    hours = (_moment(crisis["end"]) - _moment(crisis["onset"])) / dt.timedelta(hours=1)
    assert storm - hours * crisis["baseline_per_hour"] == pytest.approx(crisis["mentions_of_event"], rel=0.05)
    after = _between(mentions, "2012-10-06T04:00:00Z", "2012-10-13T04:00:00Z")
    assert len(after) / (7 * 24) == pytest.approx(crisis["baseline_per_hour"], rel=0.15)
    assert (_moment("2012-10-13T04:00:00Z") - _moment(crisis["end"])).days >= 7


def test_answers_are_counted_as_the_rows_show_them(mentions: Rows, crisis: dict[str, Any]) -> None:
    owned = {row["id"] for row in mentions if row["author"] == "KitchenAidUSA"}
    window = {
        row["id"]: row
        for row in _between(mentions, crisis["onset"], crisis["end"])
        if row["id"] not in owned and _addressed(row, owned)
    }
    first_answer: dict[str, float] = {}
    for row in mentions:
        if row["id"] in owned and row.get("parent_id") in window:
            waited = (_time(row) - _time(window[row["parent_id"]])).total_seconds() / 60
            first_answer.setdefault(row["parent_id"], waited)
    # The brand also offers two newsrooms a talk on the record; they asked for nothing.
    assert crisis["answered"] <= len(first_answer) <= crisis["answered"] + 2
    assert crisis["answered"] < crisis["needs_reply"] < len(window)
    assert statistics.median(first_answer.values()) == pytest.approx(crisis["median_reply_minutes"], rel=0.03)


# The plan


def test_the_plan_is_valid_and_names_no_stranger(rows: Rows) -> None:
    text = casestudy.plan("kitchenaid")
    assert "# Invented for the demonstration" in text
    raw = yaml.safe_load(text)
    plan = Plan.model_validate(raw)
    assert plan.brand == "kitchenaid"
    assert raw["accounts"] == {"twitter": ["KitchenAidUSA"], "facebook": ["KitchenAidUSA"]}
    assert raw["spokespersons"] == [{"name": "Cynthia Soledad", "role": "head of the KitchenAid brand"}]
    roles = {member["name"] for member in raw["committee"]["members"]}
    assert all(role.endswith("(role)") for role in roles)
    assert {one["owner"] for one in raw["scenarios"]} <= roles
    assert "hub" not in raw


# The simulator's parts


def test_a_phrase_says_each_of_its_alternatives() -> None:
    spoken = phrase.phrase("(a|the (big|)) {thing} for {at}", {"thing": ["apple", "pan :)"]})
    said = {phrase.say(Random(seed), spoken) for seed in range(200)}
    assert said == {
        f"{which} {thing} for {{at}}" for which in ("a", "the big", "the") for thing in ("apple", "pan :)")
    } - {"a apple for {at}"} | {"an apple for {at}"}


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a {word}", r"asks for \{word\}: add a list"),
        ("(a|b", "lacks a closing parenthesis"),
        ("a) b", "too many: balance"),
        ("a {Word", "a brace that is no slot"),
    ],
)
def test_a_template_that_can_not_be_said_is_refused(template: str, message: str) -> None:
    with pytest.raises(WorkbenchError, match=message):
        phrase.phrase(template, {})


def test_a_damaged_scenario_is_refused_in_one_sentence() -> None:
    with pytest.raises(WorkbenchError, match=r"The scenario can't be read \('words'\)"):
        scenario.read("brand: acme")


@pytest.mark.parametrize(("mean", "dispersion"), [(3.0, 0.0), (80.0, 0.0), (20.0, 0.2)])
def test_counts_have_their_mean_and_variance(mean: float, dispersion: float) -> None:
    rng = Random(5)
    counts = [chance.crowded(rng, mean, dispersion) for _ in range(6000)]
    assert statistics.mean(counts) == pytest.approx(mean, rel=0.03)
    assert statistics.variance(counts) == pytest.approx(mean + dispersion * mean**2, rel=0.08)


def test_draws_follow_their_weights() -> None:
    rng = Random(6)
    among = chance.weighted({"often": 3.0, "never": 0.0, "seldom": 1.0})
    drawn = Counter(chance.draw(rng, among) for _ in range(8000))
    assert set(drawn) == {"often", "seldom"}
    assert drawn["often"] / 8000 == pytest.approx(0.75, abs=0.02)


SMALL = """
brand: acme
name: Acme
seed: 1
begins: 2020-03-02T00:00:00Z
until: 2020-03-09T00:00:00Z
collected_at: 2020-03-10T00:00:00Z
utc_offset: 0
per_hour: 10
dispersion: 0.1
hours: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
weekdays: [2, 1, 1, 1, 1, 1, 0]
regulars: 5
newcomers: 0.5
followers: 10
mark: "[simulated]"
duplicates: 0
accounts: {twitter: acme}
outlets: [wire]
words: {}
forms: {twitter: {post: 3, reply: 1, repost: 1}, reddit: {post: 1, comment: 1}}
published: []
topics: {shop: {share: 1, where: {twitter: 1}, texts: ["nice shop"]}}
answers: {share: 1, median_minutes: 10, spread: 0.5, hours: [0, 24], texts: ["we help"]}
waves:
  - name: fire
    kind: disaster
    cause: {verdict: external, cluster: victim}
    pulses: [{onset: 2020-03-04T10:00:00Z, rise_minutes: 60, per_hour: 100, half_life_minutes: 90}]
    fixed: [{at: 2020-03-04T09:30:00Z, platform: reddit, role: origin, by: sim_neighbor, parts: [smoke over the works]}]
    opens: {twitter: 2020-03-04T11:00:00Z}
    topics:
      smoke: {share: 1, where: {reddit: 1, twitter: 2}, asks: true, texts: ["{at} is everybody safe?"]}
  - name: gala
    kind: launch
    pulses: [{onset: 2020-03-08T20:00:00Z, rise_minutes: 60, per_hour: 40, half_life_minutes: 600}]
    topics: {gala: {share: 1, where: {twitter: 1}, texts: ["what a gala"]}}
"""


def test_another_story_with_an_outside_origin_and_no_statement() -> None:
    told = scenario.read(SMALL)
    messages = simulate(told)
    truth = ground_truth.truth(told, messages, "small")
    assert truth["attention"] == [{"kind": "launch", "onset": "2020-03-08T20:00:00Z"}]
    (fire,) = truth["crises"]
    (origin,) = (message for message in messages if message.fixed)
    assert fire["origin"] == {
        "platform": "reddit",
        "mention_id": origin.id,
        "created_at": "2020-03-04T09:30:00Z",
        "owned": False,
        "deleted_at": None,
    }
    assert (origin.author.handle, origin.text) == ("sim_neighbor", "smoke over the works")
    assert (fire["first_statement"], fire["statements"], fire["half_life_minutes"]) == (None, 0, 90)
    end = _moment(fire["end"]).timestamp()
    # Everybody who asked on the brand's own platform was answered; on Reddit, where it has no account, nobody was.
    asked = [
        message
        for message in messages
        if message.asks and message.kind != "repost" and message.platform == "twitter" and message.at <= end
    ]
    assert fire["needs_reply"] == fire["answered"] == len(asked) > 20
    assert min(message.at for message in asked) >= scenario.moment(dt.datetime(2020, 3, 4, 11, tzinfo=dt.UTC))


def test_what_goes_on_at_the_end_of_the_archive_has_no_end() -> None:
    told = scenario.read(SMALL.replace("until: 2020-03-09T00:00:00Z", "until: 2020-03-04T12:00:00Z"))
    (fire,) = ground_truth.truth(told, simulate(told), "small")["crises"]
    assert fire["end"] is None
    # 100 an hour after an hour's rise; twice the root of 10 + 0.1 × 10² is 8.9.
    assert fire["onset_visible"] == "2020-03-04T10:06:00Z"


def test_a_pulse_halves_in_its_half_life() -> None:
    told = scenario.read(SMALL)
    fire = told.waves[0]
    at = {hour: scenario.moment(dt.datetime(2020, 3, 4, hour, tzinfo=dt.UTC)) for hour in (9, 10, 11, 14)}
    assert [excess_rate(told, fire, at[hour]) for hour in at] == [0.0, 0.0, 100.0, 25.0]
    assert excess_rate(told, fire, at[10] + 1800) == 50.0
    # Monday the 2nd counts double, Sunday the 8th not at all.
    day = 86400
    assert [ordinary_rate(told, at[9] + day * step) for step in (-2, 0, 4)] == [20.0, 10.0, 0.0]
