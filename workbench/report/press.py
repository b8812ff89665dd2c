"""Many reports at once: a process of its own makes the first, then forks a child for each of the others.

A kernel for every report costs seconds of imports; a child forked from a process that has made a report has them behind
it. That process must never have used duckdb, deltalake or pandas' Arrow, whose threads do not survive a fork: hence a
fresh one, which reads the tables as JSON. Linux only; elsewhere one report after another, with a kernel each.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.report import kernel
from workbench.report.kernel import CELL_SECONDS, environment
from workbench.report.publish import build


@dataclass(frozen=True)
class Job:
    """A report to be made: the folder with its facts and tables, where it goes, and the notebook's parameters."""

    work: Path
    out: Path
    parameters: Mapping[str, object] = field(default_factory=dict)


def build_all(jobs: Sequence[Job], failed: Callable[[Job, str], None]) -> list[Path]:
    """The pages made, in the order of `jobs`; a report that can't be made is told to `failed` and left out."""
    results = _forked(jobs, failed) if len(jobs) > 1 and sys.platform == "linux" else _one_by_one(jobs, failed)
    return [job.out / "postmortem.html" for job, done in zip(jobs, results, strict=True) if done]


def _one_by_one(jobs: Sequence[Job], failed: Callable[[Job, str], None]) -> Iterator[bool]:
    for job in jobs:
        try:
            build(job.work, job.out, parameters=job.parameters)
        except WorkbenchError as error:
            failed(job, str(error))
            yield False
        else:
            yield True


def _forked(jobs: Sequence[Job], failed: Callable[[Job, str], None]) -> list[bool]:
    told = [{"work": str(job.work), "out": str(job.out), "parameters": dict(job.parameters)} for job in jobs]
    command = [sys.executable, "-P", "-m", __name__]
    env = {**os.environ, **environment(Path(jobs[0].work))}
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, check=False, env=env)
    lines = {n: why for line in done.stdout.splitlines() for n, why in [json.loads(line)]}
    for n, job in enumerate(jobs):
        why = lines.get(n, f"the process that makes reports ended with status {done.returncode}")
        if why:
            failed(job, why)
            lines[n] = why
    return [lines.get(n, "") is None for n in range(len(jobs))]


def main() -> None:
    """Makes the reports that standard input lists; prints `[number, null or why it could not be made]` for each."""
    jobs = [Job(Path(j["work"]), Path(j["out"]), j["parameters"]) for j in json.load(sys.stdin)]
    out = os.dup(1)
    os.dup2(2, 1)  # what a notebook prints is not for whoever reads the results
    _make(0, jobs[0], out)  # here, so that every child finds all that it needs ready
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
