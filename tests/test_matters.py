"""Two matters in one burst, and one matter of two facets."""

from __future__ import annotations

import datetime as dt
import random

import pandas as pd

from tests.made_up import START, archive, chatter, mention, outrage
from workbench import episode, history

ONSET = START + dt.timedelta(days=24, hours=9)
LEAK = (
    "passwords of every acme customer leaked onto the web",
    "thieves have my card number thanks to acme, terrible",
    "our card data on a leak site, acme, shame",
)
CHARGER = ("and now the acme charger smokes too, awful", "smoke from the acme charger, terrible, never again")


def topics(rows: list[dict[str, object]]) -> list[set[str]]:
    connection = archive(rows)
    found = episode.find(connection, history.read(connection), ("acme",))
    return [set(one.topic.terms["term"].head(8)) for one in found]


def leak(onset: dt.datetime, texts: tuple[str, ...]) -> list[dict[str, object]]:
    chance = random.Random(3)
    return [row | {"text": chance.choice(texts)} for row in outrage(onset, 200, 24, seed=9, first=2_000_000)]


def test_a_second_matter_hours_later_is_an_episode_of_its_own() -> None:
    found = topics(chatter(30, 10) + outrage(ONSET, 200, 30) + leak(ONSET + dt.timedelta(hours=5), LEAK))
    assert len(found) == 2
    assert "exploding" in found[0] - found[1]
    assert "card" in found[1] - found[0]


def test_two_facets_that_began_together_are_one_matter() -> None:
    found = topics(chatter(30, 10) + outrage(ONSET, 200, 30) + leak(ONSET, CHARGER))
    assert len(found) == 1
    assert found[0] & {"exploding", "blender"}


def test_the_brands_own_answers_do_not_prolong_a_crisis() -> None:
    storm = outrage(ONSET, 200, 24)
    last = pd.Timestamp(str(storm[-1]["created_at"]))
    late = [
        mention(5_000_000 + n, (last + pd.Timedelta(minutes=6 * n)).to_pydatetime(), "the exploding blender: sorry",
                author="acme", kind="reply", parent_id=str(storm[n]["id"]))
        for n in range(200)
    ]  # fmt: skip
    ends = []
    for rows in (storm, [*storm, *late]):
        connection = archive(chatter(30, 10) + rows, accounts=["acme"])
        one = next(episode.find(connection, history.read(connection), ("acme",)))
        assert one.course.end is not None
        ends.append(one.course.end)
    assert abs(ends[1] - ends[0]) < pd.Timedelta(hours=2)
