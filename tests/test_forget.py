"""Who is forgotten is gone from every byte, stays out, and is not named by what tells of it."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import sample
from workbench import forget, limits
from workbench.archive import load, open_archive, retain
from workbench.errors import WorkbenchError

WORDS = "I bought this kettle in May and it has burnt my kitchen down"
PERSON: dict[str, Any] = {"author": "ZeldaQ_77", "author_id": "4477001"}
ROWS: list[dict[str, Any]] = [
    {"id": "901", "text": WORDS, **PERSON},
    {"id": "902", "text": "no", **PERSON, "created_at": "2026-04-09T10:00:00Z"},
    {"id": "903", "text": f"RT @zeldaq_77: {WORDS}", "author": "bo", "kind": "repost", "parent_id": "901"},
    {"id": "904", "text": "shorter", "author": "cy", "kind": "quote", "parent_id": "901"},
    {"id": "905", "text": f'look: "{WORDS}"', "author": "di"},
    {
        "id": "906",
        "text": "@ZELDAQ_77 that is terrible",
        "author": "ed",
        "kind": "reply",
        "parent_id": "901",
        "links": ["https://twitter.com/ZeldaQ_77/status/901"],
        "url": "https://twitter.com/ed/status/906",
    },
    {"id": "907", "text": "nothing to do with it", "author": "flo"},
    {"id": "908", "text": "@zeldaq_77 sorry", **PERSON, "created_at": "soon"},
    {"id": "909", "created_at": "never", "author": "gus", "text": "also broken"},
]


def export(file: Path, rows: list[dict[str, Any]]) -> Path:
    plain = {"platform": "twitter", "created_at": "2026-03-04T14:10:00Z"}
    file.write_text("".join(json.dumps(plain | row) + "\n" for row in rows))
    return file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with data and reports in which ZeldaQ_77 is everywhere."""
    data = tmp_path / "data"
    (data / "incoming").mkdir(parents=True)
    for folder in ("notes", "labels", "crises"):
        (data / folder).mkdir()
    export(data / "incoming" / "zeldaq_77 and others.jsonl", ROWS)
    export(data / "incoming" / "march.jsonl", ROWS)
    (data / "incoming" / "april.jsonl.gz").write_bytes(gzip.compress((data / "incoming" / "march.jsonl").read_bytes()))
    (data / "incoming" / "wide.csv").write_bytes("created_at\ttext\n2026-03-04\tZeldaQ_77 said\n".encode("utf-16"))
    export(data / "incoming" / "innocent.jsonl", ROWS[6:7])
    (data / "notes" / "acme.md").write_text("Spoke with @ZeldaQ_77 on Monday.")
    (data / "labels" / "acme.csv").write_text("id,author,tone\n901,zeldaq_77,negative\n")
    (data / "crises" / "acme.json").write_text('[{"words": ["kettle", "zeldaq_77"]}]')
    report = tmp_path / "reports" / "acme" / "acme-1"
    report.mkdir(parents=True)
    (report / "postmortem.html").write_text("<p>ZeldaQ_77</p>")
    (tmp_path / "reports" / "other" / "other-1").mkdir(parents=True)
    load("acme", [data / "incoming" / "zeldaq_77 and others.jsonl"], data=data)
    load(
        "acme",
        [export(tmp_path / "b.jsonl", [ROWS[0] | {"collected_at": "2026-05-01T00:00:00Z", "likes": 4}])],
        data=data,
    )
    load("other", [tmp_path / "b.jsonl"], data=data)
    return tmp_path


def traces(home: Path, *words: str) -> list[str]:
    """Files with one of `words` in any byte, in their names, or inside what is packed."""
    import duckdb

    found = []
    for folder in ("data", "reports"):
        for file in (path for path in (home / folder).rglob("*") if path.is_file()):
            if "brand=other" in str(file):
                continue
            content = file.read_bytes()
            if file.suffix == ".gz":
                content += gzip.decompress(content)
            if file.suffix == ".parquet":
                rows = duckdb.execute(
                    f"select row::varchar from read_parquet('{file}', hive_partitioning = false) as row"
                ).fetchall()
                content += repr(rows).encode()
            if any(word.encode() in content.lower() or word in file.name.lower() for word in words):
                found.append(str(file.relative_to(home)))
    return sorted(found)


def erase(home: Path, author: str = "@zeldaq_77") -> forget.Erasure:
    return forget.forget("acme", author, data=home / "data", reports=home / "reports")


def test_before_the_person_is_everywhere(home: Path) -> None:
    assert len(traces(home, "zeldaq_77", "4477001")) >= 10


@pytest.mark.parametrize("author", ["@zeldaq_77", "ZELDAQ_77", "4477001"])
def test_afterwards_no_byte_names_them(home: Path, author: str) -> None:
    done = erase(home, author)
    assert traces(home, "zeldaq_77", "4477001", WORDS.lower()) == []
    assert (done.messages, done.blanked, done.quarantined, done.notes) == (5, 2, 1, 3)
    assert done.incoming == ["april.jsonl.gz", "march.jsonl", "wide.csv", "[erased] and others.jsonl"]
    assert done.reports == ["acme-1"]
    assert (home / "reports" / "other" / "other-1").is_dir()
    assert "ZeldaQ" not in repr(done)


def test_what_others_said_stays(home: Path) -> None:
    erase(home)
    found = open_archive("acme", home / "data").mentions().set_index("id")
    assert found.index.tolist() == ["906", "907"]
    assert found.loc["906", "text"] == "@[erased] that is terrible"
    assert found["links"].loc["906"].tolist() == ["https://twitter.com/[erased]/status/901"]
    assert found.loc["907", "text"] == "nothing to do with it"
    assert open_archive("acme", home / "data").quarantined().id.tolist() == ["909"]
    march = (home / "data" / "incoming" / "march.jsonl").read_text()
    assert [json.loads(line)["id"] for line in march.splitlines()] == ["904", "907", "909"]
    assert open_archive("other", home / "data").mentions().id.tolist() == ["901"]


def test_they_stay_out_of_later_loads(home: Path) -> None:
    erase(home)
    later = export(home / "later.jsonl", [*ROWS, {"id": "910", "author": "zeldaq_77", "text": "again"}])
    (receipt,) = load("acme", [later], data=home / "data")
    assert (receipt.read, receipt.loaded, receipt.quarantined, receipt.suppressed) == (4, 1, 1, 6)
    assert receipt.ignored == 6
    assert receipt.read == receipt.loaded + receipt.duplicates + receipt.quarantined
    assert traces(home, "zeldaq_77", "4477001") == []


def test_older_versions_say_that_they_are_gone(home: Path) -> None:
    then = dt.datetime.now(dt.UTC)
    time.sleep(0.05)
    before = open_archive("acme", home / "data", as_of=then)
    assert len(before.mentions()) == 7
    erase(home)
    for archive in (before, open_archive("acme", home / "data", as_of=then)):
        with pytest.raises(WorkbenchError, match=r"the archive of acme as it was at .* is gone: messages were erased"):
            archive.mentions()


def test_doing_it_again_finds_nothing_more(home: Path) -> None:
    erase(home)
    done = erase(home)
    assert (done.messages, done.blanked, done.quarantined, done.incoming, done.notes) == (0, 0, 0, [], 0)
    assert len(forget.erasures("acme", home / "data")) == 2


def test_a_legal_hold_blocks_both_with_its_reason(home: Path) -> None:
    plans = home / "data" / "plans"
    plans.mkdir()
    (plans / "acme.yml").write_text("brand: acme\nlegal_hold: {reason: case 12/26, since: 2026-05-01}\n")
    reason = r"acme is under a legal hold since 2026-05-01 \(case 12/26\): nothing is erased"
    with pytest.raises(WorkbenchError, match=reason):
        erase(home)
    with pytest.raises(WorkbenchError, match=reason):
        retain("acme", 1, home / "data", home / "reports")
    assert len(open_archive("acme", home / "data").mentions()) == 7


def test_nobody_to_forget(home: Path) -> None:
    with pytest.raises(WorkbenchError, match="nobody to forget"):
        erase(home, " @")
    with pytest.raises(WorkbenchError, match="no archive"):
        forget.forget("acme2", "bo", data=home / "data")


@pytest.mark.parametrize(("months", "gone"), [(24, 0), (3, 6), (2, 7)])
def test_retention_removes_what_is_older(home: Path, months: int, gone: int) -> None:
    now = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    done = forget.retain("acme", months, home / "data", home / "reports", now)
    assert (done.messages if done else 0) == gone
    assert len(open_archive("acme", home / "data").mentions()) == 7 - gone
    assert (home / "reports" / "acme" / "acme-1").exists() is (gone == 0)
    assert len(open_archive("other", home / "data").mentions()) == 1


def test_retention_keeps_the_reports_on_what_is_younger(home: Path) -> None:
    for name in ("acme-20260304t1410", "none"):
        facts = sample.facts() if name != "none" else sample.no_crisis()
        (home / "reports" / "acme" / name).mkdir()
        (home / "reports" / "acme" / name / "facts.json").write_text(facts.to_json())
    export(home / "old.jsonl", [{"id": "1", "created_at": "2025-01-01T00:00:00Z", "author": "bo", "text": "x"}])
    load("acme", [home / "old.jsonl"], data=home / "data")
    done = forget.retain("acme", 4, home / "data", home / "reports", dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    assert done
    assert done.reports == ["acme-1", "none"]
    assert [path.name for path in (home / "reports" / "acme").iterdir()] == ["acme-20260304t1410"]


def test_limits_that_were_noted_lose_the_name(home: Path) -> None:
    limits.record("acme", home / "data", "query", "from:zeldaq_77")
    erase(home)
    assert traces(home, "zeldaq_77") == []


KILLED = """
import os, sys
from workbench import copies, forget, suppression, table
def die(*args, **more): os.kill(os.getpid(), 9)
def after(work): return lambda *args, **more: (work(*args, **more), die())
place, name, late = sys.argv[2:5]
module = {"copies": copies, "forget": forget, "suppression": suppression, "table": table}[place]
setattr(module, name, after(getattr(module, name)) if late == "after" else die)
forget.forget("acme", "zeldaq_77", data=sys.argv[1] + "/data", reports=sys.argv[1] + "/reports")
"""


@pytest.mark.parametrize(
    ("place", "name", "late"),
    [
        ("suppression", "add", "after"), ("copies", "clean_loads", "after"), ("copies", "clean_files", "after"),
        ("table", "replace", "after"), ("table", "commit", "before"), ("table", "commit", "after"),
        ("forget", "_store", "before"),
    ],
)  # fmt: skip
def test_killed_at_any_moment_all_are_there_or_none_and_the_next_run_finishes(
    home: Path, place: str, name: str, late: str
) -> None:
    def theirs() -> set[str]:
        mentions = open_archive("acme", home / "data").mentions()
        return set(mentions.id[mentions.author.str.lower() == "zeldaq_77"])

    before = theirs()
    done = subprocess.run([sys.executable, "-c", KILLED, home, place, name, late], check=False)
    assert done.returncode == -9
    committed = (name, late) in {("commit", "after"), ("_store", "before")}
    assert theirs() == (set() if committed else before)
    forget.forget("acme", "zeldaq_77", data=home / "data", reports=home / "reports")
    assert theirs() == set()
    assert traces(home, "zeldaq_77", "4477001", WORDS.lower()) == []
    assert set(open_archive("acme", home / "data").mentions().id) == {"906", "907"}
    assert len(forget.erasures("acme", home / "data")) == 1
