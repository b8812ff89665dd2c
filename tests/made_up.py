"""Made-up archives for tests: small, seeded, with a burst where one is wanted."""

from __future__ import annotations

import datetime as dt
import json
import random
import tempfile
from collections.abc import Iterable
from typing import Any

import duckdb

from workbench import own
from workbench.engine import connect
from workbench.mention import COLUMNS
from workbench.plan import Plan

UTC = dt.UTC
START = dt.datetime(2026, 3, 2, tzinfo=UTC)
CHATTER = (
    "my acme kettle is great",
    "does acme ship to riga?",
    "new acme toaster looks lovely",
    "acme opened a shop in town",
    "waiting for my acme order since monday",
    "bought a second acme kettle for mum",
)
OUTRAGE = (
    "the exploding acme blender hurt my hand, this is awful",
    "exploding blender from acme, terrible, never again",
    "why do acme blenders explode? disgusting silence",
    "acme blender shards everywhere, horrible",
)


def mention(number: int, at: dt.datetime, text: str, **more: Any) -> dict[str, Any]:
    """One row of the mention table with everything not named left at a plain default."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {"brand": "acme", "platform": "twitter", "id": str(number), "created_at": at, "text": text, "lang": "en"}
    row |= {"kind": "post", "visibility": "public", "author": f"user{number % 997}", "author_id": str(number % 997)}
    return row | more


def chatter(days: int, per_hour: float, seed: int = 1, start: dt.datetime = START) -> list[dict[str, Any]]:
    """Ordinary mentions: a day's rhythm around `per_hour`, nothing else."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for hour in range(days * 24):
        rate = per_hour * (1.5 if 8 <= hour % 24 < 22 else 0.3)
        for _ in range(_poisson(chance, rate)):
            at = start + dt.timedelta(hours=hour, seconds=chance.randrange(3600))
            rows.append(mention(len(rows), at, chance.choice(CHATTER)))
    return rows


def outrage(
    onset: dt.datetime, peak_per_hour: float, hours: int, seed: int = 2, first: int = 1_000_000
) -> list[dict[str, Any]]:
    """A storm on one topic that starts at `onset` at its full rate and halves every four hours."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for minute in range(hours * 60):
        rate = peak_per_hour / 60 * 0.5 ** (minute / 240)
        for _ in range(_poisson(chance, rate)):
            at = onset + dt.timedelta(minutes=minute, seconds=chance.randrange(60))
            rows.append(mention(first + len(rows), at, chance.choice(OUTRAGE)))
    return rows


def archive(rows: Iterable[dict[str, Any]], accounts: Iterable[str] = ()) -> duckdb.DuckDBPyConnection:
    """A connection with the table `mentions` of these rows; `accounts` on Twitter are the brand's own."""
    connection = connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"CREATE TABLE mentions ({columns})")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(row, default=dt.datetime.isoformat) + "\n" for row in rows)
        file.flush()
        connection.execute(
            "INSERT INTO mentions SELECT * FROM read_json($1, format = 'newline_delimited', columns = $2)",
            [file.name, COLUMNS],
        )
    own.mark(connection, Plan.model_validate({"brand": "acme", "accounts": {"twitter": list(accounts)}}))
    return connection


def _poisson(chance: random.Random, rate: float) -> int:
    """Arrivals in a unit of time at `rate`: exponential waits added up."""
    count, waited = 0, chance.expovariate(1)
    while waited < rate:
        count, waited = count + 1, waited + chance.expovariate(1)
    return count
