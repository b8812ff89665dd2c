"""Which of many texts are alike: nearly the same words in any script, in small parts as in one."""

from __future__ import annotations

import pytest

from workbench import resemblance
from workbench.engine import connect

TEXTS = [
    "the blender broke in my hand and nobody at the shop picks up the phone",
    "short",
    "the blender broke in my hand and nobody at the shop picks up the phone today",
    "搅拌机在我手里坏了商店里没有人接电话真是太糟糕了我再也不会买这个牌子",
    "nothing of the kind is said here about kettles, plugs or the weather in riga",
    "搅拌机在我手里坏了商店里没有人接电话真是太糟糕了我再也不会买这个牌子了",
    "yes the blender broke in my hand and nobody at the shop picks up the phone",
]


@pytest.mark.parametrize(("texts", "pairs"), [(20_000, 100_000), (2, 1)])
def test_pairs_are_alike_whatever_is_held_at_a_time(texts: int, pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resemblance, "TEXTS", texts)
    monkeypatch.setattr(resemblance, "PAIRS", pairs)
    with connect() as connection:
        connection.execute("CREATE TABLE said (wording BIGINT, plain VARCHAR)")
        connection.executemany("INSERT INTO said VALUES ($1, $2)", list(enumerate(TEXTS)))
        assert resemblance.pairs(connection, "said", len(TEXTS)).tolist() == [[2, 0], [5, 3], [6, 0]]
        connection.execute("DELETE FROM said")
        assert resemblance.pairs(connection, "said", 0).tolist() == []
