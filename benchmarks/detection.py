"""How good the detector is: cases with known truth, real counts, other detectors, and speed, in one run.

    python -m benchmarks.detection [--count N | --quick] [--only PART …] [--workers N]

prints Markdown tables as they come and stores them in `benchmarks/results/detection.md`. Archives and series from
outside are looked for in the folder that `WORKBENCH_SHARED` names.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import warnings
from collections.abc import Iterator
from pathlib import Path

from benchmarks import peers
from benchmarks.generator import COUNT, QUICK
from benchmarks.labelled.catalogue import Entry, entries
from benchmarks.measured import alarms, known_truth, left_out, real_counts, speed, tables

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "detection.md"
PARTS = ("cases", "real", "speed")
#: Series of 60 days in one process: all of them, and in a quick run.
MANY, FEW = 1000, 100


def shared_folder() -> Path | None:
    """The folder of outside archives and series, None where there is none."""
    folder = Path(os.environ.get("WORKBENCH_SHARED") or ROOT.parent / "shared").resolve()
    return folder if (folder / "benchmarks").is_dir() else None


def cases(shared: Path | None, count: int, workers: int) -> Iterator[str]:
    """The analysis, and alarms from counts alone, on the cases with known truth."""
    outside = sorted(path.parent for path in (shared / "cases").glob("*/truth.json")) if shared else []
    generated: list[Entry | Path] = [*entries(1, count)]
    yield "## Cases with known truth\n"
    absent = "" if shared else " (no outside folder here: `WORKBENCH_SHARED`)"
    yield f"{count} of the generator's and {len(outside)} from outside{absent}.\n"
    examined = list(known_truth.examine([*outside, *generated], workers))
    outcome = known_truth.match(examined)
    yield tables.cases(outcome)
    yield tables.kinds(examined)
    yield f"The worst:\n\n{tables.worst(outcome)}"
    yield "## Alarms from counts alone, on the same cases\n"
    yield (
        "Nobody can tell a crisis from attention by counts: every alarm for attention lowers F1, ours too."
        " Delay is from the minute at which the excess is visible; a quiet week ends a day before anything happens."
        f" workbench's own verdict, with topic and tone, has an F1 of {outcome.f1:.2f}.\n"
    )
    yield tables.alarms({name: alarms.tally(examined, name) for name in examined[0].hits})


def real(shared: Path | None) -> Iterator[str]:
    """Real mention counts with their windows."""
    yield "## Real mention counts (Numenta Anomaly Benchmark, development series)\n"
    if shared is None:
        yield "Not measured: no outside folder here (`WORKBENCH_SHARED`).\n"
        return
    series = real_counts.read(shared)
    yield (
        "Alarm at 0.5 and above; a peer's 0.5 is its textbook threshold, and “best standard” is at the threshold that"
        " hindsight picks.\n"
    )
    yield tables.real(real_counts.compare(series))
    yield "Constants of the online detector chosen without the series that is scored:\n"
    yield tables.held_out(*left_out.leave_one_out(series))


def quickness(many: int) -> Iterator[str]:
    """Seconds."""
    yield "## Speed\n"
    yield tables.speed(speed.year())
    yield f"{many} series of 60 days by the hour, in one process: {speed.many(many):.1f} s\n"
    yield "60 days, from the smallest brand to 100,000 mentions a minute, in the bucket that the volume gets:\n"
    yield tables.volumes(speed.volumes())
    yield tables.growth(*speed.growth())


def main() -> None:
    """Prints the tables and stores them."""
    ask = argparse.ArgumentParser(description="Measure the detector beside others.")
    ask.add_argument("--count", type=int, default=COUNT, help=f"how many of the generator's cases (default {COUNT})")
    ask.add_argument("--quick", action="store_true", help=f"the first {QUICK} cases, {FEW} series in place of {MANY}")
    ask.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure; nothing is stored")
    ask.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="cases analysed at a time")
    asked = ask.parse_args()
    warnings.simplefilter("ignore")
    shared, parts = shared_folder(), []
    sections = {
        "cases": lambda: cases(shared, QUICK if asked.quick else asked.count, asked.workers),
        "real": lambda: real(shared),
        "speed": lambda: quickness(FEW if asked.quick else MANY),
    }
    chosen = [sections[name]() for name in PARTS if name in asked.only]
    for text in itertools.chain(heading(), *chosen):
        parts.append(text)
        print(text, flush=True)
    if set(asked.only) == set(PARTS):
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text("\n".join([*parts, f"Load at the end: {os.getloadavg()[0]:.1f}\n"]), encoding="utf-8")


def heading() -> Iterator[str]:
    """What the run was made on, how busy that was, and what can't be measured there."""
    load = os.getloadavg()[0]
    python = platform.python_version()
    yield f"# Detection\n\n{platform.machine()}, {os.cpu_count()} cores, Python {python}, load {load:.1f}\n"
    if not peers.change_points_available():
        yield "PELT is left out: the package `ruptures` is not installed.\n"


if __name__ == "__main__":
    main()
