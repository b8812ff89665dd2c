"""Invented facts and tables of a report: what `characterize` would leave in a work folder."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.facts import Facts

UTC = dt.UTC
ONSET = dt.datetime(2026, 3, 4, 14, 10, tzinfo=UTC)

#: Things that would run, break out, or bend the page if anything let them through.
HOSTILE = (
    "</script><script>window.hostile=1</script><img src=x onerror='window.hostile=2'>"
    "<a href='javascript:window.hostile=3'>x</a><svg/onload=window.hostile=4>%{customdata}{{7*7}}\u202egnp.exe\u2066"
    "<style>body{display:none}</style>\"'`--><iframe src=//evil.example></iframe><b>bold</b>"
)


def at(minutes: float) -> dt.datetime:
    """That many minutes after the onset."""
    return ONSET + dt.timedelta(minutes=minutes)


def facts(**changes: Any) -> Facts:
    """Facts of an invented crisis; a keyword replaces a whole section."""
    content: dict[str, Any] = {
        "brand": "acme",
        "generated_at": at(60 * 24 * 9),
        "archive_version": 12,
        "crisis": crisis(),
        "detection": {"alarm_at": at(5), "delay_minutes": 5.0},
        "origin": {"platform": "twitter", "mention_id": "m-7f3a", "created_at": at(-8), "owned": True},
        "cause": {"verdict": "internal", "cluster": "preventable", "confidence": 0.9, "evidence": ["m-7f3a"]},
        "spread": {
            "platforms": [
                {"platform": "twitter", "first_seen": at(-8), "lag_minutes": 0, "mentions": 9000},
                {"platform": "reddit", "first_seen": at(35), "lag_minutes": 43, "mentions": 2200},
                {"platform": "news", "first_seen": at(118), "lag_minutes": 126, "mentions": 1145},
            ],
            "doubling_minutes": 12.0,
            "amplifiers": [{"author": "a-19c2", "mentions": 3, "reach": 120000}],
        },
        "response": response(),
        "recovery": {"half_life_minutes": 240.0, "half_life_interval": [190.0, 310.0], "baseline_at": at(3100)},
        "quality": quality(),
        "unknown": {
            "sentiment": "tone is not read in this version",
            "crisis.severity": "severity is not judged in this version",
            "response.p90_wait_minutes": "more than a tenth of the messages still wait",
        },
    }
    return Facts.model_validate({**content, **changes})


def crisis(**changes: Any) -> dict[str, Any]:
    """The crisis section."""
    terms = [
        ("airbag", 6200, 40, 3.9),
        ("recall", 5100, 66, 3.1),
        ("dangerous", 2400, 80, 2.2),
        ("sorry", 900, 60, 1.4),
    ]
    detail = [
        {"term": t, "mentions": m, "before": b, "log_odds": o, "low": o - 0.4, "high": o + 0.4} for t, m, b, o in terms
    ]
    return {
        "id": "acme-20260304t1410",
        "kind": "crisis",
        "kind_reason": "the excess is on one topic and negative",
        "onset": ONSET,
        "peak": at(110),
        "end": at(2900),
        "interval": {"onset": [at(-20), at(10)], "peak": [at(90), at(130)], "end": [at(2700), at(3100)]},
        "mentions": 12345,
        "originals": 4100,
        "authors": 3900,
        "expected": 1200.0,
        "excess": 11145.0,
        "peak_per_hour": 3000,
        "peak_ratio": 40.2,
        "topic": {"label": "airbag recall", "terms": [t for t, *_ in terms], "share": 0.81, "detail": detail},
        **changes,
    }


def response(**changes: Any) -> dict[str, Any]:
    """The response section."""
    said = [
        (14, "m-51b0", "acknowledgement", "We know about the airbags and are looking into it."),
        (
            95,
            "m-8c22",
            "apology",
            "We are sorry. We will replace every airbag free of charge. Ada Example, head of brand",
        ),
        (700, "m-90ef", "update", "The recall page is up; please check your VIN there."),
    ]
    return {
        "timeline": [
            {"at": at(m), "mention_id": i, "type": t, "platform": "twitter", "author": "acme", "text": x}
            for m, i, t, x in said
        ],
        "first_statement": {
            "mention_id": "m-51b0",
            "created_at": at(14),
            "platform": "twitter",
            "minutes_after_origin": 22.0,
            "minutes_after_onset": 14.0,
            "minutes_after_alarm": 9.0,
            "on_origin_platform": True,
            "speaker": "Ada Example",
            "responsibility": True,
            "compassion": True,
            "commitment": True,
            "defensive": False,
        },
        "statements": 3,
        "longest_silence_minutes": 605.0,
        "needs_reply": 800,
        "answered": 560,
        "unanswered": 240,
        "median_reply_minutes": 31.0,
        "p90_reply_minutes": 210.0,
        "median_wait_minutes": 58.0,
        "p90_wait_minutes": None,
        **changes,
    }


def quality(**changes: Any) -> dict[str, Any]:
    """The data section."""
    return {
        "mentions": 130_000,
        "quarantined": 3,
        "duplicates": 120,
        "response_observable": True,
        "gaps": [],
        "first": at(-60 * 24 * 40),
        "last": at(60 * 24 * 8),
        "simulated_share": 1.0,
        **changes,
    }


def scorecard() -> list[dict[str, Any]]:
    """A scorecard with every verdict in it."""
    return [
        {"tip": "plan", "check": "a scenario covers it", "observed": "product-recall", "verdict": "met"},
        {"tip": "hub", "check": "hub within a day", "target": "24 h", "observed": None, "verdict": "unknown"},
        {"tip": "monitor", "check": "answered share", "target": "0.8", "observed": "0.7", "verdict": "missed"},
        {
            "tip": "own",
            "check": "first statement in time",
            "target": "15 min",
            "observed": "22 min",
            "verdict": "missed",
            "evidence": ["m-51b0"],
        },
        {"tip": "own", "check": "advertising paused", "verdict": "not applicable"},
    ]


def no_crisis() -> Facts:
    """Facts of an archive in which nothing was found."""
    nothing: dict[str, None] = dict.fromkeys(
        ("crisis", "detection", "origin", "cause", "spread", "response", "recovery")
    )
    return facts(**nothing, unknown={}, quality=quality(simulated_share=None, response_observable=None))


def hostile() -> Facts:
    """Facts in which every free text is an attack."""
    return facts(
        crisis=crisis(
            kind_reason=HOSTILE,
            declared_by=HOSTILE,
            topic={
                "label": HOSTILE,
                "terms": [HOSTILE] * 3,
                "share": 0.8,
                "detail": [{"term": HOSTILE, "mentions": 1, "before": 0, "log_odds": 1.0, "low": 0.5, "high": 1.5}],
            },
        ),
        origin={
            "platform": HOSTILE,
            "mention_id": HOSTILE,
            "created_at": at(-8),
            "owned": False,
            "trigger": HOSTILE,
            "most_referenced": HOSTILE,
        },
        spread={
            "platforms": [{"platform": HOSTILE, "first_seen": at(0), "lag_minutes": 0, "mentions": 9}],
            "amplifiers": [{"author": HOSTILE, "mentions": 3}],
        },
        response=response(
            timeline=[
                {
                    "at": at(14),
                    "mention_id": HOSTILE,
                    "type": None,
                    "platform": HOSTILE,
                    "author": HOSTILE,
                    "text": HOSTILE * 200,
                }
            ],
            first_statement={"mention_id": HOSTILE, "created_at": at(14), "platform": HOSTILE, "speaker": HOSTILE},
            hub={"url": "javascript:window.hostile=5"},
        ),
        questions=[{"question": HOSTILE, "asked": 4}],
        scorecard=[
            {
                "tip": "own",
                "check": HOSTILE,
                "target": HOSTILE,
                "observed": HOSTILE,
                "verdict": "met",
                "evidence": [HOSTILE],
            }
        ],
        unknown={"sentiment": HOSTILE, HOSTILE: HOSTILE},
    )


def tables(words: str = "an airbag that may burst") -> dict[str, dict[str, Sequence[Any]]]:
    """The small tables of the same invented crisis; `words` is what strangers wrote."""
    hours = [ONSET.replace(minute=0) + dt.timedelta(hours=h) for h in range(-24 * 14, 24 * 5)]
    normal = [25 + 15 * math.sin((h.hour - 6) / 24 * 2 * math.pi) for h in hours]
    since = [(h - ONSET).total_seconds() / 3600 for h in hours]
    storm = [
        0.0 if s < -1 else 3000 * math.exp(-((s - 2) ** 2) / 2) if s < 2 else 3000 * 0.5 ** ((s - 2) / 4) for s in since
    ]
    steps = [ONSET + dt.timedelta(minutes=15 * n) for n in range(200)]
    share = {"twitter": (0, 700.0), "reddit": (3, 180.0), "news": (8, 95.0)}
    return {
        "counts": {
            "bucket": hours,
            "mentions": [round(n + s) for n, s in zip(normal, storm, strict=True)],
            "expected": normal,
            "low": [n * 0.4 for n in normal],
            "high": [n * 2.2 for n in normal],
            "on_topic": [round(s) for s in storm],
        },
        "spread": {
            "bucket": [t for t in steps for _ in share],
            "platform": [p for _ in steps for p in share],
            "mentions": [
                round(top * 0.97 ** (n - late)) if n >= late else 0
                for n in range(len(steps))
                for late, top in share.values()
            ],
        },
        "collected": {
            "bucket": [hour for hour in hours[::6] for _ in share],
            "platform": [p for _ in hours[::6] for p in share],
            "mentions": [int(top // 10) for _ in hours[::6] for _, top in share.values()],
        },
        "waits": {
            "minutes": [1.0 * 1.09**n for n in range(90)],
            "waiting": [0.3 + 0.7 * 0.95**n for n in range(90)],
            "low": [0.27 + 0.7 * 0.95**n for n in range(90)],
            "high": [min(1, 0.33 + 0.7 * 0.95**n) for n in range(90)],
        },
        "backlog": {"bucket": hours[330:430], "open": [round(240 * (1 - 0.96**n)) for n in range(100)]},
        "recovery": {
            "bucket": hours[338:400],
            "excess": [round(s) for s in storm[338:400]],
            "fitted": [3000 * 0.5 ** (n / 4) for n in range(62)],
        },
        "evidence": {
            "reference": ["m-7f3a", "m-51b0"],
            "platform": ["twitter", "twitter"],
            "id": ["1001", "1002"],
            "created_at": [at(-8), at(14)],
            "author": ["acme", "acme"],
            "text": [words, words],
            "url": ["https://social.example/acme/1001", None],
            "role": ["origin", "statement"],
        },
        "worklist": {
            "reference": ["m-2d01"],
            "platform": ["twitter"],
            "id": ["2001"],
            "created_at": [at(200)],
            "author": ["sam_sample"],
            "text": [words],
            "url": ["https://social.example/sam_sample/2001"],
            "waiting_minutes": [9000.0],
        },
    }


_TYPES = {
    "bucket": "TIMESTAMPTZ",
    "created_at": "TIMESTAMPTZ",
    "mentions": "BIGINT",
    "on_topic": "BIGINT",
    "open": "BIGINT",
}
_TEXT = ("platform", "reference", "id", "author", "text", "url", "role")


def work_folder(folder: Path, content: Facts, parts: Mapping[str, Mapping[str, Sequence[Any]]] | None = None) -> Path:
    """`folder` as characterisation leaves it: `facts.json` and `tables/`."""
    import duckdb

    (folder / "tables").mkdir(parents=True)
    (folder / "facts.json").write_text(content.to_json(), encoding="utf-8")
    with duckdb.connect() as connection:
        for name, columns in (tables() if parts is None else parts).items():
            typed = ", ".join(f'"{c}" {_TYPES.get(c, "VARCHAR" if c in _TEXT else "DOUBLE")}' for c in columns)
            connection.execute(f"CREATE TABLE {name} ({typed})")
            rows = [
                [v.isoformat() if isinstance(v, dt.datetime) else v for v in row]
                for row in zip(*columns.values(), strict=True)
            ]
            if rows:
                connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
            connection.execute(f"COPY {name} TO '{folder / 'tables' / name}.parquet' (FORMAT parquet)")
    return folder
