"""Small lists that people and the program keep beside the archive, as JSON: read whole, written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def read(path: Path) -> list[dict[str, Any]]:
    """The entries in the file at `path`; none where there is no file."""
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return entries


def write(path: Path, entries: list[dict[str, Any]]) -> None:
    """Puts `entries` into the file at `path`, in place of what it held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)
