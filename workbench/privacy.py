"""References in place of people: what leaves the analyst's copy names no stranger and no message.

A reference is a keyed hash, so that it can be looked up with the archive and the key, and not guessed without.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from workbench.facts import Facts

KEY_FILE = ".key"
#: The keys of the facts that hold mention ids, and those that hold authors' names.
MESSAGES = frozenset({"mention_id", "most_referenced", "lost", "evidence", "examples"})
PEOPLE = frozenset({"author"})


def key(data: Path) -> bytes:
    """The secret in `data/.key`, made at first use, readable by its owner alone."""
    path = data / KEY_FILE
    data.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return key(data)


def reference(secret: bytes, kind: str, value: str) -> str:
    """A stable stand-in for `value`: `kind` ("m" for a message, "a" an author), a dash, ten hex digits."""
    digest = hmac.new(secret, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
    return f"{kind}-{digest[:10]}"


def without_people(facts: Facts, secret: bytes, public: Callable[[str], bool]) -> Facts:
    """`facts` with references in place of every mention id, and of every author for whom `public` is false."""

    def replaced(part: object, name: str = "") -> object:
        if isinstance(part, dict):
            return {key: replaced(value, key) for key, value in part.items()}
        if isinstance(part, list):
            return [replaced(value, name) for value in part]
        if isinstance(part, str) and name in MESSAGES:
            return reference(secret, "m", part)
        if isinstance(part, str) and name in PEOPLE and not public(part):
            return reference(secret, "a", part)
        return part

    return Facts.model_validate(replaced(facts.model_dump(by_alias=True)))
