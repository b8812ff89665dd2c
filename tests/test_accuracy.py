from __future__ import annotations

import random

import pytest

from benchmarks.measured import shares
from workbench import accuracy, sentiment
from workbench.accuracy import Checked


def test_precision_and_recall_of_a_sample_in_strata() -> None:
    one = Checked(yes=100, no=900, yes_seen=20, yes_right=18, no_seen=20, no_missed=1)
    right, found, share = accuracy.precision(one), accuracy.recall(one), accuracy.share(one)
    assert right is not None
    assert found is not None
    assert share is not None
    assert right[0] == pytest.approx(0.9)
    # 90 of the yes are so, and 45 of the no: found 90 of 135, which is 13.5 % of all.
    assert found[0] == pytest.approx(90 / 135)
    assert share[0] == pytest.approx(0.135)
    for middle, low, high in (right, found, share):
        assert 0 <= low < middle < high <= 1


@pytest.mark.parametrize(
    ("checked", "precise", "recalled"),
    [
        (Checked(10, 10, 0, 0, 0, 0), False, False),
        (Checked(10, 10, 5, 5, 0, 0), True, False),
        (Checked(10, 0, 5, 5, 0, 0), True, True),
        (Checked(10, 10, 5, 0, 5, 0), True, False),
        (Checked(0, 10, 0, 0, 5, 1), False, False),
    ],
)
def test_nothing_is_said_of_what_nobody_labelled(checked: Checked, precise: bool, recalled: bool) -> None:
    assert (accuracy.precision(checked) is not None, accuracy.recall(checked) is not None) == (precise, recalled)


def test_a_perfect_scorer_needs_no_correction_and_one_by_chance_gets_none() -> None:
    perfect = accuracy.corrected((30, 100), (10_000, 10_000), (10_000, 10_000))
    assert perfect is not None
    assert perfect[0] == pytest.approx(0.3)
    assert accuracy.corrected((30, 100), (50, 100), (50, 100)) is None
    assert accuracy.corrected((0, 0), (9, 10), (9, 10)) is None


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    """Lang and Reiczigel's claim, on made-up samples: with a true share of 0.4, sensitivity 0.8, specificity 0.9."""
    draw, held, runs = random.Random(7), 0, 400
    for _ in range(runs):
        seen = sum(draw.random() < 0.4 * 0.8 + 0.6 * 0.1 for _ in range(300))
        sens, spec = (sum(draw.random() < p for _ in range(100)) for p in (0.8, 0.9))
        found = accuracy.corrected((seen, 300), (sens, 100), (spec, 100))
        held += found is not None and found[1] <= 0.4 <= found[2]
    assert 0.92 <= held / runs <= 0.99


@pytest.mark.parametrize("lang", sorted(sentiment.SENSITIVITY))
def test_a_corrected_share_holds_as_often_as_it_says_and_is_surer_than_nothing(lang: str) -> None:
    """In archives of 200 to 2,000 messages of the kind known, from calm to furious ones."""
    known = sentiment.SENSITIVITY[lang], sentiment.SPECIFICITY[lang]
    holds, width = shares.held(known, known, anew=True)
    assert 0.93 < holds < 0.99
    assert width < 0.4


def test_a_corrected_share_misses_where_messages_are_read_otherwise_than_those_known() -> None:
    assert shares.held(((4000, 5000), (4000, 5000)), ((95, 100), (95, 100)), anew=False)[0] < 0.3


def test_english_rests_as_much_on_the_airlines_as_on_the_independent_messages() -> None:
    assert shares.shipped(((43, 54), (48, 58)), ((1236, 1549), (1523, 1881))) == ((86, 108), (95, 116))
    assert shares.shipped(((39, 53), (47, 57)), None) == ((39, 53), (47, 57))
