"""When people write: the ordinary rate by hour and weekday, the excess of a wave, and moments drawn from both."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random

from workbench.casestudy.chance import crowded
from workbench.casestudy.scenario import Pulse, Scenario, Wave

HOUR = 3600
MINUTE = 60
#: A pulse is over after this many half-lives (under a thousandth of its top).
_HALF_LIVES = 10.0


def local_hour(scenario: Scenario, at: float) -> float:
    """The hour of the day, 0 to 24, where the brand's people live."""
    return (at / HOUR + scenario.utc_offset) % 24.0


def daily_weight(scenario: Scenario, at: float) -> float:
    """The hour-of-day weight at a moment, mean 1 over the day."""
    return scenario.hours[int(local_hour(scenario, at))]


def ordinary_rate(scenario: Scenario, at: float) -> float:
    """Expected ordinary messages an hour at a moment, the brand's own left out."""
    day = int((at / HOUR + scenario.utc_offset) // 24.0)
    # 1 January 1970 was a Thursday, the weekday of index 3.
    rate = scenario.per_hour * daily_weight(scenario, at) * scenario.weekdays[(day + 3) % 7]
    for level in scenario.levels:
        if level.begins <= at < level.until:
            rate *= level.factor
    return rate


def excess_rate(scenario: Scenario, wave: Wave, at: float) -> float:
    """Expected excess messages an hour of a wave at a moment, with the daily rhythm laid over it."""
    total = sum(_pulse_rate(pulse, at) for pulse in wave.pulses)
    if total == 0.0 or wave.daily == 0.0:
        return total
    return float(total * daily_weight(scenario, at) ** wave.daily)


def _pulse_rate(pulse: Pulse, at: float) -> float:
    """A straight rise to the top, then exponential decay."""
    minutes = (at - pulse.onset) / MINUTE
    if minutes <= 0.0:
        return 0.0
    if minutes < pulse.rise_minutes:
        return pulse.per_hour * minutes / pulse.rise_minutes
    return float(pulse.per_hour * 0.5 ** ((minutes - pulse.rise_minutes) / pulse.half_life_minutes))


def wave_span(scenario: Scenario, wave: Wave) -> tuple[int, int]:
    """From the first onset to where every pulse has faded, within the archive."""
    until = max(
        pulse.onset + MINUTE * math.ceil(pulse.rise_minutes + _HALF_LIVES * pulse.half_life_minutes)
        for pulse in wave.pulses
    )
    return min(pulse.onset for pulse in wave.pulses), min(until, scenario.until)


def ordinary_moments(rng: Random, scenario: Scenario) -> Iterator[int]:
    """Moments of ordinary messages, over-dispersed hour by hour, in no order within an hour."""
    for hour in range(scenario.begins, scenario.until, HOUR):
        for _ in range(crowded(rng, ordinary_rate(scenario, hour), scenario.dispersion)):
            yield min(hour + int(rng.random() * HOUR), scenario.until - 1)


def wave_moments(rng: Random, scenario: Scenario, wave: Wave) -> Iterator[int]:
    """Moments of a wave's messages, minute by minute."""
    begins, until = wave_span(scenario, wave)
    for minute in range(begins, until, MINUTE):
        expected = excess_rate(scenario, wave, minute + MINUTE / 2) / 60.0
        for _ in range(crowded(rng, expected, 0.02)):
            yield min(minute + int(rng.random() * MINUTE), scenario.until - 1)
