"""Many reports at once: a process of its own makes the first, then forks a child for each of the others.

A kernel for every report costs seconds of imports; a child forked from a process that has made a report has them behind
it. That process must never have used duckdb, deltalake or pandas' Arrow, whose threads do not survive a fork: hence a
fresh one, which reads the tables as JSON. Linux only; elsewhere one report after another, with a kernel each.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, PIPE

from workbench.errors import WorkbenchError
from workbench.report import kernel, still
from workbench.report.kernel import CELL_SECONDS, environment
from workbench.report.publish import build


@dataclass(frozen=True)
class Job:
    """A report to be made: the folder with its facts and tables, where it goes, and the notebook's parameters."""

    work: Path
    out: Path
    parameters: Mapping[str, object] = field(default_factory=dict)


def build_all(jobs: Sequence[Job], failed: Callable[[Job, str], None], pictures: bool | None = False) -> list[Path]:
    """The pages made, in the order of `jobs`; a report that can't be made is told to `failed` and left out.

    Pictures (see `report.build`) are drawn by one browser, beside the making of the reports that follow.
    """
    if not jobs:
        return []
    made: set[Path] = set()
    with still.drawing(pictures) as draw:
        for job, why in _forked(jobs) if len(jobs) > 1 and sys.platform == "linux" else _one_by_one(jobs):
            if why is None:
                made.add(job.out)
                why = _drawn(job, draw)
            if why is not None:
                failed(job, why)
    return [job.out / "postmortem.html" for job in jobs if job.out in made]


def _drawn(job: Job, draw: Callable[[Path], None]) -> str | None:
    """Why the report, which can be read, has no pictures; None when it has those that it should have."""
    try:
        draw(job.out)
    except WorkbenchError as error:
        return str(error)
    return None


def _one_by_one(jobs: Sequence[Job]) -> Iterator[tuple[Job, str | None]]:
    for job in jobs:
        try:
            build(job.work, job.out, parameters=job.parameters)
        except WorkbenchError as error:
            yield job, str(error)
        else:
            yield job, None


def _forked(jobs: Sequence[Job]) -> Iterator[tuple[Job, str | None]]:
    """Each job as it ends, with why its report could not be made."""
    told = [{"work": str(job.work), "out": str(job.out), "parameters": dict(job.parameters)} for job in jobs]
    command = [sys.executable, "-P", "-m", __name__]
    env = {**os.environ, **environment(Path(jobs[0].work))}
    waiting = dict(enumerate(jobs))
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, env=env) as process:
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError), process.stdin as asked:
            json.dump(told, asked)
        for line in process.stdout:
            n, why = json.loads(line)
            yield waiting.pop(n), why
    for job in waiting.values():
        yield job, f"the process that makes reports ended with status {process.returncode}"


def main() -> None:
    """Makes the reports that standard input lists; prints `[number, null or why it could not be made]` for each."""
    jobs = [Job(Path(j["work"]), Path(j["out"]), j["parameters"]) for j in json.load(sys.stdin)]
    out = os.dup(1)
    os.dup2(2, 1)  # what a notebook prints is not for whoever reads the results
    _make(0, jobs[0], out)  # here, so that every child finds all that it needs ready
    gc.freeze()  # a child that looked through what it was given for waste would copy all of it
    waiting = list(enumerate(jobs))[1:]
    running: dict[int, int] = {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            n, job = waiting.pop(0)
            running[_fork(n, job, out)] = n
        ended, status = os.wait()
        if status and ended in running:
            code = os.waitstatus_to_exitcode(status)
            why = f"the report did not finish: its process ended with status {code}"
            os.write(out, f"{json.dumps([running[ended], why])}\n".encode())
        running.pop(ended, None)


def _fork(n: int, job: Job, out: int) -> int:
    child = os.fork()
    if not child:
        try:
            signal.alarm(CELL_SECONDS)  # a notebook that hangs ends its process, and nothing else
            _make(n, job, out)
        finally:
            os._exit(0)
    return child


def _make(n: int, job: Job, out: int) -> None:
    why = None
    try:
        build(job.work, job.out, parameters=job.parameters, execute=kernel.run_inside)
    except WorkbenchError as error:
        why = str(error)
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
    os.write(out, f"{json.dumps([n, why])}\n".encode())


if __name__ == "__main__":
    main()
