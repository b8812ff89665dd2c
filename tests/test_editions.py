from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import sample
from tests.made_up import START, chatter, outrage
from workbench import cli, editions, notes
from workbench.errors import WorkbenchError
from workbench.facts import Action, Change, Claim, Claims, Edition, Facts, Lessons, Stories, Story
from workbench.notes import Notes
from workbench.report import browser

CRISIS = "acme-20260304t1410"


def published(out: Path, facts: Facts, said: Notes) -> Edition | None:
    """What publishing does with an edition, without the page."""
    edition = editions.next_one(out, facts, said)
    if edition:
        folder = editions.folder(out, edition.number)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "facts.json").write_text(facts.model_copy(update={"edition": edition}).to_json(), encoding="utf-8")
    return edition


def test_a_draft_is_made_anew_in_its_place_and_a_final_report_stays(tmp_path: Path) -> None:
    facts, out = sample.facts(), tmp_path / CRISIS
    for _ in range(2):
        first = published(out, facts, Notes())
        assert first is not None
        assert (first.number, first.status, first.against) == (1, "draft", None)
    final = published(out, facts, Notes(status="final", privilege="Prepared for counsel"))
    assert final is not None
    assert (final.number, final.status, final.privilege) == (1, "final", "Prepared for counsel")
    frozen = (out / "facts.json").read_bytes()
    later = facts.model_copy(update={"generated_at": dt.datetime(2027, 1, 1, tzinfo=dt.UTC), "archive_version": 99})
    assert published(out, later, Notes(status="final")) is None
    assert (out / "facts.json").read_bytes() == frozen

    news = sample.facts(crisis=sample.crisis(mentions=12_400, end=None))
    second = published(out, news, Notes(status="final"))
    assert second is not None
    assert (second.number, second.status, second.against) == (2, "draft", 1)
    assert second.changes == [
        Change(place="crisis.end", before="2026-03-06T14:30:00Z", after=None),
        Change(place="crisis.mentions", before="12345", after="12400"),
    ]
    assert (out / "facts.json").read_bytes() == frozen
    assert editions.numbers(out) == [1, 2]
    assert editions.latest(out) == out / "editions" / "2"
    third = published(out, news, Notes(status="final", edition=2))
    assert third is not None
    assert (third.number, third.status, third.against) == (2, "final", 1)


def test_a_new_program_makes_a_new_edition_of_a_final_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / CRISIS
    published(out, sample.facts(), Notes(status="final"))
    monkeypatch.setattr("workbench.__version__", "99.0")
    edition = published(out, sample.facts(), Notes(status="final"))
    assert edition is not None
    assert (edition.number, edition.program, edition.changes) == (2, "99.0", [])


def test_an_edition_that_there_is_not(tmp_path: Path) -> None:
    published(tmp_path / CRISIS, sample.facts(), Notes())
    with pytest.raises(WorkbenchError, match=rf"^{CRISIS} has no edition 7: there are 1$"):
        editions.read(tmp_path / CRISIS, 7)


def test_a_reordered_list_is_told_by_name() -> None:
    before, after = sample.facts(scorecard=sample.scorecard()), sample.facts(scorecard=sample.scorecard()[::-1])
    assert editions.differences(before, after) == []


def claim(kind: str, mentions: int, words: Sequence[str] = ()) -> Claim:
    at = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    return Claim(
        role="said" if words else "allegation", kind=kind, words=list(words), mentions=mentions, originals=1, share=0.1,
        usual=0.0, first_seen=at, peak=at, last_seen=at,
    )  # fmt: skip


def story(first: str, mentions: int) -> Story:
    at = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    return Story(mention_id=first, mentions=mentions, reposts=0, wordings=1, first_seen=at, last_seen=at)


def test_claims_and_stories_keep_their_names_when_another_comes_before_them() -> None:
    own = claim("own words", 5, ["burnt", "toast"])
    before = sample.facts(
        claims=Claims(read_share=1, claims=[claim("harm", 9), own]),
        stories=Stories(messages=9, stories=2, largest=[story("m-1", 4), story("m-2", 3)]),
    )
    after = sample.facts(
        claims=Claims(read_share=1, claims=[claim("greed", 20), own, claim("harm", 10)]),
        stories=Stories(messages=9, stories=2, largest=[story("m-2", 5), story("m-1", 4)]),
    )
    found = {one.place: (one.before, one.after) for one in editions.differences(before, after)}
    assert found.pop("claims.claims.allegation · greed.mentions") == (None, "20")
    assert {place: values for place, values in found.items() if "greed" not in place} == {
        "claims.claims.allegation · harm.mentions": ("9", "10"),
        "stories.largest.m-2.mentions": ("3", "5"),
    }
    assert editions.differences(before, before) == []


def test_of_two_that_are_called_the_same_none_is_lost() -> None:
    before = sample.facts(claims=Claims(read_share=1, claims=[claim("harm", 9), claim("harm", 5)]))
    after = sample.facts(claims=Claims(read_share=1, claims=[claim("harm", 8), claim("harm", 4)]))
    assert [(one.before, one.after) for one in editions.differences(before, after)] == [("9", "8"), ("5", "4")]


def write(folder: Path, name: str, text: str) -> None:
    (folder / "notes" / "acme").mkdir(parents=True, exist_ok=True)
    (folder / "notes" / "acme" / f"{name}.yml").write_text(text, encoding="utf-8")


def test_notes_are_peoples_own(tmp_path: Path) -> None:
    write(
        tmp_path,
        CRISIS,
        "status: in review\nowner: head of communications\nwent_well: [the hub was up within an hour]\n"
        "actions:\n  - {what: answer on Reddit too, tip: monitor, owner: head of care, due: 2026-04-01}\n",
    )
    write(tmp_path, "acme-20251001t0900", "actions: [{what: name a deputy, status: done, held: false}]\n")
    write(tmp_path, "acme-20270101t0900", "actions: [{what: not yet}]\n")
    said = notes.read("acme", CRISIS, tmp_path)
    assert (said.status, said.owner) == ("in review", "head of communications")
    assert said.lessons() == Lessons(went_well=["the hub was up within an hour"])
    now, earlier = notes.actions("acme", CRISIS, tmp_path)
    assert now == [
        Action(crisis=CRISIS, what="answer on Reddit too", tip="monitor", owner="head of care", due=dt.date(2026, 4, 1))
    ]
    assert earlier == [Action(crisis="acme-20251001t0900", what="name a deputy", status="done", held=False)]
    assert notes.read("acme", "acme-20000101t0000", tmp_path) == Notes()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("stauts: final", "line 1: stauts: stauts is no key here: did you mean status?"),
        ("status: done", "line 1: status: 'done' can't stand here: choose 'draft', 'in review' or 'final'"),
        ("went_well: [a\n", "line 1: this is no valid YAML"),
    ],
)
def test_a_mistake_in_the_notes_is_told_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    write(tmp_path, CRISIS, text)
    with pytest.raises(WorkbenchError, match=why):
        notes.read("acme", CRISIS, tmp_path)


def test_later_data_and_the_check_after_30_days_make_the_next_edition_of_a_final_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a schedule and people call the command, from the first load to the difference."""

    def call(*words: object) -> list[str]:
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert end.value.code in (None, 0), capsys.readouterr().err
        return capsys.readouterr().out.splitlines()

    def load(name: str, rows: list[dict[str, Any]]) -> None:
        told = (json.dumps({k: v for k, v in row.items() if v is not None}, default=str) for row in rows)
        (tmp_path / name).write_text("\n".join(told), encoding="utf-8")
        call("load", "acme", tmp_path / name)

    monkeypatch.setattr(browser, "program", lambda: None)
    monkeypatch.setenv("WORKBENCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WORKBENCH_REPORTS", str(tmp_path / "reports"))
    whole = [*chatter(48, 5), *outrage(START + dt.timedelta(days=15, hours=9), 90, 8)]
    soon = START + dt.timedelta(days=20)
    load("first.jsonl", [row for row in whole if row["created_at"] < soon])
    page = Path(call("run")[0])
    crisis = page.parent.name
    notes_file = tmp_path / "data" / "notes" / "acme" / f"{crisis}.yml"
    notes_file.parent.mkdir(parents=True)
    notes_file.write_text("status: final\n", encoding="utf-8")
    assert [Path(line) for line in call("run")] == [page]
    final = page.read_bytes()
    assert call("run") == []

    load("second.jsonl", [row for row in whole if row["created_at"] >= soon])
    second = page.parent / "editions" / "2"
    assert [Path(line) for line in call("run")] == [second / "postmortem.html"]
    assert page.read_bytes() == final
    made = editions.read(page.parent, 2).edition
    assert made is not None
    assert (made.status, made.against, made.because) == ("draft", 1, ["data", "return check"])
    assert "it was looked whether it came back" in (second / "postmortem.html").read_text(encoding="utf-8")
    told = json.loads("\n".join(call("diff", "acme", "--crisis", crisis, "--json")))
    assert any(one["place"].startswith("recovery.return_check") for one in told), told
    assert call("run") == []
