"""Labelled archives for the benchmarks: 210 simulated ones of every kind of crisis and decoy, with their truth.

    python -m benchmarks.generator --out DIR [--count N] [--only KIND] [--quick]

writes a folder a case: `mentions.jsonl.gz`, `plan.yml`, `truth.json`. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.labelled.catalogue import KINDS, Entry, entries
from benchmarks.labelled.naming import plan
from benchmarks.labelled.story import tell
from workbench.casestudy.archive_file import packed, put
from workbench.casestudy.archive_file import rows as exported
from workbench.casestudy.ground_truth import truth
from workbench.casestudy.message import Message
from workbench.casestudy.scenario import build
from workbench.casestudy.simulate import simulate

#: How many cases the benchmarks measure on, and how many hold one of each kind.
COUNT, QUICK = 210, len(KINDS)
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One labelled archive: rows of the `mentions` format, the brand's plan, what is true; `controls` by brand."""

    name: str
    kind: str
    rows: Rows
    plan_yaml: str
    truth: dict[str, Any]
    controls: dict[str, Rows] = field(default_factory=dict)


def cases(seed: int = 1, count: int = COUNT) -> Iterator[Case]:
    """The first `count` labelled archives, each made when it is asked for; the first QUICK are one of each kind."""
    for entry in entries(seed, count):
        yield case(entry)


def case(entry: Entry) -> Case:
    """The labelled archive of an entry of the catalogue."""
    raw, story = tell(entry)
    scenario = build(raw)
    messages = simulate(scenario)
    lines = exported(scenario, messages)
    told = truth(scenario, messages, entry.name, len(lines))
    for crisis in told["crises"]:
        crisis["topic_terms"] = _said(crisis, [one for one in messages if one.wave and one.wave.name == crisis["name"]])
    told |= {"kind": entry.kind, "languages": list(entry.languages), "volume": entry.volume}
    controls = {}
    for control in range(1, 1 + entry.controls):
        other = build(tell(entry, control)[0])
        controls[other.brand] = exported(other, simulate(other))
    if controls:
        told |= {"controls": list(controls), "shock": "industry" if entry.kind == "industry" else "own"}
    plan_yaml = plan(Random(entry.seed + 3), story.brand, story.campaigns)
    return Case(entry.name, entry.kind, lines, plan_yaml, told, controls)


def _said(crisis: dict[str, Any], about: list[Message]) -> list[str]:
    """The topic terms that people really used: in one of a hundred messages at least."""
    texts = [f"{one.title or ''} {one.text}".lower() for one in about]
    spaced = [set(re.findall(r"\w+", text)) for text in texts]
    used = {
        term: sum(
            term in words or (not term.isascii() and term in text) for words, text in zip(spaced, texts, strict=True)
        )
        for term in crisis["topic_terms"]
    }
    return [term for term, count in used.items() if count > 0.01 * len(about)]


def write(case: Case, folder: Path) -> None:
    """Writes the case into `folder`: its mentions, plan, truth, and `control-<brand>.jsonl.gz` for each control.

    Raises WorkbenchError when the folder does not take it.
    """
    put(folder / "mentions.jsonl.gz", packed(_lines(case.rows)))
    put(folder / "plan.yml", case.plan_yaml.encode())
    put(folder / "truth.json", (json.dumps(case.truth, ensure_ascii=False, indent=1) + "\n").encode())
    for brand, rows in case.controls.items():
        put(folder / f"control-{brand}.jsonl.gz", packed(_lines(rows)))


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for row in rows)


def main() -> None:
    """Writes the cases that were asked for and prints one line a case."""
    ask = argparse.ArgumentParser(description="Write labelled archives: mentions.jsonl.gz, plan.yml, truth.json.")
    ask.add_argument("--out", type=Path, default=Path("benchmarks/input/labelled"), help="folder to write into")
    ask.add_argument("--count", type=int, default=COUNT, help=f"how many cases (default {COUNT})")
    ask.add_argument("--only", choices=list(KINDS), help="only the cases of this kind among them")
    ask.add_argument("--quick", action="store_true", help=f"the first {QUICK}: one of each kind")
    ask.add_argument("--seed", type=int, default=1)
    asked = ask.parse_args()
    started, written = time.process_time(), 0
    for entry in entries(asked.seed, QUICK if asked.quick else asked.count):
        if asked.only and entry.kind != asked.only:
            continue
        made = case(entry)
        write(made, asked.out / made.name)
        written += 1
        print(f"{made.name:<22}{'+'.join(entry.languages):<7}{entry.volume:<9}{len(made.rows):>8} rows", flush=True)
    print(f"{written} cases in {asked.out}, {time.process_time() - started:.0f} s of CPU")


if __name__ == "__main__":
    main()
