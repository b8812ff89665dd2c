"""How severe: grades of 1 to 5 for volume, length, tone and spread, and their mean.

The bounds are this program's own, in steps that a reader can check; Pfeffer, Zorbach & Carley (2014) name the
dimensions of an online firestorm, no standard gives figures.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

#: Part to what it is measured in and the lower bounds of the grades 2, 3, 4 and 5.
BOUNDS: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "volume": ("times the normal volume at the peak", (3, 10, 30, 100)),
    "length": ("hours from onset to end", (6, 24, 72, 168)),
    "tone": ("of the readable messages negative", (0.2, 0.35, 0.5, 0.65)),
    "spread": ("platforms", (2, 3, 5, 7)),
}


def parts(
    peak_ratio: float | None, hours: float | None, negative_share: float | None, platforms: int | None
) -> dict[str, Any]:
    """Part to `{"value", "unit", "grade"}`; a part that is not known is left out."""
    values = {"volume": peak_ratio, "length": hours, "tone": negative_share, "spread": platforms}
    return {
        name: {
            "value": float(f"{value:.4g}"),
            "unit": BOUNDS[name][0],
            "grade": 1 + bisect_right(BOUNDS[name][1], value),
        }
        for name, value in values.items()
        if value is not None
    }


def grade(of: dict[str, Any]) -> int | None:
    """The mean of the parts' grades, rounded up from the half; None where fewer than two parts are known."""
    grades = [part["grade"] for part in of.values()]
    return int(sum(grades) / len(grades) + 0.5) if len(grades) > 1 else None
