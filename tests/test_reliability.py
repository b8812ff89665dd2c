"""The benchmark of what happened: its reliability plot, and results whose parts are measured apart."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks import happened
from benchmarks.measured.reliability import Point, plot


@pytest.mark.parametrize(
    ("cases", "right", "low", "high"), [(10, 10, 0.722, 1.0), (10, 5, 0.237, 0.763), (100, 0, 0.0, 0.037)]
)
def test_interval_of_the_share_that_is_right(cases: int, right: int, low: float, high: float) -> None:
    assert list(Point(cases, 0.9, right).interval) == pytest.approx([low, high], abs=0.001)


def test_a_confidence_that_says_what_is_true_lies_on_the_diagonal() -> None:
    drawn = ElementTree.fromstring(plot({"one": [Point(10, 0.75, 5)], "other": [Point(4, 1.0, 4)]}))
    circles = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in drawn if c.tag.endswith("circle")]
    diagonal = next(line for line in drawn if line.get("stroke-dasharray"))
    assert circles[0] == (208.0, 208.0)
    assert circles[1] == (float(diagonal.get("x2", 0)) + 3, float(diagonal.get("y2", 0)))


def test_a_part_measured_apart_leaves_the_other_as_it_was() -> None:
    first = happened.merged("", {"speed": "fast"})
    both = happened.merged(first, {"cases": "right"})
    again = happened.merged(both, {"cases": "better"})
    assert [line for line in again.splitlines() if line and "cores" not in line] == [
        "# What happened", "## Cases with known truth", "better", "## Speed", "fast",
    ]  # fmt: skip
