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
from workbench import cli, confirmed, labelling, labels
from workbench.errors import UsageError
from workbench.labels import Judged
from workbench.report import accuracy
from workbench.report.highlight import highlighted, marks


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


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an archive with a crisis and two statements on it."""
    import workbench as wb

    folder = tmp_path_factory.mktemp("crisis")
    onset = START + dt.timedelta(days=24, hours=9)
    said = [
        mention(9_000_001, onset + dt.timedelta(minutes=20), "Blenders: we regret if you felt hurt", author="acme"),
        mention(9_000_002, onset + dt.timedelta(hours=2), "The exploding blenders are our mistake", author="acme"),
    ]
    (folder / "data" / "plans").mkdir(parents=True)
    (folder / "data" / "plans" / "acme.yml").write_text("{brand: acme, accounts: {twitter: [acme]}}")
    wb.load(
        "acme",
        [export(folder / "acme.jsonl.gz", [*chatter(30, 10), *outrage(onset, 200, 24), *said])],
        data=folder / "data",
    )
    return folder / "data"


def test_a_person_confirms_and_overrules_the_wording_in_the_terminal(
    crisis: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_DATA", str(crisis))

    def call(typed: str, *words: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["workbench", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with contextlib.suppress(SystemExit):
            cli.main()
        return tuple(capsys.readouterr())  # type: ignore[return-value]

    before = json.loads(call("", "characterize", "acme", "--json")[0])["response"]
    assert [entry["confirmed_by"] for entry in before["timeline"]] == [None, None]
    assert (before["first_statement"]["compassion"], before["first_statement"]["defensive"]) == (False, True)
    assert before["strategy"]["postures"] == ["diminish", "rebuild"]
    # Nonsense is asked again; then marks in place of those proposed, and the next statement as it is marked.
    told, asked = call("sorry\n2 hiding\ny\n", "label", "acme", "--judgement", "wording", "--by", "Ada")
    assert "*  9 only seems to apologise: regret if" in asked
    assert "sorry names no mark" in asked
    assert "checked by people on 20 marks" in told
    facts = json.loads(call("", "characterize", "acme", "--json")[0])
    first, second = facts["response"]["timeline"]
    assert (first["phrases"], first["confirmed_by"]) == ({"compassion": [], "hiding": []}, "Ada")
    assert (first["responsibility"], first["compassion"], first["commitment"], first["defensive"]) == (
        False, True, False, False,
    )  # fmt: skip
    assert facts["response"]["first_statement"]["phrases"] == first["phrases"]
    assert (second["phrases"], second["confirmed_by"]) == ({"responsibility": ["our mistake"]}, "Ada")
    assert facts["response"]["strategy"]["postures"] == ["inform", "rebuild"]
    checks = {one["check"]: one["verdict"] for one in facts["scorecard"]}
    assert (checks["we showed compassion"], checks["we were not defensive"]) == ("met", "met")
    (one,) = facts["quality"]["accuracy"]
    assert (one["judgement"], one["labelled"], one["precision"], one["recall"]) == (
        "wording",
        20,
        0.5,
        pytest.approx(1 / 3, abs=1e-6),
    )
    # Nothing is left to ask.
    assert "[wording" not in call("", "label", "acme", "--judgement", "wording")[1]


def test_the_same_in_a_notebook(crisis: Path) -> None:
    import workbench as wb

    archive = wb.open("acme", crisis)
    rows = labelling.answer(archive, "wording", {1: "commitment"}, by="Bo")
    assert rows[["text", "proposed", "so"]].to_numpy().tolist()[1] == [
        "The exploding blenders are our mistake", ["responsibility"], ["commitment"],
    ]  # fmt: skip
    assert confirmed.read("acme", crisis)["twitter", "9000002"] == confirmed.Confirmed(("commitment",), "Bo")
    sheet = labelling.sheet(archive, "topic", size=6)
    assert sheet["so"].tolist() == [None] * 6
    answered = labelling.answer(archive, "topic", {0: "y", 5: "n"}, size=6)
    assert answered["so"].tolist() == ["y", None, None, None, None, "n"]
    for judgement, answers in (
        ("topic", {6: "y"}),
        ("topic", {1: "y", 2: "maybe"}),
        ("wording", {0: "sorry"}),
        ("x", {}),
    ):
        with pytest.raises(UsageError):
            labelling.answer(archive, judgement, answers, size=6)  # type: ignore[arg-type]
    assert labelling.sheet(archive, "topic", size=6).equals(answered)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("y", ("responsibility", "hiding")),
        ("0", ()),
        ("3, 1", ("responsibility", "commitment")),
        ("hiding", ("hiding",)),
    ],
)
def test_marks_are_named_by_number_or_name(answer: str, expected: tuple[str, ...]) -> None:
    assert confirmed.named(answer, ["hiding", "responsibility"]) == expected


def test_the_page_tells_a_proposal_from_what_a_person_confirmed() -> None:
    assert marks(None, None) == ""
    assert marks({"hiding": []}, "Ada") == "Its wording, as Ada confirmed: won't say."
    assert marks({}, None) == "Its wording, proposed and not confirmed by a person: bears no mark."


def test_what_nobody_checked_has_no_line() -> None:
    from tests import sample

    assert accuracy.checked(sample.facts(), "tone") == ""
