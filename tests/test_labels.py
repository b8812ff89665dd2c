from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import sys
from pathlib import Path

import pytest

from tests.made_up import START, chatter, mention, outrage
from tests.test_cli import export
from workbench import cli, labels
from workbench.labels import Judged
from workbench.report import accuracy
from workbench.report.highlight import highlighted


def test_a_sample_is_half_yes_half_no_and_grows_by_more_of_the_same() -> None:
    all_ = [Judged("twitter", str(number), "", number % 5 == 0) for number in range(1000)]
    small, large = labels.draw(all_, 10), labels.draw(all_[::-1], 20)
    assert [sum(one.yes for one in drawn) for drawn in (small, large)] == [5, 10]
    assert set(small) < set(large)
    assert labels.draw(all_, 10) == small


@pytest.mark.parametrize(("yes", "no", "expected"), [(2, 50, (2, 8)), (50, 1, (9, 1)), (0, 3, (0, 3)), (0, 0, (0, 0))])
def test_where_one_half_is_small_the_other_is_larger(yes: int, no: int, expected: tuple[int, int]) -> None:
    all_ = [Judged("twitter", str(number), "", number < yes) for number in range(yes + no)]
    drawn = labels.draw(all_, 10)
    assert (sum(one.yes for one in drawn), sum(not one.yes for one in drawn)) == expected


def test_labels_are_kept_by_brand(tmp_path: Path) -> None:
    given: labels.Labels = {("acme-1", "tone", "twitter", "1"): True, ("acme-1", "topic", "twitter", "1"): False}
    labels.write("acme", tmp_path, given)
    assert labels.read("acme", tmp_path) == given
    assert labels.read("other", tmp_path) == {}


def test_people_label_in_the_terminal_and_the_facts_tell_how_right_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    onset = START + dt.timedelta(days=24, hours=9)
    said = mention(9_000_001, onset + dt.timedelta(minutes=20), "We are sorry for the blenders", author="acme")
    file = export(tmp_path / "acme.jsonl.gz", [*chatter(30, 10), *outrage(onset, 200, 24), said])
    monkeypatch.setenv("WORKBENCH_DATA", str(tmp_path / "data"))

    def call(typed: str, *words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["workbench", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with contextlib.suppress(SystemExit):
            cli.main()
        return capsys.readouterr().out

    call("", "load", "acme", str(file))
    # Four are answered, one is skipped, then the person stops; the others are asked the next time.
    call("y\nn\ny\n\ny\nq\n", "label", "acme", "--judgement", "tone", "--sample", "10")
    kept = labels.read("acme", tmp_path / "data")
    assert sorted(kept.values()) == [False, True, True, True]
    told = call("y\n" * 6, "label", "acme", "--judgement", "tone", "--sample", "10")
    assert "checked by people on 10 messages" in told
    facts = json.loads(call("", "characterize", "acme", "--json"))
    (one,) = facts["quality"]["accuracy"]
    assert (one["judgement"], one["labelled"]) == ("tone", 10)
    assert facts["sentiment"]["corrected"]["basis"] == "messages of this crisis that people labelled"
    assert json.loads(call("", "label", "acme", "--json")) == [one]


def test_a_statement_is_shown_with_its_phrases_and_nothing_else_marked() -> None:
    shown = highlighted("Oh <b>. Our fault, our fault.", {"responsibility": ["Our fault", "our fault"], "x": ["<b>"]})
    assert str(shown) == (
        '<bdi>Oh &lt;b&gt;. <mark title="takes responsibility">Our fault</mark>, '
        '<mark title="takes responsibility">our fault</mark>.</bdi>'
    )


def test_what_nobody_checked_has_no_line() -> None:
    from tests import sample

    assert accuracy.checked(sample.facts(), "tone") == ""
