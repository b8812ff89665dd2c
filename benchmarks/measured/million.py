"""How long a crisis of many mentions takes to characterise, beside reading the same rows; and the memory it takes."""

from __future__ import annotations

import datetime as dt
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ONSET = START + dt.timedelta(days=40, hours=9)
#: Ordinary days, mentions an hour in them for each thousand of the crisis, and the crisis's half-life in hours.
DAYS, PER_HOUR, HALF_LIFE = 60, 0.3, 10.0
PARTS = ("blender", "lid", "motor", "plug", "jar", "blade", "switch")
DONE = ("exploded", "cracked", "burnt my hand", "started to smoke", "cut my finger", "melted", "failed again")
CALLS = (
    "where is the recall?",
    "refund now",
    "you knew this",
    "never again",
    "say sorry",
    "shame on you",
    "who is liable",
)
TALK = ("love my acme kettle", "acme opened in town", "waiting for acme", "new acme toaster", "does acme ship here")


class Timed(NamedTuple):
    """Seconds to characterise a crisis and to read its archive's rows, and the highest memory, in bytes."""

    mentions: int
    seconds: float
    reading: float
    memory: int


def measure(mentions: int) -> Timed:
    """One crisis of so many mentions, in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (mentions,))


def slope(measured: list[Timed]) -> float:
    """How the logarithm of the time grows with that of the mentions: 1 is in proportion."""
    logs = np.log([[one.mentions, one.seconds] for one in measured])
    return float(np.polyfit(logs[:, 0], logs[:, 1], 1)[0])


def _measured(mentions: int) -> Timed:
    from workbench import archive, dossier, study

    with tempfile.TemporaryDirectory() as name:
        data, file = Path(name) / "data", Path(name) / "acme.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in _rows(mentions))
        (data / "plans").mkdir(parents=True)
        (data / "plans" / "acme.yml").write_text("brand: acme\naccounts: {twitter: [acme]}\n", encoding="utf-8")
        archive.load("acme", [file], data=data)
        file.unlink()
        opened = archive.open_archive("acme", data)
        seen = study.study(opened)
        found = max(seen.found, key=lambda one: one.crisis.mentions)
        started = time.perf_counter()
        seen.connection.execute("SELECT sum(hash(COLUMNS(*))::HUGEINT % 1000) FROM mentions").fetchall()
        reading = time.perf_counter() - started
        started = time.perf_counter()
        dossier.characterize(seen, found, START)
        seconds = time.perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return Timed(found.crisis.mentions, seconds, reading, memory)


def _rows(mentions: int) -> Iterator[dict[str, object]]:
    """Ordinary days and a storm, two fifths of it reposts; its messages are mostly unlike each other."""
    chance = random.Random(7)
    for number in range(int(DAYS * 24 * PER_HOUR * mentions / 1000)):
        at = START + dt.timedelta(hours=chance.random() * DAYS * 24)
        yield _row(f"o{number}", at, f"{chance.choice(TALK)} {chance.choice(TALK)}", chance)
    originals: list[tuple[str, str]] = []
    for number in range(mentions):
        hours = chance.expovariate(np.log(2) / HALF_LIFE) if number % 20 else chance.random() * 2
        at = ONSET + dt.timedelta(hours=min(hours, 100.0))
        if number % 5 < 2 and originals:
            key, said = originals[int(len(originals) * chance.random() ** 3)]
            yield _row(f"c{number}", at, f"RT @user1: {said}", chance) | {"kind": "repost", "parent_id": key}
            continue
        said = f"my {chance.choice(PARTS)} {chance.choice(DONE)}, {chance.choice(CALLS)} {chance.randrange(10**6)}"
        said = f"@acme {said}" if number % 10 == 3 else said
        said += f" {chance.choice(PARTS)} {chance.choice(DONE)}" if chance.random() < 0.5 else ""
        if len(originals) < 20_000:
            originals.append((f"c{number}", said))
        yield _row(f"c{number}", at, said, chance)


def _row(key: str, at: dt.datetime, text: str, chance: random.Random) -> dict[str, object]:
    who = int(chance.paretovariate(0.6)) % 400_000
    return {
        "platform": "twitter", "id": key, "created_at": at.isoformat(), "text": text, "lang": "en", "kind": "post",
        "author": f"user{who}", "author_id": str(who), "followers": who % 5000,
    }  # fmt: skip
