"""What a format is: a name, a test on the head of a file, and a function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.readers.mapping import Mapping
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Reading:
    """What a reader hands on.

    `rows` is a SELECT made by `rows.canonical`; it may be run more than once. `raw` gives the text of the records with
    the given numbers. `ignored` counts records that are no message. With `nested`, rows marked so stand inside another
    message, and count only where the file does not hold them on their own.
    """

    rows: str
    raw: Callable[[Iterable[int]], dict[int, str]]
    ignored: int = 0
    nested: bool = False


@dataclass(frozen=True)
class Format:
    """A family of export files. `title` completes "this looks like …".

    `general` when it would take nearly anything: such a format is asked only where no other fits. `mappable` when
    columns can be told to it with `--map`.
    """

    name: str
    title: str
    recognises: Callable[[Head], bool]
    read: Callable[[duckdb.DuckDBPyConnection, Source, Mapping], Reading]
    general: bool = False
    mappable: bool = False
