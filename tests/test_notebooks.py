from __future__ import annotations

import ast
import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import pytest

from workbench.report.kernel import read_notebook, run
from workbench.report.parameters import declared, notebook_path

NAMES = ("postmortem", "explore", "detect", "label")


def cells(name: str) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = json.loads(notebook_path(name).read_text(encoding="utf-8"))["cells"]
    return content


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_clean(name: str) -> None:
    notebook = json.loads(notebook_path(name).read_text(encoding="utf-8"))
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["nbformat_minor"] >= 5
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    for cell in notebook["cells"]:
        assert cell["id"].replace("-", "").isalnum()
        assert set(cell["metadata"]) <= {"tags"}
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_holds_prose_and_calls(name: str) -> None:
    code = [cell for cell in cells(name) if cell["cell_type"] == "code"]
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in code) == 1
    for cell in code:
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno < 5


def test_the_parameters_that_there_are() -> None:
    assert {name: declared(notebook_path(name)) for name in NAMES} == {
        "postmortem": {"timezone": "", "language": ""},
        "explore": {"brand": "acme", "data": "", "since": "", "until": ""},
        "detect": {"brand": "acme", "data": ""},
        "label": {"brand": "acme", "data": "", "crisis": "latest", "judgement": "tone", "size": 40},
    }


def test_a_notebook_is_never_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "postmortem.ipynb").write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert tmp_path not in notebook_path("postmortem").parents


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a small archive: five weeks, a mention or more an hour, a burst of complaints at the end."""
    import workbench as wb

    folder = tmp_path_factory.mktemp("archive")
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    lines = []
    for hour in range(24 * 35):
        burst = 300 if 24 * 33 <= hour < 24 * 33 + 5 else 0
        for n in range(4 + round(3 * math.sin(hour / 24 * 2 * math.pi)) + burst):
            text = "acme airbag is terrible, dangerous and bad" if burst else f"acme car number {hour * 7 % 13}"
            at = start + dt.timedelta(hours=hour, seconds=n * 11)
            row = {"platform": "twitter", "id": f"{hour}-{n}", "created_at": at.isoformat(), "text": text}
            lines.append(
                json.dumps({**row, "author": f"u{n % 97}", "kind": "post", "links": ["https://news.example/a"]})
            )
    export = folder / "acme.jsonl"
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    wb.load("acme", [export], data=folder / "data")
    return folder / "data"


@pytest.mark.parametrize(
    ("name", "given"),
    [("explore", {"since": "2026-01-02", "until": "2026-02-01"}), ("detect", {}), ("label", {"size": 10})],
)
def test_it_runs_on_an_archive(name: str, given: dict[str, object], archive: Path, tmp_path: Path) -> None:
    executed = run(read_notebook(notebook_path(name)), {"brand": "acme", "data": str(archive), **given}, tmp_path)
    shown = {cell.id: cell.outputs[-1]["data"] for cell in executed.cells if cell.get("outputs")}
    wanted = {
        "explore": {"volume-by-day", "kinds-table", "authors-table", "links-table", "sample-table"},
        "detect": {"found-table", "archive-chart", "latest-chart"},
        "label": {"sample-table", "answered-table"},
    }
    assert set(shown) == wanted[name]
    if name == "explore":
        assert "https://news.example/a" in shown["links-table"]["text/plain"]
    elif name == "label":
        assert shown["sample-table"]["text/plain"] == shown["answered-table"]["text/plain"]
    else:
        assert shown["archive-chart"]["application/vnd.plotly.v1+json"]["data"]
