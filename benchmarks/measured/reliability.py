"""A reliability plot: how often a confidence was right, beside what it said (Murphy & Winkler 1977)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Half the width of a 95 % interval, in standard errors.
WIDE = 1.96
#: The plot's side in pixels, the room around it for its words, and the confidence at which it begins.
SIDE, ROOM, FIRST = 320, 48, 0.5
COLOURS = ("#1b6ca8", "#c1571a")


@dataclass(frozen=True)
class Point:
    """Cases whose confidence lay between two bounds: how many, what was said on average, how many were right."""

    cases: int
    said: float
    right: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share that is right (Wilson 1927)."""
        share, n = self.right / self.cases, self.cases
        centre = (share + WIDE**2 / (2 * n)) / (1 + WIDE**2 / n)
        half = WIDE / (1 + WIDE**2 / n) * math.sqrt(share * (1 - share) / n + WIDE**2 / (4 * n**2))
        return max(centre - half, 0.0), min(centre + half, 1.0)


def plot(series: Mapping[str, Sequence[Point]]) -> str:
    """An SVG of the points of each series with their intervals; on the diagonal a confidence says what is true."""
    whole = SIDE + 2 * ROOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif"'
        ' font-size="11"><rect width="100%" height="100%" fill="#fff"/>',
        f'<rect x="{ROOM}" y="{ROOM}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>',
        f'<line x1="{_x(FIRST)}" y1="{_y(FIRST)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4"/>',
        f'<text x="{whole / 2}" y="{whole - 12}" text-anchor="middle">confidence of the verdict</text>',
        f'<text x="{ROOM}" y="{ROOM - 28}">share that was right (95 % interval); dashed: as said</text>',
    ]
    for tenth in range(0, 11, 2):
        parts.append(f'<text x="{ROOM - 6}" y="{_y(tenth / 10) + 4}" text-anchor="end">{tenth / 10:.1f}</text>')
    for tenth in range(5, 11):
        parts.append(f'<text x="{_x(tenth / 10)}" y="{ROOM + SIDE + 16}" text-anchor="middle">{tenth / 10:.1f}</text>')
    for number, (name, points) in enumerate(series.items()):
        colour, aside = COLOURS[number], 3 * number
        parts.append(f'<text x="{ROOM}" y="{ROOM - 14 + 12 * number}" fill="{colour}">● {name}</text>')
        for point in points:
            low, high = point.interval
            x = _x(point.said) + aside
            parts.append(f'<line x1="{x}" x2="{x}" y1="{_y(low)}" y2="{_y(high)}" stroke="{colour}"/>')
            size = 2 + math.sqrt(point.cases)
            parts.append(f'<circle cx="{x}" cy="{_y(point.right / point.cases)}" r="{size:.1f}" fill="{colour}"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(confidence: float) -> float:
    return round(ROOM + SIDE * (confidence - FIRST) / (1 - FIRST), 1)


def _y(share: float) -> float:
    return round(ROOM + SIDE * (1 - share), 1)
