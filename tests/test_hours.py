from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from workbench import hours

DAY = (480, 1080)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("Mo-Fr 08:00-18:00", (*[(DAY,)] * 5, (), ())),
        ("Mo-Fr 08:00-18:00; Sa 10:00-14:00", (*[(DAY,)] * 5, ((600, 840),), ())),
        ("Mo,We 09:00-12:00,13:00-17:00", (((540, 720), (780, 1020)), (), ((540, 720), (780, 1020)), (), (), (), ())),
        ("Sa-Mo 00:00-24:00", (((0, 1440),), (), (), (), (), ((0, 1440),), ((0, 1440),))),
        ("24/7", (((0, 1440),),) * 7),
    ],
)
def test_hours_are_read(text: str, week: object) -> None:
    assert hours.parse(text) == week


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("daily", "write them as Mo-Fr"),
        ("Mo-Fr 8-18", "'8-18' is no span"),
        ("Xx 08:00-10:00", "'Xx' is no day"),
        ("Mo 22:00-06:00", "no span of one day"),
        ("Mo 10:00-12:00,11:00-13:00", "overlap"),
    ],
)
def test_what_are_no_hours_is_said(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        hours.parse(text)


def test_open_minutes_by_hand() -> None:
    desk = hours.desk("Mo-Fr 08:00-18:00; Sa 10:00-14:00", "Europe/Riga", [dt.date(2026, 3, 3)])
    assert desk is not None
    asked = ["2026-02-27T15:00Z", "2026-03-02T06:00Z", "2026-03-01T00:00Z", "2026-03-28T00:00Z"]
    told = ["2026-03-02T07:00Z", "2026-03-04T06:30Z", "2026-03-01T10:00Z", "2026-03-30T06:00Z"]
    # Friday 17-18, Saturday 10-14, Monday 8-9; Monday 8-18, no holiday, Wednesday 8-8:30; a Sunday; summer time begins.
    assert desk.minutes(pd.Series(pd.to_datetime(asked)), pd.Series(pd.to_datetime(told))).tolist() == [
        360,
        630,
        0,
        300,
    ]


def test_no_hours_no_desk() -> None:
    assert hours.desk(None, "UTC") is None
