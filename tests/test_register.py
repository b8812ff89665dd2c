from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.made_up import START, archive, chatter, outrage
from workbench import episode, history, register

ONSET = START + dt.timedelta(days=24, hours=9)


@pytest.fixture(scope="module")
def storm() -> episode.Episode:
    connection = archive(chatter(30, 10) + outrage(ONSET, 200, 24))
    return next(episode.find(connection, history.read(connection), ("acme",)))


def test_name_is_given_once_and_kept_when_the_onset_moves(tmp_path: Path, storm: episode.Episode) -> None:
    first = register.name("acme", tmp_path, [storm])
    assert first == [f"acme-{storm.course.onset:%Y%m%dt%H%M}"]
    moved = replace(storm, course=replace(storm.course, onset=storm.course.onset + pd.Timedelta(hours=3)))
    assert register.name("acme", tmp_path, [moved]) == first
    assert register.name("acme", tmp_path, []) == []
    assert register.name("acme", tmp_path, [storm]) == first


def test_two_that_begin_in_one_minute_get_two_names(tmp_path: Path, storm: episode.Episode) -> None:
    first, second = register.name("acme", tmp_path, [storm, storm])
    assert second == f"{first}-2"
    assert register.name("acme", tmp_path, [storm, storm]) == [first, second]


def test_another_crisis_is_not_the_known_one(tmp_path: Path, storm: episode.Episode) -> None:
    first = register.name("acme", tmp_path, [storm])
    days = pd.Timedelta(days=9)
    course = replace(storm.course, onset=storm.course.onset + days, end=(storm.course.end or storm.until) + days)
    assert register.name("acme", tmp_path, [replace(storm, course=course)]) != first
