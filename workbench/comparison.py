"""A crisis beside earlier ones of the brand and of all brands: rank and percentile, small numbers said to be small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from workbench import side_file
from workbench.facts import Comparison, Crisis, Rank, iso
from workbench.mention import brand_name

#: Figures that crises are compared by.
FIGURES = ("mentions", "peak_per_hour", "peak_ratio", "hours", "severity")
#: With fewer earlier crises a rank says little, and a percentile nothing.
FEW = 5


def remember(brand: str, data: Path, crises: Sequence[Crisis]) -> None:
    """Keeps the figures of the brand's `crises` in `data/compared/`, for reports of other brands."""
    entries = [{"id": one.id, "onset": iso(one.onset), **figures(one)} for one in crises]
    path = _folder(data) / f"{brand_name(brand)}.json"
    if side_file.read(path) != entries:
        side_file.write(path, entries)


def compare(crisis: Crisis, brand: str, own: Sequence[Crisis], data: Path) -> Comparison:
    """`crisis` among the earlier ones in `own`, those of its `brand`, and those kept of every other brand."""
    earlier = sorted((one for one in own if one.onset < crisis.onset), key=lambda one: one.onset)
    others = [
        entry
        for path in sorted(_folder(data).glob("*.json"))
        if path.stem != brand
        for entry in side_file.read(path)
        if dt.datetime.fromisoformat(entry["onset"]) < crisis.onset
    ]
    before: list[dict[str, Any]] = [figures(one) for one in earlier]
    return Comparison(
        brand=_ranks(crisis, before),
        archive=_ranks(crisis, before + others) if others else [],
        earlier=[one.id for one in earlier],
        few=len(earlier) < FEW,
    )


def figures(crisis: Crisis) -> dict[str, Any]:
    """The figures of `crisis` by name; null for what is not known, as the length of one that still runs."""
    length = (crisis.end - crisis.onset).total_seconds() / 3600 if crisis.end else None
    return {
        "mentions": crisis.mentions,
        "peak_per_hour": crisis.peak_per_hour,
        "peak_ratio": crisis.peak_ratio,
        "hours": length,
        "severity": crisis.severity,
    }


def _ranks(crisis: Crisis, others: list[dict[str, Any]]) -> list[Rank]:
    """Its rank by each figure that it and at least one other have."""
    ranks = []
    for name, value in figures(crisis).items():
        known = pd.Series([one[name] for one in others if one.get(name) is not None], dtype=float)
        if value is None or known.empty:
            continue
        ranks.append(
            Rank(
                figure=name,
                value=value,
                rank=int((known > value).sum()) + 1,
                of=len(known) + 1,
                percentile=100 * float(((known < value).sum() + 0.5 * (known == value).sum()) / len(known)),
                median=float(known.median()),
            )
        )
    return ranks


def _folder(data: Path) -> Path:
    return data / "compared"
