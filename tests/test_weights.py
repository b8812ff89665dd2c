"""The fit of the cause's weights: it finds what tells, keeps what it has not seen, and is right on kinds left out."""

from __future__ import annotations

import numpy as np

from benchmarks.measured import weights
from workbench import cause

CODES = list(cause.WEIGHTS)


def cases(*said: tuple[str, str]) -> tuple[weights.Numbers, list[str]]:
    """Ten cases of each, in which one reason alone is heard: (reason, true cluster)."""
    heard = [dict.fromkeys(CODES, 0.0) | {code: 0.5} for code, _ in said for _ in range(10)]
    return weights.table(heard), [cluster for _, cluster in said for _ in range(10)]


def test_a_reason_that_misleads_loses_weight_and_one_not_seen_keeps_its_own() -> None:
    table, clusters = cases(("nature", "victim"), ("harm", "accidental"), ("data", "victim"))
    found = dict(zip(CODES, weights.fit(table, clusters).reasons, strict=True))
    assert found["data"] < weights.ALONE - 1 < weights.ALONE < found["nature"]
    assert found["greed"] == weights.ALONE


def test_no_weight_is_below_none() -> None:
    table, clusters = cases(("nature", "preventable"), ("attack", "accidental"))
    assert (weights.fit(table, clusters).reasons >= 0).all()


def test_a_kind_left_out_is_judged_by_the_weights_of_the_others() -> None:
    table, clusters = cases(("nature", "victim"), ("harm", "accidental"), ("greed", "preventable"))
    likely = weights.left_out(table, clusters, [code for code in ("a", "b", "c") for _ in range(10)])
    assert np.allclose(likely.sum(axis=1), 1)
    assert [cause.CLUSTERS[place] for place in likely.argmax(axis=1)] == clusters


def test_what_is_heard_while_listening_is_kept() -> None:
    nothing = dict.fromkeys(("nature",), 0.0)
    with weights.listening() as heard:
        cause.strengths(cause.Heard(nothing, nothing, nothing, 1.0, 10, 10), True)
    assert [one[cause.OWN_POST] for one in heard] == [1.0]
    assert cause.strengths.__module__ == "workbench.cause"
