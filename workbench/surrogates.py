"""Half characters: JSON and YAML may write an emoji as two halves, or one half alone, which no other text can hold."""

from __future__ import annotations

from typing import Any


def joined(value: Any) -> Any:
    """`value` with halves that belong together made one character, and lone ones replaced, in every text within it."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {joined(key): joined(item) for key, item in value.items()}
    return [joined(item) for item in value] if isinstance(value, list) else value
