"""How far a second reading of the check sets, made without seeing the first, says the same."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measured.worded import INDEPENDENT, Pair

#: What is judged in each set, and under which heading the first reading stands.
LABEL = {"wording": "marks", "triage": "kind", "tone": "tone"}
#: Draws of the bootstrap, and the places of the bounds that hold 95 % of them.
DRAWS, LOW, HIGH = 2000, 0.025, 0.975


def readings(what: str) -> list[Pair]:
    """What the first and the second reader saw in each text of `wording`, `triage` or `tone`."""
    return [
        (set(row[LABEL[what]].split()), set(row["second"].split()))
        for file in sorted((INDEPENDENT / "counted" / what).glob("*.csv"))
        for row in _rows(file)
    ]


def kappa(pairs: Sequence[Pair], name: str) -> float:
    """Agreement on whether `name` applies, above what chance would give: 1 is full, 0 is chance (Cohen 1960)."""
    size = len(pairs)
    one, other = (sum(name in pair[place] for pair in pairs) / size for place in (0, 1))
    same = sum((name in first) == (name in second) for first, second in pairs) / size
    chance = one * other + (1 - one) * (1 - other)
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def interval(pairs: Sequence[Pair], name: str) -> tuple[float, float]:
    """The 95 % interval of `kappa`: percentiles of a bootstrap over the texts, with a fixed seed (Efron 1979)."""
    draw = random.Random(0)
    drawn = sorted(kappa(draw.choices(pairs, k=len(pairs)), name) for _ in range(DRAWS))
    return drawn[int(LOW * DRAWS)], drawn[int(HIGH * DRAWS) - 1]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
