"""How often the interval of a corrected share holds the share that is there, in archives drawn with known shares."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.measured import worded
from workbench import accuracy, sentiment, tone

#: Negative shares of the archives, and their sizes: calm days, crises, small and large ones.
SHARES, SIZES = (0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9), (200, 500, 1000, 2000)
#: Archives drawn of each share and size.
DRAWS = 150

#: Found negative of so many that are, and not found negative of so many that are not.
Errors = tuple[tuple[int, int], tuple[int, int]]


def errors(lang: str, texts: list[str], tones: list[str]) -> Errors:
    """How often the tone of messages in `lang` is read as negative where it is, and not where it is not."""
    found = [one == "negative" for one in tone.read(texts, [lang] * len(texts))]
    pairs = list(zip(found, (one == "negative" for one in tones), strict=True))
    hit, missed, spared, blamed = (
        pairs.count(pair) for pair in ((True, True), (False, True), (False, False), (True, False))
    )
    return (hit, hit + missed), (spared, spared + blamed)


def shipped(counted: Errors, airlines: Errors | None) -> Errors:
    """What a corrected share rests on: the counted messages; in English as much again of the airlines' customers."""
    if airlines is None:
        return counted
    (hit, so), (spared, other) = counted
    sensitivity, specificity = (right / of for right, of in airlines)
    return (hit + round(so * sensitivity), 2 * so), (spared + round(other * specificity), 2 * other)


def held(known: Errors, true: Errors, anew: bool) -> tuple[float, float]:
    """The share of archives whose interval holds their negative share, and the interval's mean width.

    Messages are misread as often as in `true`. The correction rests on `known`; with `anew` on as many messages, drawn
    as often misread: what the interval allows for. Otherwise the archives are of another kind than the messages known.
    """
    draw = np.random.default_rng(0)
    sensitivity, specificity = (right / of for right, of in true)
    held, widths = [], []
    for share, size in ((share, size) for share in SHARES for size in SIZES for _ in range(DRAWS)):
        negative = round(share * size)
        seen = draw.binomial(negative, sensitivity) + draw.binomial(size - negative, 1 - specificity)
        based: Errors = known
        if anew:
            ((_, so), (_, other)) = known
            based = (int(draw.binomial(so, sensitivity)), so), (int(draw.binomial(other, specificity)), other)
        interval = accuracy.corrected((int(seen), size), *based)
        if interval:
            held.append(interval[1] <= negative / size <= interval[2])
            widths.append(interval[2] - interval[1])
    return float(np.mean(held)), float(np.mean(widths))


def coverage(airlines: Path) -> Iterator[tuple[str, float, float]]:
    """What the archives are like, how often the interval holds, and its mean width."""
    for lang in tone.LANGUAGES:
        known: Errors = sentiment.SENSITIVITY[lang], sentiment.SPECIFICITY[lang]
        yield f"{lang}, of the kind known", *held(known, known, anew=True)
        for part in ("looked", "counted"):
            other = errors(lang, *_labelled(worded.INDEPENDENT / part / "tone" / f"{lang}.csv", "text", "tone"))
            yield f"{lang}, like the independent {part}", *held(known, other, anew=False)
        if lang == "en" and airlines.exists():
            texts, tones = _labelled(airlines, "text", "airline_sentiment")
            yield "en, like airlines, looked at", *held(known, errors("en", texts[::3], tones[::3]), anew=False)


def _labelled(file: Path, text: str, label: str) -> tuple[list[str], list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row[text] for row in rows], [row[label] for row in rows]
