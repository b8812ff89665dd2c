"""How well what happened is told: origin, cause and its confidence, half-life, topic, on cases with known truth.

    python -m benchmarks.happened [--count N | --quick] [--only cases|speed] [--workers N]

prints Markdown tables and stores them in `benchmarks/results/happened.md`, where a part that was not measured stays as
it is; beside it a reliability plot. The cause's weights were fitted on the generated cases 1 to 32, 65 to 96 and so on;
the others, and the cases from outside that `WORKBENCH_SHARED` names, are measured apart.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.detection import ROOT, heading, shared_folder
from benchmarks.generator import COUNT, QUICK
from benchmarks.labelled.catalogue import DECOYS, Entry, entries
from benchmarks.measured import known_truth, million, weights
from benchmarks.measured.known_truth import Pair
from benchmarks.measured.reliability import Point, plot
from benchmarks.measured.tables import middle, share, table
from workbench import cause

RESULTS = ROOT / "benchmarks" / "results" / "happened.md"
PLOT = RESULTS.with_name("happened-reliability.svg")
#: The two parts of the results by their headings.
PARTS = {"cases": "## Cases with known truth", "speed": "## Speed"}
#: Kinds of cases repeat after so many: a block holds each once.
BLOCK = 32
#: Bounds of the confidences that are held against how often they were right.
BINS = (0.5, 0.7, 0.8, 0.9, 0.97, 1.0)
#: Mentions of the crises that are timed; in a quick run the first two.
SIZES = (30_000, 100_000, 300_000, 1_000_000)


def fitted(pair: Pair) -> bool:
    """Whether the weights of the cause were fitted on this case."""
    number = pair.name[1:4]
    return pair.name.startswith("g") and number.isdigit() and int(number) // BLOCK % 2 == 0


def tables(pairs: Sequence[Pair]) -> Iterator[str]:
    """Everything measured, on all cases, and the cause on those that it was not fitted on."""
    found = [pair for pair in pairs if pair.found is not None]
    yield f"Crises found, and judged to be ones: {share(len(found), len(pairs))}.\n"
    yield table(("all cases", "ours", "goal"), [*_origins(found), *_others(found)])
    for name, some in halves(found).items():
        yield table((name, "ours", "goal"), _causes(some))
        rows = [(shown, one.cases, f"{one.said:.2f}", f"{one.right / one.cases:.2f}") for shown, one in _points(some)]
        yield table(("confidence", "cases", "mean confidence", "right"), rows)
    yield table(("weights fitted anew", "verdict right, of those decided", "undecided", "Brier score"), _anew(found))
    yield f"![How often a confidence was right]({PLOT.name})\n"
    yield f"Wrong or undecided:\n\n{_named(found)}"


def halves(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """The cases that the cause's weights were not fitted on, and those that they were."""
    return {
        "cases that the weights were not fitted on": [pair for pair in pairs if not fitted(pair)],
        "cases that they were fitted on": [pair for pair in pairs if fitted(pair)],
    }


def _origins(pairs: Sequence[Pair]) -> Iterator[tuple[object, ...]]:
    def agree(key: str) -> Callable[[Pair], bool]:
        return lambda pair: bool(pair.found and (pair.found["origin"] or {}).get(key) == pair.true["origin"][key])

    yield "origin's platform", share(sum(map(agree("platform"), pairs)), len(pairs)), "95 %"
    yield "origin's message", share(sum(map(_message, pairs)), len(pairs)), "80 %"
    yield "whose the origin is", share(sum(map(agree("owned"), pairs)), len(pairs)), ""
    for sure in ("high", "medium", "low"):
        some = [pair for pair in pairs if pair.found and (pair.found["origin"] or {}).get("sure") == sure]
        yield f"message right where sure is {sure}", share(sum(map(_message, some)), len(some)), ""


def _message(pair: Pair) -> bool:
    told = (pair.found or {}).get("origin") or {}
    return told.get("mention_id") in pair.true["origin"].get("accepted_ids", [pair.true["origin"]["mention_id"]])


def _others(pairs: Sequence[Pair]) -> Iterator[tuple[object, ...]]:
    halves = [error for pair in pairs if (error := pair.relative("half_life_minutes", "recovery")) is not None]
    yield "half-life, median relative error", middle([100 * error for error in halves]) + " %", "≤ 25 %"
    yield "half-life known", share(len(halves), sum(bool(pair.true["half_life_minutes"]) for pair in pairs)), ""
    yield "true half-life within the interval", _covered(pairs, "recovery", "half_life"), "95 %"
    paces = [error for pair in pairs if (error := pair.relative("doubling_minutes", "spread")) is not None]
    yield "doubling time, median relative error", middle([100 * error for error in paces]) + " %", ""
    yield "true doubling time within the interval", _covered(pairs, "spread", "doubling"), "95 %"
    shifts = [shift for pair in pairs if (shift := ((pair.found or {}).get("recovery") or {}).get("shift"))]
    yield (
        "no lasting shift told, as there is none",
        share(sum(not one["lasting"] for one in shifts), len(shifts)),
        "95 %",
    )
    terms = [pair.term() for pair in pairs]
    yield "a topic term in the first five", share(sum(bool(one) for one in terms), len(terms)), "95 %"


def _covered(pairs: Sequence[Pair], section: str, figure: str) -> str:
    """In how many the true figure, in minutes, lies within the interval told."""
    inside = []
    for pair in pairs:
        interval = ((pair.found or {}).get(section) or {}).get(f"{figure}_interval")
        true = pair.true.get(f"{figure}_minutes")
        if interval and true:
            inside.append(interval[0] <= true <= (interval[1] or math.inf))
    return share(sum(inside), len(inside))


def _cause(pair: Pair) -> dict[str, object]:
    return (pair.found or {}).get("cause") or {}


def _causes(pairs: Sequence[Pair]) -> Iterator[tuple[object, ...]]:
    decided = [pair for pair in pairs if _cause(pair).get("verdict")]
    right = [pair for pair in decided if _cause(pair)["verdict"] == pair.true["cause"]["verdict"]]
    named = [pair for pair in decided if _cause(pair).get("cluster")]
    clusters = [pair for pair in named if _cause(pair)["cluster"] == pair.true["cause"]["cluster"]]
    believed = np.array([_external(pair) for pair in pairs])
    true = np.array([pair.true["cause"]["verdict"] == "external" for pair in pairs], dtype=float)
    yield "verdict right, of those decided", share(len(right), len(decided)), "90 %"
    yield "undecided", share(len(pairs) - len(decided), len(pairs)), "≤ 10 %"
    yield "cluster right, of those named", share(len(clusters), len(named)), ""
    yield "Brier score of the verdict", f"{float(((believed - true) ** 2).mean()):.3f}", ""
    yield "Brier score of always saying the commoner verdict's share", f"{float(true.var()):.3f}", ""


def _anew(pairs: Sequence[Pair]) -> Iterator[tuple[object, ...]]:
    """The verdict by weights fitted without the case: on other kinds of crises, on other fifths of the cases."""
    heard = weights.table([pair.found["heard"] for pair in pairs if pair.found])
    clusters = [pair.true["cause"]["cluster"] for pair in pairs]
    external = np.array([cluster == "victim" for cluster in clusters])
    groups: dict[str, list[object]] = {
        "on the other kinds of crises": [pair.true.get("kind") for pair in pairs],
        "on four fifths of the cases": [number % 5 for number in range(len(pairs))],
    }
    for name, group in groups.items():
        likely = weights.left_out(heard, clusters, group)[:, 0]
        decided = np.maximum(likely, 1 - likely) >= cause.DECIDED
        right = int((decided & ((likely > 0.5) == external)).sum())
        brier = f"{float(((likely - external) ** 2).mean()):.3f}"
        yield name, share(right, int(decided.sum())), share(int((~decided).sum()), len(pairs)), brier


def _external(pair: Pair) -> float:
    """How likely external was called; a half where nothing was read."""
    likely = _cause(pair).get("likelihood") or {}
    return float(likely["victim"]) if isinstance(likely, dict) and likely else 0.5


def _points(pairs: Sequence[Pair]) -> Iterator[tuple[str, Point]]:
    external = np.array([_external(pair) for pair in pairs])
    confidence = np.maximum(external, 1 - external)
    right = np.array([(pair.true["cause"]["verdict"] == "external") == (_external(pair) > 0.5) for pair in pairs])
    for low, high in itertools.pairwise(BINS):
        inside = (confidence >= low) & ((confidence < high) | (high == BINS[-1]))
        if inside.any():
            point = Point(int(inside.sum()), float(confidence[inside].mean()), int(right[inside].sum()))
            yield f"{low:.2f} to {high:.2f}", point


def _named(pairs: Sequence[Pair]) -> str:
    rows = []
    for pair in pairs:
        said, true = _cause(pair), pair.true["cause"]
        wrong = [] if _message(pair) else ["origin"]
        if said.get("verdict") != true["verdict"]:
            wrong.append(f"verdict {said.get('verdict')}, truly {true['verdict']}")
        elif said.get("cluster") != true["cluster"]:
            wrong.append(f"cluster {said.get('cluster')}, truly {true['cluster']}")
        if wrong:
            rows.append((pair.name, pair.kind, "; ".join(wrong)))
    return table(("case", "kind", "what"), rows)


def speed(sizes: Sequence[int]) -> Iterator[str]:
    """Seconds to characterise crises of these sizes, beside reading the same rows with DuckDB."""
    measured = [million.measure(size) for size in sizes]
    rows = [
        (
            f"{one.mentions:,}",
            f"{one.seconds:.1f}",
            f"{one.seconds / one.reading:.0f}",
            f"{one.memory / 2**30:.2f}",
        )
        for one in measured
    ]
    yield table(("mentions of the crisis", "seconds", "times reading the archive's rows", "GiB at most"), rows)
    yield f"Slope of log time to log mentions: {million.slope(measured):.2f} (goal ≤ 1.1)\n"


def main() -> None:
    """Prints the tables and stores them."""
    ask = argparse.ArgumentParser(description="Measure how well what happened is told.")
    ask.add_argument("--count", type=int, default=COUNT, help=f"how many of the generator's cases (default {COUNT})")
    ask.add_argument("--quick", action="store_true", help=f"the first {QUICK} cases; nothing is stored")
    ask.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="cases analysed at a time")
    ask.add_argument("--only", choices=tuple(PARTS), help="the part to measure; the other stays as it was")
    asked = ask.parse_args()
    measured: dict[str, str] = {}
    drawn = ""
    if asked.only != "speed":
        told, drawn = cases(asked.count, asked.quick, asked.workers)
        measured["cases"] = told
    if asked.only != "cases":
        measured["speed"] = "\n".join(speed(SIZES[:2] if asked.quick else SIZES))
    print("\n".join(measured.values()))
    if not asked.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
        RESULTS.write_text(merged(before, measured), encoding="utf-8")
        if drawn:
            PLOT.write_text(drawn, encoding="utf-8")


def merged(before: str, measured: dict[str, str]) -> str:
    """The results with what was `measured`, each part under its heading; the others as they were `before`."""
    machine = next(heading()).splitlines()[-1]
    parts = {part: f"{PARTS[part]}\n\n{machine}\n\n{text.strip()}\n" for part, text in measured.items()}
    for part, title in PARTS.items():
        if part not in parts and title in before:
            rest = before.split(title, 1)[1].split("\n## ", 1)[0]
            parts[part] = f"{title}{rest.rstrip()}\n"
    return "# What happened\n\n" + "\n".join(parts[part] for part in PARTS if part in parts)


def cases(count: int, quick: bool, workers: int) -> tuple[str, str]:
    """What was told of the cases with known truth, and the plot of how often a confidence was right."""
    shared = shared_folder()
    outside = sorted(path.parent for path in (shared / "cases").glob("*/truth.json")) if shared else []
    some: list[Entry | Path] = [one for one in entries(1, QUICK if quick else count) if one.kind not in DECOYS]
    pairs = known_truth.match(list(known_truth.examine([*outside, *some], workers, alarms=False))).pairs
    drawn = plot(
        {name: [one for _, one in _points(part)] for name, part in halves([p for p in pairs if p.found]).items()}
    )
    return "\n".join(
        [f"{len(some)} generated cases with a crisis, {len(outside)} cases from outside.\n", *tables(pairs)]
    ), drawn


if __name__ == "__main__":
    main()
