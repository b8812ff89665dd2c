"""One piece of work over many things, on every core: each further core gets a fresh Python that reads its part."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

#: Below so many things another Python isn't worth its start.
WORTHWHILE = 20_000
_CHILD = "from workbench.cores import _child; _child()"


def spread(work: Callable[[list[Any]], list[Any]], things: Sequence[Any], least: int = WORTHWHILE) -> list[Any]:
    """`work(things)`: equal things once, in as many parts as there are cores where at least `least` are distinct.

    `work` is a function of a module of the package that gives back one result a thing; things must hash, and pickle as
    the results must.
    A part whose Python fails is done here. Unlike `multiprocessing` it never runs the caller's script again, and forks
    no process that holds threads.
    """
    distinct = list(dict.fromkeys(things))
    known = dict(zip(distinct, _parted(work, distinct, least), strict=True))
    return [known[thing] for thing in things]


def _parted(work: Callable[[list[Any]], list[Any]], things: list[Any], least: int) -> list[Any]:
    parts = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)
    if parts < 2 or len(things) < least:
        return work(things)
    size = -(-len(things) // parts)
    cuts = [things[start : start + size] for start in range(0, len(things), size)]
    children = [_start(work, part) for part in cuts[1:]]
    done = work(cuts[0])
    for child, part in zip(children, cuts[1:], strict=True):
        done += _collect(child) or work(part)
    return done


def _start(work: Callable[[list[Any]], list[Any]], part: list[Any]) -> subprocess.Popen[bytes] | None:
    try:
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)},
        )
    except OSError:
        return None
    assert child.stdin is not None
    try:
        # It reads all before it writes anything, so neither waits for the other.
        with child.stdin:
            pickle.dump((work.__module__, work.__qualname__, part), child.stdin)
    except OSError:
        child.kill()
    return child


def _collect(child: subprocess.Popen[bytes] | None) -> list[Any] | None:
    if child is None:
        return None
    assert child.stdout is not None
    with child.stdout:
        told = child.stdout.read()
    return cast("list[Any]", pickle.loads(told)) if child.wait() == 0 else None


def _child() -> None:
    module, name, part = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(getattr(importlib.import_module(module), name)(part)))
