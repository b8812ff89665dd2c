from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import sample
from workbench import report
from workbench.report import press, reading


def job(folder: Path, name: str, zone: str = "Europe/Riga") -> press.Job:
    """A report ready to be made, its tables as JSON beside the Parquet."""
    work = sample.work_folder(folder / f"{name}-work", sample.facts(scorecard=sample.scorecard()))
    for path in sorted((work / "tables").glob("*.parquet")):
        reading.write_light(path)
    return press.Job(work, folder / name, {"timezone": zone})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_a_batch_makes_what_a_kernel_makes_and_tells_of_what_it_cannot(tmp_path: Path) -> None:
    jobs = [job(tmp_path, name) for name in ("one", "broken", "two")]
    (jobs[1].work / "facts.json").write_text("{}", encoding="utf-8")
    told: list[tuple[str, str]] = []
    pages = press.build_all(jobs, lambda job, why: told.append((job.out.name, why)))
    assert pages == [tmp_path / name / "postmortem.html" for name in ("one", "two")]
    assert [name for name, _ in told] == ["broken"]
    assert "cell 'read' of the notebook failed" in told[0][1]
    alone = report.build(jobs[2].work, tmp_path / "alone", parameters=jobs[2].parameters).parent
    for name in ("postmortem.html", "facts.json", "analyst/postmortem.html", "analyst/worklist.csv"):
        made = [(tmp_path / out / name).read_bytes() for out in ("one", "two")]
        assert made == [(alone / name).read_bytes()] * 2, name
    assert not list((alone / "analyst" / "tables").glob("*.json"))


def test_a_light_table_holds_what_the_parquet_file_holds(tmp_path: Path) -> None:
    work = job(tmp_path, "x").work
    for path in sorted((work / "tables").glob("*.parquet")):
        light = reading.read_table(path)
        path.with_suffix(".json").unlink()
        assert reading.read_table(path) == light, path.stem
