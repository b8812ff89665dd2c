"""Random draws built on `Random.random()` alone, the one method whose sequence Python promises never to change."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Weighted(NamedTuple, Generic[T]):
    """Choices with their cumulative weights, ready to be drawn from."""

    choices: tuple[T, ...]
    cumulative: tuple[float, ...]


def weighted(weights: Mapping[T, float] | Iterable[tuple[T, float]]) -> Weighted[T]:
    """The choices of positive weight, in the order given; there must be one at least."""
    pairs = list(weights.items() if isinstance(weights, Mapping) else weights)
    kept = [(choice, weight) for choice, weight in pairs if weight > 0]
    return Weighted(tuple(choice for choice, _ in kept), tuple(accumulate(weight for _, weight in kept)))


def draw(rng: Random, among: Weighted[T]) -> T:
    """One of the choices, by weight."""
    at = bisect_right(among.cumulative, rng.random() * among.cumulative[-1])
    return among.choices[min(at, len(among.choices) - 1)]


def one_of(rng: Random, choices: Sequence[T]) -> T:
    """One of the choices, all alike."""
    return choices[int(rng.random() * len(choices))]


def happens(rng: Random, probability: float) -> bool:
    """True with that probability."""
    return rng.random() < probability


def normal(rng: Random) -> float:
    """A standard normal number (Box and Muller 1958)."""
    return math.sqrt(-2.0 * math.log(1.0 - rng.random())) * math.cos(2.0 * math.pi * rng.random())


def lognormal(rng: Random, median: float, sigma: float) -> float:
    """A log-normal number with this median."""
    return median * math.exp(sigma * normal(rng))


def gamma(rng: Random, shape: float) -> float:
    """A gamma number of scale 1 (Marsaglia and Tsang 2000); the shape is above zero."""
    if shape < 1.0:
        return float(gamma(rng, shape + 1.0) * (1.0 - rng.random()) ** (1.0 / shape))
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(rng)
        v = (1.0 + c * x) ** 3
        if v > 0.0 and math.log(1.0 - rng.random()) < 0.5 * x * x + d - d * v + d * math.log(v):
            return d * v


def poisson(rng: Random, mean: float) -> int:
    """A Poisson count (Knuth's product of uniforms; a large mean is split, since sums of Poissons are Poisson)."""
    if mean > 30.0:
        return poisson(rng, mean / 2.0) + poisson(rng, mean / 2.0)
    count, product, limit = 0, 1.0 - rng.random(), math.exp(-mean)
    while product > limit:
        product *= 1.0 - rng.random()
        count += 1
    return count


def crowded(rng: Random, mean: float, dispersion: float) -> int:
    """An over-dispersed count: negative binomial, of variance mean + dispersion × mean²."""
    if mean <= 0.0 or dispersion <= 0.0:
        return poisson(rng, max(mean, 0.0))
    return poisson(rng, mean * dispersion * gamma(rng, 1.0 / dispersion))
