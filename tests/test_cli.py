"""The command as a user meets it: what it prints, where, and how it ends."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import io
import json
import re
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.made_up import CHATTER, OUTRAGE, START, chatter, mention, outrage
from workbench import cli
from workbench.report import still

ONSET = START + dt.timedelta(days=24, hours=9)
PLAN = "{brand: acme, accounts: {twitter: [acme]}, timezone: Europe/Riga}"


@dataclass(frozen=True)
class Ended:
    """What a call of the command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


def export(path: Path, rows: list[dict[str, Any]]) -> Path:
    """`rows` as a file in the `mentions` format."""
    lines = [json.dumps({k: v for k, v in row.items() if v is not None}, default=dt.datetime.isoformat) for row in rows]
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    return path


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    said = mention(
        9_000_001, ONSET + dt.timedelta(minutes=20), "We are sorry for the exploding blenders", author="acme"
    )
    return {
        "acme": export(folder / "acme.jsonl.gz", [*chatter(30, 10), *outrage(ONSET, 200, 24), said]),
        "quiet": export(folder / "quiet.jsonl.gz", chatter(30, 10)),
        "short": export(folder / "short.jsonl.gz", chatter(2, 10)),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> Run:
    def call(*words: object, data: Path = folder / "data") -> Ended:
        monkeypatch.setenv("WORKBENCH_DATA", str(data))
        monkeypatch.setenv("WORKBENCH_REPORTS", str(folder / "reports"))
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, words)])
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = int(end.code or 0)
        printed = capsys.readouterr()
        return Ended(status, printed.out, printed.err)

    return call


@pytest.fixture(scope="module")
def loaded(folder: Path, exports: dict[str, Path]) -> Path:
    from workbench import archive

    data = folder / "data"
    for brand, file in exports.items():
        archive.load(brand, [file], data=data)
    (data / "plans").mkdir()
    (data / "plans" / "acme.yml").write_text(PLAN, encoding="utf-8")
    return data


def test_what_retention_removes_is_told(run: Run, tmp_path: Path) -> None:
    rows = [
        {"platform": "news", "id": at, "created_at": f"{at}-01-01T00:00:00Z", "text": "x"} for at in ("2001", "2100")
    ]
    (tmp_path / "old.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "data" / "plans").mkdir(parents=True)
    (tmp_path / "data" / "plans" / "acme.yml").write_text("brand: acme\nretention: 24 months\n")
    run("load", "acme", tmp_path / "old.jsonl", data=tmp_path / "data")
    told = "acme: 1 messages older than 24 months were removed for good, with the reports on that time"
    assert told in run("run", data=tmp_path / "data").err.splitlines()


def test_receipt_adds_up_and_a_second_load_changes_nothing(run: Run, exports: dict[str, Path], tmp_path: Path) -> None:
    first = json.loads(run("load", "acme", exports["acme"], "--json", data=tmp_path).out)[0]
    assert first["read"] == first["loaded"] + first["duplicates"] + first["quarantined"]
    assert (first["file"], first["format"], first["quarantined"], first["ignored"]) == (
        "acme.jsonl.gz",
        "mentions",
        0,
        0,
    )
    again = json.loads(run("load", "acme", exports["acme"], "--json", data=tmp_path).out)[0]
    assert (again["loaded"], again["duplicates"]) == (0, first["read"])
    assert run("load", "acme", exports["acme"], data=tmp_path).out.startswith("acme.jsonl.gz (mentions): read ")


@pytest.mark.usefixtures("loaded")
def test_detect_lists_and_json_is_for_machines(run: Run) -> None:
    told = run("detect", "acme")
    assert told.status == 0
    assert len(told.out.splitlines()) == 1
    assert told.out.startswith("acme-20260326t09")
    crises = json.loads(run("detect", "acme", "--json").out)
    assert [crisis["kind"] for crisis in crises] == ["crisis"]
    assert crises[0]["id"] in told.out
    assert crises[0]["onset"].endswith("Z")
    assert json.loads(run("detect", "acme", "--json", "--until", "2026-03-20").out) == []
    assert json.loads(run("detect", "acme", "--json", "--since", "2026-03-30").out) == []


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("brand", "why"), [("quiet", "nothing stood out"), ("short", "from 2 days of messages")])
def test_no_crisis_is_no_failure_and_says_why(run: Run, brand: str, why: str) -> None:
    told = run("detect", brand)
    assert (told.status, told.out) == (0, "")
    assert why in told.err
    assert json.loads(run("detect", brand, "--json").out) == []
    facts = json.loads(run("characterize", brand, "--json").out)
    assert facts["crisis"] is None
    assert facts["unknown"]["crisis"]


@pytest.mark.usefixtures("loaded")
def test_characterize_prints_facts(run: Run) -> None:
    facts = json.loads(run("characterize", "acme", "--crisis", "latest", "--json").out)
    assert (facts["schema"], facts["brand"]) == (1, "acme")
    assert facts["response"]["first_statement"]["mention_id"] == "9000001"
    assert facts["origin"]["mention_id"].startswith("1000000")
    assert facts["cause"]["verdict"] == "internal"
    assert "cause" not in facts["unknown"]
    spoken = run("characterize", "acme")
    assert "exploding" in spoken.out or "blender" in spoken.out


@pytest.mark.usefixtures("loaded")
def test_report_is_whole_and_names_nobody(run: Run, folder: Path) -> None:
    told = run("report", "acme")
    assert told.status == 0, told.err
    page = Path(told.out.strip())
    assert page.name == "postmortem.html"
    assert page.parent.parent == folder / "reports" / "acme"
    shared = page.read_text(encoding="utf-8") + (page.parent / "facts.json").read_text(encoding="utf-8")
    strangers = [row["id"] for row in outrage(ONSET, 200, 24)]
    assert not [key for key in strangers if key in shared]
    assert "this is awful" not in shared
    assert str(folder) not in shared
    for name in ("postmortem.html", "postmortem.ipynb", "facts.json", "worklist.csv", "tables/counts.parquet"):
        assert (page.parent / "analyst" / name).is_file(), name
    assert stat.S_IMODE((folder / "data" / ".key").stat().st_mode) == 0o600


@pytest.mark.usefixtures("loaded")
def test_run_makes_what_is_missing_and_then_nothing(run: Run, folder: Path) -> None:
    run("report", "acme", "--no-pictures")
    first = run("run")
    assert first.status == 0, first.err
    assert (folder / "reports" / "index.html").is_file()
    assert "acme-20260326t09" in (folder / "reports" / "index.html").read_text(encoding="utf-8")
    assert run("run").out == ""


@pytest.mark.usefixtures("loaded")
def test_quiet_archive_gets_a_report_that_says_so(run: Run, folder: Path) -> None:
    told = run("report", "quiet", "--no-pictures")
    assert told.status == 0, told.err
    assert Path(told.out.strip()) == folder / "reports" / "quiet" / "none" / "postmortem.html"


BAD = {
    "missing file": (["load", "acme", "nowhere.jsonl"], 1, "nowhere.jsonl"),
    "a directory": (["load", "acme", "{folder}"], 1, "folder"),
    "empty file": (["load", "acme", "{empty}"], 1, "empty"),
    "no known format": (["load", "acme", "{noise}"], 1, "noise.bin"),
    "truncated gzip": (["load", "acme", "{torn}"], 1, "torn.jsonl.gz"),
    "brand with a path": (["load", "../acme", "{good}"], 2, "can't be a brand name"),
    "no file at all": (["load", "acme"], 2, "FILE"),
    "unknown brand": (["detect", "nobody"], 1, "nobody has no archive"),
    "unknown crisis": (["characterize", "acme", "--crisis", "acme-1"], 1, "has no crisis 'acme-1'"),
    "unknown crisis to report": (["report", "acme", "--crisis", "acme-1"], 1, "has no crisis 'acme-1'"),
    "misspelt parameter": (["report", "acme", "-p", "timezon=UTC"], 2, "no parameter 'timezon'"),
    "parameter without a value": (["report", "acme", "-p", "timezone"], 2, "write NAME=VALUE"),
    "no such zone": (["report", "acme", "-p", "timezone=Riga"], 2, "'Riga' is no time zone"),
    "no such time": (["detect", "acme", "--since", "yesterday"], 2, "--since 'yesterday' is no time"),
    "before the archive": (["detect", "acme", "--as-of", "1999-01-01"], 1, "did not exist"),
    "mapping to no column": (["load", "acme", "{csv}", "--map", "txt=text"], 2, "'txt' is no mention column"),
    "unknown format name": (["load", "acme", "{good}", "--format", "tweeets"], 2, "tweeets"),
    "unknown option": (["detect", "acme", "--fast"], 2, "--fast"),
    "window without messages": (
        ["crisis", "declare", "acme", "--from", "2020-01-01", "--to", "2020-01-02", "--reason", "x"],
        1,
        "no message",
    ),
    "window backwards": (
        ["crisis", "declare", "acme", "--from", "2026-03-27", "--to", "2026-03-26", "--reason", "x"],
        2,
        "is not before",
    ),
    "decision without a reason": (["crisis", "reject", "acme", "latest", "--reason", " "], 2, "--reason is empty"),
    "a cause that contradicts itself": (
        ["crisis", "cause", "acme", "acme-1", "--verdict", "external", "--cluster", "accidental", "--reason", "x"],
        2,
        "does not go with",
    ),
    "merging one": (["crisis", "merge", "acme", "acme-1", "--reason", "x"], 2, "at least two"),
}


@pytest.mark.parametrize(("words", "status", "sentence"), BAD.values(), ids=BAD)
def test_mistake_is_one_sentence_and_changes_nothing(
    run: Run, loaded: Path, exports: dict[str, Path], tmp_path: Path, words: list[str], status: int, sentence: str
) -> None:
    files = {name: tmp_path / name for name in ("folder", "empty")}
    files |= {"noise": tmp_path / "noise.bin", "torn": tmp_path / "torn.jsonl.gz", "csv": tmp_path / "table.csv"}
    files["folder"].mkdir()
    files["empty"].touch()
    files["noise"].write_bytes(bytes(range(256)) * 8)
    files["torn"].write_bytes(exports["acme"].read_bytes()[:-2000])
    files["csv"].write_text("text,date\nhello,2026-01-01\n", encoding="utf-8")
    before = sorted((path, path.stat().st_mtime_ns) for path in loaded.rglob("*") if path.is_file())
    ended = run(*(word.format(good=exports["acme"], **files) for word in words))
    assert (ended.status, ended.out) == (status, "")
    assert sentence in ended.err
    assert "Traceback" not in ended.err
    if ended.err.startswith("workbench:"):
        assert len(ended.err.splitlines()) == 1
    assert sorted((path, path.stat().st_mtime_ns) for path in loaded.rglob("*") if path.is_file()) == before


def test_completion_can_be_installed(run: Run) -> None:
    assert "--install-completion" in run("--help").out


def test_what_people_decide_stays_and_is_marked(run: Run, exports: dict[str, Path], tmp_path: Path) -> None:
    from workbench import archive

    archive.load("acme", [exports["acme"]], data=tmp_path)
    archive.load("short", [exports["short"]], data=tmp_path)

    def listed(brand: str, *more: str) -> list[list[str | None]]:
        told = json.loads(run("detect", brand, "--json", data=tmp_path).out)
        return [[crisis[name] for name in ("id", "kind", "declared_by", *more)] for crisis in told]

    ((found, *_),) = listed("acme")
    middle = (ONSET + dt.timedelta(hours=6)).isoformat()
    second = run(
        "crisis", "split", "acme", found, "--at", middle, "--reason", "two matters", "--by", "Ada", data=tmp_path
    )
    assert second.status == 0, second.err
    assert listed("acme") == [[found, "crisis", "Ada"], [second.out.strip(), "crisis", "Ada"]]
    merged = run("crisis", "merge", "acme", found, second.out.strip(), "--reason", "one after all", data=tmp_path)
    assert merged.status == 0
    assert [name for name, *_ in listed("acme")] == [found]
    said = ["--verdict", "external", "--cluster", "victim", "--reason", "a supplier", "--by", "Ada"]
    assert run("crisis", "cause", "acme", found, *said, data=tmp_path).status == 0
    assert run("crisis", "trigger", "acme", found, "--what", "a broadcast", "--by", "Ada", data=tmp_path).status == 0
    facts = json.loads(run("characterize", "acme", "--crisis", found, "--json", data=tmp_path).out)
    cause = {name: facts["cause"][name] for name in ("verdict", "cluster", "confirmed_by", "confirmed_reason")}
    assert list(cause.values()) == ["external", "victim", "Ada", "a supplier"]
    assert facts["origin"]["trigger"] == "a broadcast"
    assert "origin.trigger" not in facts["unknown"]
    assert run("crisis", "reject", "acme", found, "--reason", "a drill", "--by", "Bo", data=tmp_path).status == 0
    assert listed("acme", "kind_reason") == [[found, "attention", "Bo", "rejected by Bo: a drill"]]
    window = ["--from", START.isoformat(), "--to", (START + dt.timedelta(hours=30)).isoformat()]
    declared = run("crisis", "declare", "short", *window, "--reason", "everybody talked", "--by", "Ada", data=tmp_path)
    assert declared.status == 0, declared.err
    facts = json.loads(run("characterize", "short", "--json", data=tmp_path).out)
    assert (facts["crisis"]["id"], facts["crisis"]["declared_by"]) == (declared.out.strip(), "Ada")
    assert facts["crisis"]["expected"] is None
    assert "at least 14 days" in facts["unknown"]["crisis.expected"]


def test_a_plan_is_asked_for_checked_and_never_overwritten(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = (
        "acme, acme motors\nRiga\nEurope/Riga\n@acme\ntwitter acme, reddit acme_official\n"
        "Ada Example\nhead of brand\nhelp page\n\nsoon\n10 min\n"
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    told = run("plan", "new", "acme", data=tmp_path)
    file = tmp_path / "plans" / "acme.yml"
    assert (told.status, told.out) == (0, f"{file}\n")
    assert [
        word in told.err for word in ("'Riga' is no time zone", "'@acme' is no", "'help page' is", "'soon' is")
    ] == [True] * 4
    assert "first_statement: 10 min" in file.read_text(encoding="utf-8")
    assert run("plan", "check", "acme", data=tmp_path).status == 0
    assert run("plan", "new", "acme", data=tmp_path).status == 1
    file.write_text("brand: acme\nscenaros: []\n", encoding="utf-8")
    wrong = run("plan", "check", "acme", data=tmp_path)
    assert (wrong.status, wrong.err) == (1, f"workbench: 1 mistake in {file}\n")
    assert wrong.out == f"{file}:2: scenaros: scenaros is no key here: did you mean scenarios?\n"
    assert run("plan", "check", "bolt", data=tmp_path).status == 1


@pytest.mark.usefixtures("loaded")
def test_the_plan_is_held_against_every_crisis(run: Run) -> None:
    told = run("plan", "coverage", "acme")
    assert (told.status, len(told.out.splitlines())) == (0, 1)
    assert "no scenario fits: write one, such as" in told.out
    assert "blender" in json.loads(run("plan", "coverage", "acme", "--json").out)[0]["missing"]["terms"]


@pytest.mark.usefixtures("loaded")
def test_a_crisis_or_a_scenario_is_rehearsed(run: Run, loaded: Path) -> None:
    told = run("rehearse", "acme")
    assert told.status == 0
    assert "the alarm has rung" in told.out
    assert "done: " in told.out
    assert "no scenario of the plan applies" in told.out
    assert run("rehearse", "acme", "--crisis", "latest", "--scenario", "recall").status == 2
    missing = run("rehearse", "acme", "--scenario", "recall")
    assert (missing.status, missing.out) == (1, "")
    assert "the plan of acme has no scenario 'recall' (it has: none)" in missing.err
    assert run("rehearse", "quiet").status == 1


#: Words of English sentences that no Latvian sentence holds.
ENGLISH = set(
    """the of and was were is by met missed unknown not for from at after before later earlier found with which who when
    what how where than or its it they their archive message messages mentions account statement apology peak onset
    end evidence crisis attention hours never still between under over""".split()  # noqa: SIM905
)


@pytest.mark.usefixtures("loaded")
def test_a_latvian_report_is_latvian_throughout(run: Run, folder: Path) -> None:
    """Each line that a reader sees or hears, the marks on charts too; the topic's words are the mentions' own."""
    told = run("report", "acme", "--language", "lv", "--no-pictures", "--reports", folder / "latvian")
    assert told.status == 0, told.err
    page = Path(told.out.strip()).read_text(encoding="utf-8")
    body = page.partition("<body>")[2]
    shown = re.sub(r"<(script|style|bdi|blockquote)\b.*?</\1>", "", body, flags=re.DOTALL)
    lines = re.split(r"<[^>]+>", shown) + re.findall(r'(?:aria-label|title|data-search)="([^"]*)"', body)
    for chart in still.charts(page).values():
        drawn = json.loads(chart)
        lines += [mark["text"] for mark in drawn["layout"].get("annotations", [])]
        lines += [trace[words] for trace in drawn["data"] for words in ("name", "hovertemplate") if words in trace]
    # what is quoted, an address or a file, a list of the topic's words, and this package by its name
    ours = [
        re.sub(r"crisis-workbench|„[^”]*”|\S+\.\S+|(\w+, ){3,}.*", "", html.unescape(line).lower()) for line in lines
    ]
    topic = {word for text in CHATTER + OUTRAGE for word in re.findall(r"\w+", text.lower())}
    english = [line for line in ours if ENGLISH & set(words := re.findall(r"\w+", line)) and not topic >= set(words)]
    assert len(ours) > 500
    assert english == []
