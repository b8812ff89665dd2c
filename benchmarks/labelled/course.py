"""How a burst goes in time: when it begins, how fast it rises, how slowly it fades, and what the ordinary days do."""

from __future__ import annotations

import datetime as dt
import math
import zoneinfo
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchmarks.labelled.catalogue import DECOYS, Entry
from workbench.casestudy.chance import happens, lognormal, one_of

UTC = dt.UTC
#: Ordinary messages an hour, from and to, and days before the first burst, from and to.
VOLUMES: dict[str, tuple[float, float, float, float]] = {
    "trickle": (2.0, 4.0, 36.0, 48.0),
    "small": (4.5, 10.0, 21.0, 32.0),
    "medium": (12.0, 22.0, 16.0, 21.0),
    "large": (55.0, 95.0, 15.0, 16.5),
}
#: Minutes of rise (from, to) and of half-life (from, to) by theme or kind.
_SHAPES: dict[str, tuple[float, float, float, float]] = {
    "post": (20, 120, 90, 400), "defect": (1440, 4000, 3500, 8000), "outage": (15, 90, 60, 260),
    "disaster": (60, 300, 500, 1500), "rumour": (120, 480, 200, 600), "breach": (60, 240, 400, 1600),
    "scandal": (60, 300, 300, 1300), "food": (100, 500, 500, 2000), "misconduct": (40, 200, 250, 900),
    "price": (60, 400, 300, 1300), "boycott": (200, 900, 700, 2600), "known-defect": (100, 500, 1200, 4000),
    "industry": (60, 240, 400, 1600), "brief": (2, 9, 4, 14), "long": (1500, 5000, 7000, 12000),
    "flat": (120, 400, 900, 2200), "launch": (15, 90, 200, 700), "giveaway": (20, 120, 300, 1200),
    "contest": (200, 1200, 1500, 4000), "match": (4, 15, 12, 40), "sale": (400, 900, 700, 1500),
    "praise": (15, 90, 120, 500), "meme": (200, 900, 600, 2000), "bots": (3, 30, 40, 300),
}  # fmt: skip
#: Weights of the hours of a day, from midnight, in tenths: all day long, offices, night owls, the whole world.
_DAYS = (
    (4, 3, 2, 2, 2, 3, 6, 10, 13, 14, 14, 14, 14, 13, 13, 13, 13, 14, 15, 16, 16, 14, 10, 7),
    (2, 1, 1, 1, 1, 2, 6, 14, 21, 20, 18, 16, 15, 16, 17, 17, 16, 13, 9, 8, 7, 6, 5, 3),
    (11, 9, 6, 4, 3, 2, 3, 4, 6, 7, 8, 9, 10, 10, 10, 11, 12, 14, 16, 18, 20, 20, 18, 15),
    (9, 8, 8, 8, 8, 8, 9, 9, 10, 11, 11, 12, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 10, 10),
)
#: Weights of the days of a week, from Monday, in tenths.
_WEEKS = ((10, 10, 10, 10, 11, 9, 8), (12, 12, 11, 11, 11, 5, 5), (9, 9, 9, 10, 11, 12, 12), (10,) * 7)
#: A burst of more messages than this is made lower, but for the few archives that are to be big.
_MOST = 4200.0


@dataclass(frozen=True)
class Course:
    """Times of one archive; `pulses` as the scenario wants them, one list a burst, the first burst's first."""

    begins: dt.datetime
    until: dt.datetime
    per_hour: float
    dispersion: float
    hours: list[float]
    weekdays: list[float]
    daily: float
    pulses: list[list[dict[str, Any]]]
    levels: list[dict[str, Any]]
    gaps: list[dict[str, Any]]

    def onset(self, burst: int = 0) -> dt.datetime:
        """When a burst begins, in UTC."""
        moment: dt.datetime = self.pulses[burst][0]["onset"]
        return moment

    def half_life(self, burst: int = 0) -> float:
        """Minutes in which the burst's first pulse halves."""
        return float(self.pulses[burst][0]["half_life_minutes"])

    def fades(self, burst: int = 0) -> dt.datetime:
        """When the last wave of a burst has sunk so low that hardly anybody would still speak about it."""
        last = max(self.pulses[burst], key=lambda pulse: pulse["onset"])
        moment: dt.datetime = last["onset"] + dt.timedelta(minutes=0.7 * fading(last, self.per_hour))
        return min(self.until, moment)

    def rise(self, burst: int = 0) -> float:
        """Minutes from the onset to the top of the burst's first pulse."""
        return float(self.pulses[burst][0]["rise_minutes"])


def between(rng: Random, low: float, high: float) -> float:
    """A number between the two, small ones and large ones alike on a log scale."""
    return float(low * (high / low) ** rng.random())


def draw_course(rng: Random, entry: Entry, zone: str) -> Course:
    """The times of an archive of the entry's kind and volume, its main burst at a waking hour of the zone."""
    low, high, least, most = VOLUMES[entry.volume]
    per_hour, days = between(rng, low, high), between(rng, least, most)
    onset = _moment(rng, entry, zone)
    begins = (onset - dt.timedelta(days=days)).replace(minute=0, second=0)
    first = _pulse(rng, entry, per_hour, onset)
    pulses = _pulses(rng, entry, per_hour, first)
    flat = entry.kind == "flat"
    if flat:
        first["per_hour"] = per_hour * (0.55 + 0.25 * rng.random())
    until = _until(rng, entry, pulses, per_hour)
    levels = _flattened(first, per_hour, until) if flat else _seasons(rng, entry, begins, until, onset)
    quiet = entry.kind in ("quiet", "backfill", "query-change", "drop")
    return Course(
        begins=begins, until=until, per_hour=round(per_hour, 2), dispersion=round(0.02 + 0.09 * rng.random(), 3),
        hours=[weight * (0.85 + 0.3 * rng.random()) for weight in one_of(rng, _DAYS)],
        weekdays=list(one_of(rng, _WEEKS)), daily=1.0 if flat else round(0.8 * rng.random(), 2),
        pulses=[] if quiet else pulses, levels=levels, gaps=_gaps(rng, entry, onset),
    )  # fmt: skip


def beside(rng: Random, course: Course, struck: bool) -> Course:
    """The same days for another brand of the industry: struck by the same burst at its own size, or by none."""
    per_hour = round(course.per_hour * between(rng, 0.5, 1.3), 2)
    scale = between(rng, 0.5, 1.3)
    pulses = [[_later(rng, course.pulses[0][0], between(rng, 1, 25), scale, scale)]] if struck else []
    return replace(course, per_hour=per_hour, pulses=pulses, gaps=[], levels=[])


def _moment(rng: Random, entry: Entry, zone: str) -> dt.datetime:
    """A second of 2023 to 2026 at an hour when people are awake; a seasonal sale has its day."""
    day = dt.datetime(2023, 3, 1, tzinfo=UTC) + dt.timedelta(days=int(rng.random() * 1100))
    if entry.kind == "sale":
        day = one_of(rng, [dt.datetime(2023, 11, 24), dt.datetime(2024, 11, 29), dt.datetime(2025, 11, 28)])
    hour = 8 + 14 * rng.random() if happens(rng, 0.85) else 24 * rng.random()
    local = day.replace(tzinfo=zoneinfo.ZoneInfo(zone)) + dt.timedelta(hours=hour)
    return local.astimezone(UTC).replace(microsecond=0)


def _pulse(rng: Random, entry: Entry, per_hour: float, onset: dt.datetime) -> dict[str, Any]:
    shape = _SHAPES.get(entry.kind) or _SHAPES.get(entry.theme) or _SHAPES["outage"]
    rise, half = between(rng, *shape[:2]), between(rng, *shape[2:])
    # The longer it lasts the less it has to tower to be large.
    top = max(lognormal(rng, 14.0, 0.5) * (400.0 / (half + 200.0)) ** 0.35, 3.0) * (per_hour + 4.0)
    most = _MOST * (3.0 if happens(rng, 0.07) else 1.0)
    if entry.kind == "brief":
        top, most = one_of(rng, (12.0, 40.0, 90.0)) * (per_hour + 20.0), 3.0 * _MOST
        if entry.number % 3 == 0:
            # Some thousands a minute.
            top, most, rise, half = between(rng, 130_000, 240_000), 1e9, between(rng, 2, 4), between(rng, 2.5, 4)
    top = min(top, most / ((rise / 2 + half / math.log(2)) / 60.0))
    shaped = {"rise_minutes": round(rise, 1), "per_hour": round(top, 1), "half_life_minutes": round(half, 1)}
    return {"onset": onset, **shaped}


def _pulses(rng: Random, entry: Entry, per_hour: float, first: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """One list a burst: later waves of the same one, a second crisis, goals of a match, a crisis within a campaign."""
    if entry.kind == "waves":
        # Faded, or nearly faded, before the next one: after-shocks, or waves that overlap.
        apart = one_of(rng, (0.35, 1.1, 1.2)) * fading(first, per_hour)
        later = [_later(rng, first, apart * (number + 0.15 * rng.random()), 0.35, 0.8) for number in (1, 2, 3)]
        return [[first, *later[: 1 + int(rng.random() * 3)]]]
    if entry.kind == "match":
        goals = sorted(5 + 105 * rng.random() for _ in range(2 + int(rng.random() * 4)))
        again = [_later(rng, first, goal, 0.4, 1.2) for goal in goals]
        week = [_later(rng, first, -7 * 1440.0 + minutes, 0.2, 0.5) for minutes in (20, 70)]
        return [[first, *again], *([week] if happens(rng, 0.5) else [])]
    if entry.kind in ("twins", "campaign"):
        second = _pulse(rng, entry, per_hour, first["onset"])
        away = between(rng, 240, 3600) if entry.kind == "twins" else between(rng, 60, 900)
        return [[first], [_later(rng, second, away, 1.0, 1.0)]]
    if entry.kind == entry.theme and entry.kind not in DECOYS and happens(rng, 0.15):
        # Some days before a crisis people were pleased about something.
        gladness = _pulse(rng, replace(entry, kind="praise"), per_hour, first["onset"])
        return [[first], [_later(rng, gladness, -1440.0 * between(rng, 3, 9), 0.4, 0.9)]]
    return [[first]]


def fading(pulse: dict[str, Any], per_hour: float) -> float:
    """Minutes until the pulse is lost in the noise of the ordinary rate."""
    ratio = pulse["per_hour"] / (0.3 * per_hour + 0.5)
    return float(pulse["rise_minutes"] + pulse["half_life_minutes"] * math.log2(max(ratio, 2.0)))


def _later(rng: Random, first: dict[str, Any], minutes: float, low: float, high: float) -> dict[str, Any]:
    height = low + (high - low) * rng.random()
    return first | {
        "onset": first["onset"] + dt.timedelta(minutes=int(minutes)),
        "per_hour": round(first["per_hour"] * height, 1),
    }


def _until(rng: Random, entry: Entry, pulses: list[list[dict[str, Any]]], per_hour: float) -> dt.datetime:
    """When the archive ends: some days after the last burst has faded, or in its midst."""
    last = max((pulse for burst in pulses for pulse in burst), key=lambda pulse: pulse["onset"])
    if entry.kind == "running":
        minutes = last["rise_minutes"] + last["half_life_minutes"] * between(rng, 0.3, 1.6)
        until: dt.datetime = last["onset"] + dt.timedelta(minutes=minutes)
        return until.replace(second=0, microsecond=0)
    days = min(fading(last, per_hour) * between(rng, 1.1, 1.3) / 1440.0, 40.0)
    days += between(rng, 2.5, 9.0) if entry.volume != "large" else 2.0
    end: dt.datetime = last["onset"] + dt.timedelta(days=days)
    return end.replace(minute=0, second=0, microsecond=0)


def _flattened(first: dict[str, Any], per_hour: float, until: dt.datetime) -> list[dict[str, Any]]:
    """Ordinary talk gives way, hour by hour, to what the burst adds: the total stays as it was."""
    levels = []
    top, rise, half = first["per_hour"], first["rise_minutes"], first["half_life_minutes"]
    at = first["onset"]
    while at < until:
        minutes = (at - first["onset"]).total_seconds() / 60 + 60
        share = minutes / rise if minutes < rise else 0.5 ** ((minutes - rise) / half)
        if minutes > rise and share < 0.04:
            break
        then = at + dt.timedelta(hours=2)
        levels.append({"begins": at, "until": then, "factor": round(1 - share * top / per_hour, 3)})
        at = then
    return levels


def _seasons(
    rng: Random, entry: Entry, begins: dt.datetime, until: dt.datetime, onset: dt.datetime
) -> list[dict[str, Any]]:
    """A trend by the week, a holiday or two, and the change of query where the archive is about one."""
    levels: list[dict[str, Any]] = []
    if happens(rng, 0.3):
        growth, week = 0.9 + 0.25 * rng.random(), begins
        for number in range(int((until - begins).days / 7) + 1):
            levels.append({"begins": week, "until": week + dt.timedelta(days=7), "factor": round(growth**number, 3)})
            week += dt.timedelta(days=7)
    for _ in range(int(rng.random() * 2.2)):
        day = begins + dt.timedelta(days=int(rng.random() * (until - begins).days))
        factor = round(0.4 + 0.4 * rng.random(), 2)
        levels.append({"begins": day, "until": day + dt.timedelta(days=1), "factor": factor})
    if entry.kind == "query-change":
        levels.append({"begins": onset, "factor": round(between(rng, 1.6, 3.2), 2), "kind": "query-change"})
    return levels


def _gaps(rng: Random, entry: Entry, onset: dt.datetime) -> list[dict[str, Any]]:
    """Holes in the collection: what the archive is about, or by chance some days before the burst."""
    hours = dt.timedelta(hours=between(rng, 4, 30))
    if entry.kind == "backfill":
        return [{"begins": onset - hours, "until": onset, "backfill": round(0.6 + 0.4 * rng.random(), 2),
                 "within_minutes": round(between(rng, 3, 45), 1)}]  # fmt: skip
    if entry.kind == "drop":
        return [{"begins": onset, "until": onset + 2 * hours}]
    if entry.kind not in DECOYS and happens(rng, 0.08):
        before = onset - dt.timedelta(days=between(rng, 1.5, 9))
        return [{"begins": before - hours / 2, "until": before}]
    return []
