"""The simulated archive as a file of the `mentions` import format, as untidy as real exports are."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from workbench.casestudy.chance import happens
from workbench.casestudy.message import Message
from workbench.casestudy.rhythm import HOUR
from workbench.casestudy.scenario import Scenario
from workbench.errors import WorkbenchError

#: What the exports of a platform leave out.
_LEFT_OUT: dict[str, tuple[str, ...]] = {
    "facebook": ("lang", "reposts", "url"),
    "reddit": ("followers", "lang", "reposts"),
    "forum": ("followers", "lang", "likes", "reposts"),
    "blog": ("followers", "likes", "reposts", "replies"),
    "news": ("followers", "likes", "reposts", "replies"),
    "youtube": ("followers", "reposts", "url"),
}


def rows(scenario: Scenario, messages: list[Message]) -> list[dict[str, Any]]:
    """One object a line of the export: all messages, a few of them twice, not quite in order."""
    rng = Random(scenario.seed + 1)
    placed: list[tuple[float, int, dict[str, Any]]] = []
    collected_at = iso(scenario.collected_at)
    for message in messages:
        row = _row(scenario, message, collected_at)
        late = rng.random() * 6 * HOUR if happens(rng, 0.03) else rng.random() * 60
        placed.append((message.at + late, len(placed), row))
        if happens(rng, scenario.duplicates):
            placed.append((message.at + rng.random() * 48 * HOUR, len(placed), row))
    return [row for _, _, row in sorted(placed, key=lambda one: one[:2])]


def iso(at: int, zone: dt.timezone = dt.UTC) -> str:
    """ISO 8601 of UTC seconds, `Z` for UTC."""
    return dt.datetime.fromtimestamp(at, zone).isoformat().replace("+00:00", "Z")


def _row(scenario: Scenario, message: Message, collected_at: str) -> dict[str, Any]:
    """The message in the columns of the mention table; what is empty or not exported is left out."""
    here = dt.timezone(dt.timedelta(hours=scenario.utc_offset))
    deleted = message.fixed.deleted_at if message.fixed else None
    row: dict[str, Any] = {
        "platform": message.platform,
        "id": message.id,
        "created_at": iso(message.at, here if message.platform == "news" else dt.UTC),
        "author_id": message.author.id,
        "author": message.author.handle,
        "followers": message.author.followers,
        "text": message.text,
        "lang": message.lang,
        "kind": message.kind,
        "parent_id": message.parent.id if message.parent else None,
        "conversation_id": message.thread.id if message.kind != "repost" else None,
        "links": list(message.links) or None,
        "url": f"https://{message.platform}.example/{message.author.handle}/{message.id}",
        "likes": message.likes,
        "reposts": message.shared,
        "replies": message.answered,
        # What is taken down soon can only have been collected while it stood.
        "collected_at": collected_at if deleted is None else iso(min(message.at + 60, deleted)),
        "title": message.title,
    }
    left_out = _LEFT_OUT.get(message.platform, ())
    if message.kind == "repost":
        left_out = (*left_out, "likes", "reposts", "replies")
    return {column: value for column, value in row.items() if value is not None and column not in left_out}


def lines(scenario: Scenario, messages: list[Message]) -> Iterator[bytes]:
    """The rows as JSON lines in UTF-8."""
    for row in rows(scenario, messages):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def packed(content: bytes) -> bytes:
    """The content gzipped without a time or a name, so that the same content gives the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0, compresslevel=6) as file:
        file.write(content)
    return buffer.getvalue()


def put(path: Path, content: bytes) -> None:
    """Writes the file whole or not at all. Raises WorkbenchError when the folder does not take it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise WorkbenchError(
            f"{path} can't be written ({problem.strerror}): name a folder that you may write to."
        ) from problem
