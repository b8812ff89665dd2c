"""Whether other brands rose at the same time: told against their own ordinary time, and never guessed."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pytest

from tests.made_up import START, chatter, outrage
from tests.sample import facts as sample_facts
from tests.test_cli import export
from workbench import archive, cli, controls, dossier
from workbench.errors import UsageError, WorkbenchError
from workbench.report.controls import controls as shown_controls
from workbench.report.reading import Reading
from workbench.study import Study, study

ONSET = START + dt.timedelta(days=24, hours=9)
NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Archives of ours, with a crisis, and of others: one in the same storm, one calm, one early, one short."""
    folder = tmp_path_factory.mktemp("controls")
    rows = {
        "acme": [*chatter(30, 10), *outrage(ONSET, 200, 24)],
        "rival": [*chatter(30, 20, seed=5), *outrage(ONSET + dt.timedelta(minutes=30), 300, 24, seed=6)],
        "calm": chatter(30, 15, seed=7),
        "early": chatter(20, 15, seed=8),
        "short": chatter(6, 15, seed=9, start=ONSET - dt.timedelta(days=3)),
    }
    for brand, messages in rows.items():
        file = export(folder / f"{brand}.jsonl.gz", messages)
        archive.load(brand, [file], data=folder / "data")
    return folder / "data"


@pytest.fixture(scope="module")
def seen(data: Path) -> Study:
    return study(archive.open_archive("acme", data))


def test_each_control_is_held_against_its_own_ordinary_time(seen: Study) -> None:
    compared = controls.beside(seen, ["rival", "calm", "early", "short"]).pick("latest")
    assert compared is not None
    assert compared.controls is not None
    verdicts = {one.brand: one.verdict for one in compared.controls}
    assert verdicts == {"rival": "rose too", "calm": "as usual", "early": "unknown", "short": "unknown"}
    rival, calm, early, short = compared.controls
    assert rival.ratio is not None
    assert calm.ratio is not None
    assert rival.usual is not None
    assert calm.usual is not None
    assert rival.ratio > 2 > rival.usual[1]
    assert calm.usual[0] <= calm.ratio <= calm.usual[1]
    assert rival.correlation is not None
    assert rival.correlation > 0.5
    assert early.because == "its archive does not hold all of that time"
    assert short.because is not None
    assert "14 days" in short.because
    assert "1 of 2 control brands rose at the same time (rival)" in (compared.crisis.kind_reason or "")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["rival"], "1 of 1 control brands rose at the same time (rival): the industry's rather than ours alone"),
        (["calm"], "0 of 1 control brands rose at the same time (calm): it is ours alone"),
        (["short"], "no control brand could be compared (short)"),
    ],
)
def test_the_verdict_says_whose_it_is_and_the_facts_hold_it(seen: Study, names: list[str], said: str) -> None:
    both = controls.beside(seen, names)
    facts = dossier.characterize(both, both.pick("latest"), NOW).facts
    assert facts.crisis is not None
    assert (facts.crisis.kind_reason or "").endswith(f"; {said}")
    assert facts.controls is not None
    assert [one.brand for one in facts.controls] == names


def test_without_controls_the_facts_say_nothing_of_them(seen: Study) -> None:
    facts = dossier.characterize(seen, seen.pick("latest"), NOW).facts
    assert facts.controls is None
    assert facts.crisis is not None
    assert "control" not in str(facts.crisis.kind_reason)


def test_no_brand_is_its_own_control_and_none_without_an_archive(seen: Study) -> None:
    with pytest.raises(UsageError, match="its own control"):
        controls.beside(seen, ["calm", "acme"])
    with pytest.raises(WorkbenchError, match="nobody has no archive"):
        controls.beside(seen, ["nobody"])


def test_the_command_takes_several(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["workbench", "detect", "acme", "--controls", "rival,calm", "--data", str(data)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code in (0, None)
    assert "1 of 2 control brands rose at the same time (rival)" in capsys.readouterr().out
    words = ["characterize", "acme", "--controls", "rival", "--controls", "calm", "--json", "--data", str(data)]
    monkeypatch.setattr(sys, "argv", ["workbench", *words])
    with pytest.raises(SystemExit):
        cli.main()
    told = json.loads(capsys.readouterr().out)["controls"]
    assert [one["verdict"] for one in told] == ["rose too", "as usual"]


def test_the_report_shows_them() -> None:
    told = [
        {
            "brand": "rival",
            "mentions": 900,
            "expected": 300.0,
            "ratio": 3.0,
            "usual": [0.7, 1.4],
            "verdict": "rose too",
        },
        {"brand": "short", "verdict": "unknown", "because": "its archive does not hold all of that time"},
    ]
    shown = str(shown_controls(Reading(sample_facts(controls=told), Path(), dt.UTC)))
    assert "rose at the same time" in shown
    assert "0.7 – 1.4" in shown
    assert "its archive does not hold all of that time" in shown
