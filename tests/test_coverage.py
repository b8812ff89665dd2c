"""What the archive cannot know is found, noted, shown; a gap is never a quiet hour."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from workbench import coverage, history, limits, queries
from workbench.archive import load, open_archive

START = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def archive(folder: Path, messages: Iterable[tuple[float, str]], platform: str = "twitter") -> Path:
    """An archive of messages, each (hours after START, text)."""
    file = folder / f"{platform}.jsonl"
    with file.open("w") as out:
        for number, (hours, text) in enumerate(messages):
            moment = (START + dt.timedelta(hours=hours)).isoformat()
            out.write(json.dumps({"platform": platform, "id": str(number), "created_at": moment, "text": text}) + "\n")
    load("acme", [file], data=folder)
    return folder


def steady(hours: Iterable[int], an_hour: int = 6, text: str = "a recall") -> Iterable[tuple[float, str]]:
    """So many messages an hour, a third more or less: which hour has how many is chance, but always the same."""
    for hour in hours:
        number = max(an_hour + (hour * 7919 % 101 % 5 - 2) * an_hour // 6, 1)
        yield from ((hour + part / number, f"{text} {hour % 7}") for part in range(number))


def kinds(data: Path) -> list[tuple[str, str | None, str | None, str | None]]:
    found = limits.as_json(limits.find(open_archive("acme", data)))
    return [(row["kind"], row["platform"], row["from"], row["to"]) for row in found]


def test_a_gap_of_one_platform_is_found_though_another_goes_on(tmp_path: Path) -> None:
    hours = range(24 * 30)
    archive(tmp_path, steady(hour for hour in hours if not 400 <= hour < 420))
    archive(tmp_path, steady(hours), "reddit")
    assert kinds(tmp_path) == [("gap", "twitter", "2026-01-21T16:00:00Z", "2026-01-22T12:00:00Z")]


def test_a_full_archive_has_no_limits(tmp_path: Path) -> None:
    archive(tmp_path, steady(range(24 * 30 + 1)))
    assert kinds(tmp_path) == []


def test_days_that_hold_only_their_last_hours_are_cut(tmp_path: Path) -> None:
    archive(
        tmp_path, ((hour + part / 200, "a recall") for hour in range(24 * 6) if hour % 24 >= 18 for part in range(200))
    )
    found = kinds(tmp_path)
    assert [row for row in found if row[0] == "part of a day"] == [
        ("part of a day", "twitter", f"2026-01-{day:02}T18:00:00Z", f"2026-01-{day:02}T23:59:42Z")
        for day in range(5, 11)
    ]
    hours = pd.date_range("2026-01-05", periods=24 * 6, freq="h", tz="UTC")
    with open_archive("acme", tmp_path).connection() as connection:
        unseen = coverage.unseen_hours(connection, hours)
    assert unseen.tolist() == [hour % 24 < 18 for hour in range(24 * 6)]


@pytest.mark.parametrize(
    ("days", "an_hour", "sampled"),
    [
        ((0, 9, 17, 30, 41, 58), 10, (6, 59)),  # some days of a year
        (range(59), 10, None),
        ((*range(20), *range(50, 59)), 10, None),  # a gap
        ((0, 9, 17, 30, 41, 58), 0, None),  # a brand that hardly anybody speaks of
    ],
)
def test_a_sample_of_days_is_told_from_a_gap_and_from_silence(
    tmp_path: Path, days: Iterable[int], an_hour: int, sampled: tuple[int, int] | None
) -> None:
    hours = [day * 24 + hour for day in days for hour in (range(24) if an_hour else (9, 15))]
    connection = open_archive("acme", archive(tmp_path, steady(hours, max(an_hour, 1)))).connection()
    past = history.read(connection)
    assert past.sampled == sampled
    assert (past.unknown or "").startswith("the archive holds messages of 6 of 59 days") == (sampled is not None)
    assert ("sample" in {kind for kind, *_ in kinds(tmp_path)}) == (sampled is not None)


def test_a_night_and_a_first_day_are_not_cut(tmp_path: Path) -> None:
    archive(tmp_path, steady((hour for hour in range(15, 24 * 6) if hour % 24 >= 7), 30))
    hours = pd.date_range("2026-01-05", periods=24 * 6, freq="h", tz="UTC")
    with open_archive("acme", tmp_path).connection() as connection:
        assert not coverage.unseen_hours(connection, hours).any()


@pytest.mark.parametrize(("number", "capped"), [(1000, True), (1001, False), (300, False)])
def test_a_file_that_ends_at_a_round_number(tmp_path: Path, number: int, capped: bool) -> None:
    archive(tmp_path, ((hour / 10, "a recall") for hour in range(number)))
    assert [row[0] for row in kinds(tmp_path)].count("cap") == int(capped)


def test_words_added_to_the_query_are_seen(tmp_path: Path) -> None:
    before, after = steady(range(24 * 12)), steady(range(24 * 12, 24 * 24))
    added = steady(range(24 * 12, 24 * 24), 4, "the zephyr matter")
    archive(tmp_path, [*before, *after, *added])
    (found,) = limits.find(open_archive("acme", tmp_path))
    assert (found.kind, found.start) == ("query", START + dt.timedelta(days=12))
    assert "0% of a day's messages held none of 'recall', from then on 37% and more" in found.what


def test_a_burst_on_a_word_is_no_change_of_query(tmp_path: Path) -> None:
    burst = steady(range(24 * 12, 24 * 14), 30, "the zephyr matter")
    archive(tmp_path, [*steady(range(24 * 24)), *burst])
    assert [row[0] for row in kinds(tmp_path)] == []


def test_what_people_note_is_kept_and_stored(tmp_path: Path) -> None:
    archive(tmp_path, steady(range(24 * 30 + 1)))
    moment = dt.datetime(2026, 1, 9, 12, tzinfo=dt.UTC)
    for _ in range(2):
        limits.record("acme", tmp_path, "query", "collected by the query 'acme OR recall' from then on", moment)
    limits.record("acme", tmp_path, "sample", "a tenth of all")
    assert kinds(tmp_path) == [("query", None, "2026-01-09T12:00:00Z", None), ("sample", None, None, None)]
    opened = open_archive("acme", tmp_path)
    limits.store(opened, limits.find(opened))
    stored = json.loads((tmp_path / "coverage" / "acme.json").read_text())
    assert [row["kind"] for row in stored["limits"]] == ["query", "sample"]
    shown = limits.table(limits.find(open_archive("acme", tmp_path)))
    assert shown.splitlines()[1].startswith("2026-01-09 12:00")


def test_the_plot_shows_hostile_names_and_asks_no_host(tmp_path: Path) -> None:
    archive(tmp_path, steady(hour for hour in range(24 * 30) if not 400 <= hour < 420))
    opened = open_archive("acme", tmp_path)
    limits.draw(opened, limits.find(opened), tmp_path / "plot.html")
    page = (tmp_path / "plot.html").read_text(encoding="utf-8")
    assert "is something missing" in page
    assert 'src="http' not in page


def test_real_days_that_were_capped(tmp_path: Path, shared: Path) -> None:
    from workbench.readers.mapping import parse_map

    files = sorted((shared / "archives" / "crises" / "snapchat-2018-02").glob("*.csv*"))
    load("snapchat", files, data=tmp_path, mapping=parse_map(["platform=:twitter"]), timezone="America/Los_Angeles")
    found = limits.find(open_archive("snapchat", tmp_path))
    assert len([limit for limit in found if limit.kind == "cap"]) == len(files)
    assert len([limit for limit in found if limit.kind == "part of a day"]) >= 8


def changes(data: Path) -> list[tuple[dt.datetime, str | None, bool]]:
    with open_archive("acme", data).connection() as connection:
        return [(one.at, one.platform, one.noted) for one in queries.changes(connection, "acme", data)]


def test_a_query_that_changed_shows_and_one_that_was_noted_counts_once(tmp_path: Path) -> None:
    days = range(24 * 12, 24 * 24)
    archive(tmp_path, [*steady(range(24 * 24)), *steady(days, 4, "the zephyr matter")])
    assert changes(tmp_path) == [(START + dt.timedelta(days=12), "twitter", False)]
    noted = START + dt.timedelta(days=12, hours=9)
    limits.record("acme", tmp_path, "query", "collected by the query 'recall OR zephyr' from then on", noted)
    assert changes(tmp_path) == [(noted, None, True)]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param("a recall of the zephyr", id="a new word beside the old one"),
        pytest.param("", id="nothing new"),
    ],
)
def test_what_holds_the_words_of_the_query_is_no_change_of_it(tmp_path: Path, later: str) -> None:
    days = range(24 * 12, 24 * 24)
    archive(tmp_path, [*steady(range(24 * 24)), *(steady(days, 30, later) if later else ())])
    assert changes(tmp_path) == []


def test_a_burst_that_ends_is_no_change_of_the_query(tmp_path: Path) -> None:
    archive(tmp_path, [*steady(range(24 * 24)), *steady(range(24 * 12, 24 * 15), 30, "the zephyr matter")])
    assert changes(tmp_path) == []


def test_files_that_were_collected_by_other_queries_show_when_it_changed(tmp_path: Path) -> None:
    for number, query in enumerate(("recall", "recall", "recall OR zephyr")):
        file = tmp_path / f"{number}.jsonl"
        moment = (START + dt.timedelta(days=number)).isoformat()
        message = {"platform": "twitter", "id": str(number), "created_at": moment, "text": "a recall"}
        file.write_text(json.dumps(message) + "\n")
        load("acme", [file], data=tmp_path, query=query)
    assert changes(tmp_path) == [(START + dt.timedelta(days=2), None, True)]
    load("acme", [tmp_path / "2.jsonl"], data=tmp_path, query="recall")  # said wrong at first
    assert changes(tmp_path) == []
    assert [entry.query for entry in open_archive("acme", tmp_path).receipts()][-1] == "recall"
