from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench import cores, language, tone


def pids(things: list[int]) -> list[tuple[int, int]]:
    return [(thing, os.getpid()) for thing in things]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core")
def test_parts_are_done_by_other_processes_and_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(pids, "__module__", "test_cores")
    done = cores.spread(pids, range(10), least=10)
    assert [thing for thing, _ in done] == list(range(10))
    assert len({pid for _, pid in done}) > 1


def test_a_part_whose_python_fails_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_CHILD", "raise SystemExit(3)")
    assert cores.spread(pids, range(100_000)) == pids(list(range(100_000)))
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert cores.spread(pids, range(20), least=2) == pids(list(range(20)))


def test_many_are_read_as_one_alone_is() -> None:
    texts = [f"{text} {number}" for number in range(8000) for text in ("das ist nicht gut", "terrible service", "ok")]
    langs = [None] * len(texts)
    assert len(texts) > cores.WORTHWHILE
    together = tone.read(texts, langs)
    tone._known.clear()
    assert together == [
        one for start in range(0, len(texts), 100) for one in tone.read(texts[start : start + 100], langs[:100])
    ]
    assert language.guess_all(texts) == [language.guess(text, None) for text in texts]


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "own.py"
    script.write_text(
        "from workbench import tone\nprint('ran')\n"
        "print(len(tone.read([f'awful {n}' for n in range(30_000)], ['en'] * 30_000)))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "ran\n30000\n"
