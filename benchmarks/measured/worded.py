"""How often the wording of statements and the kind of messages are read right, on labelled sets and archives."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench import triage, wording

FIXTURES = Path(__file__).parent.parent.parent / "tests" / "fixtures"
#: Written by someone who knew neither the rules nor the other sets: see its README.md.
INDEPENDENT = FIXTURES / "independent"
#: What the labelled archives know of a first statement, and how the workbench tells it.
FLAGS = ("responsibility", "compassion", "commitment", "defensive")

#: Truth and finding, each a set of names.
Pair = tuple[set[str], set[str]]


def statements() -> tuple[list[Pair], list[Pair]]:
    """The marks of the labelled statements: of the half that mistakes were looked at in, and of the other."""
    pairs = [_marked(row) for row in _rows(FIXTURES / "wording" / "statements.csv")]
    return pairs[::2], pairs[1::2]


def messages() -> tuple[list[Pair], list[Pair]]:
    """The kinds of the labelled messages, in the same halves."""
    pairs = [_sorted_out(row) for row in _rows(FIXTURES / "triage" / "messages.csv")]
    return pairs[::2], pairs[1::2]


def independent(part: str, lang: str = "*") -> tuple[list[Pair], list[Pair]]:
    """Marks of statements and kinds of messages of one part of the sets written apart (its folder)."""
    folder = INDEPENDENT / part
    return (
        [_marked(row) for file in sorted((folder / "wording").glob(f"{lang}.csv")) for row in _rows(file)],
        [_sorted_out(row) for file in sorted((folder / "triage").glob(f"{lang}.csv")) for row in _rows(file)],
    )


def first_statements(folder: Path) -> list[Pair]:
    """The flags of the first statements in the archives under `folder`, a thread read as one; unread ones left out."""
    pairs = []
    for truth in sorted(folder.glob("*/truth.json")):
        known = json.loads(truth.read_text(encoding="utf-8"))["crises"]
        flags = {
            one["first_statement"]["mention_id"]: one["first_statement"] for one in known if one["first_statement"]
        }
        texts = dict.fromkeys(flags, "")
        for key, parent, text in _said(truth.with_name("mentions.jsonl.gz")):
            if key in texts:
                texts[key] = f"{text} {texts[key]}"
            elif parent in texts:
                texts[parent] += f" {text}"
        for key, text in texts.items():
            found = wording.marks(text, None)
            if found is not None:
                told = (found.responsibility, found.compassion, found.promises, found.defends)
                pairs.append(
                    ({flag for flag in FLAGS if flags[key].get(flag)},
                     {flag for flag, one in zip(FLAGS, told, strict=True) if one})
                )  # fmt: skip
    return pairs


def scores(pairs: Iterable[Pair], names: Iterable[str]) -> Iterator[tuple[str, int, float, float, float]]:
    """By name: how many there are, precision, recall, F1."""
    listed = list(pairs)
    there = Counter(name for truth, _ in listed for name in truth)
    found = Counter(name for _, told in listed for name in told)
    right = Counter(name for truth, told in listed for name in truth & told)
    for name in names:
        yield (
            name,
            there[name],
            right[name] / max(found[name], 1),
            right[name] / max(there[name], 1),
            2 * right[name] / max(there[name] + found[name], 1),
        )


def together(pairs: Iterable[Pair]) -> tuple[int, float, float, float]:
    """Of all names at once: how many there are, precision, recall, F1."""
    listed = list(pairs)
    there, found = sum(len(truth) for truth, _ in listed), sum(len(told) for _, told in listed)
    right = sum(len(truth & told) for truth, told in listed)
    return there, right / max(found, 1), right / max(there, 1), 2 * right / max(there + found, 1)


def _marked(row: dict[str, str]) -> Pair:
    found = wording.marks(row["text"], row["lang"])
    return set(row["marks"].split()), {mark for mark in wording.MARKS if getattr(found, mark)} if found else set()


def _sorted_out(row: dict[str, str]) -> Pair:
    return {row["kind"]}, {str(triage.kind(row["text"], row["lang"]))}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _said(file: Path) -> Iterator[tuple[str, str | None, str]]:
    """Id, parent and text of what an author said who is the author of its parent, or has none: thread parts."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    authors = {row["id"]: row.get("author") for row in rows}
    for row in dict.fromkeys((row["id"], row.get("parent_id"), row["text"], row.get("author")) for row in rows):
        key, parent, text, author = row
        yield key, parent if parent and authors.get(parent) == author else None, text
