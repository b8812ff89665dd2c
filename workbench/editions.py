"""Editions of a report: what is final stays as it is, and what has changed since makes a new draft beside it.

The first edition lies in the report's folder, each later one in `editions/N/` inside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

import workbench
from workbench.errors import WorkbenchError
from workbench.facts import Change, Edition, Facts
from workbench.notes import Notes

#: What differs between any two runs, or is told elsewhere.
_NOT_COMPARED = frozenset({"generated_at", "archive_version", "archive_fingerprint", "edition", "tables", "schema"})
#: Keys that tell the entries of a list apart, together where there are several; the first that an entry has.
_NAMES = (
    ("check",), ("role", "kind"), ("kind", "platform"), ("term",), ("question",), ("scenario",), ("what",),
    ("author",), ("id",), ("name",), ("label",), ("code",), ("figure",), ("brand",), ("lang",), ("period",),
    ("judgement",), ("kind",), ("mention_id",), ("platform",),
)  # fmt: skip


def folder(out: Path, number: int) -> Path:
    """Where edition `number` of the report in `out` lies."""
    return out if number == 1 else out / "editions" / str(number)


def numbers(out: Path) -> list[int]:
    """The editions there are, the first one first."""
    later = [int(path.parent.name) for path in out.glob("editions/*/facts.json") if path.parent.name.isdigit()]
    return sorted([*([1] if (out / "facts.json").is_file() else []), *later])


def latest(out: Path) -> Path:
    """The folder of the latest edition of the report in `out`."""
    return folder(out, max(numbers(out), default=1))


def read(out: Path, number: int) -> Facts:
    """The facts of edition `number`. WorkbenchError when there is no such edition, or its facts can't be read."""
    path = folder(out, number) / "facts.json"
    try:
        return Facts.read(path)
    except OSError as error:
        there = numbers(out)
        known = f"there are {', '.join(map(str, there))}" if there else "it has no report yet"
        raise WorkbenchError(f"{out.name} has no edition {number}: {known}") from error
    except ValidationError as error:
        raise WorkbenchError(f"{path} is no facts file of this version") from error


def home(reports: Path, brand: str, crisis: str) -> Path:
    """The folder of a crisis's report; of the latest one made where `crisis` is `latest`."""
    if crisis != "latest":
        return reports / brand / crisis
    made = sorted(path.parent for path in (reports / brand).glob("*/facts.json") if path.parent.name != "none")
    return made[-1] if made else reports / brand / "none"


def leaves(facts: Facts) -> list[tuple[str, str | None]]:
    """Dotted place and text of every value of `facts` that says something to a reader."""
    return [(place, text) for place, text in _leaves(facts.model_dump(mode="json", by_alias=True, exclude={"unknown"}))]


def next_one(out: Path, facts: Facts, notes: Notes) -> Edition | None:
    """The edition that `facts` (leadership's) make; None where the latest is final and says the same already."""
    there = numbers(out)
    if not there:
        return _edition(1, notes)
    number = there[-1]
    try:
        before = read(out, number)
    except WorkbenchError:
        return _edition(number, notes)
    if before.edition is None or before.edition.status != "final":
        return _edition(number, notes, read(out, number - 1) if number > 1 else None, facts)
    if not differences(before, facts) and before.edition.program == workbench.__version__:
        return None
    return _edition(number + 1, notes, before, facts)


def _edition(number: int, notes: Notes, before: Facts | None = None, facts: Facts | None = None) -> Edition:
    """Edition `number`, which `facts` make, compared with the one `before` it."""
    compared = before is not None and facts is not None
    return Edition(
        number=number,
        status=notes.status if number == notes.edition else "draft",
        privilege=notes.privilege,
        owner=notes.owner,
        program=workbench.__version__,
        against=number - 1 if compared else None,
        because=_because(before, facts) if before and facts else [],
        changes=differences(before, facts) if before and facts else [],
    )


def _because(before: Facts, after: Facts) -> list[Literal["data", "return check", "program", "people"]]:
    """What made another edition of the final one `before`."""
    found: list[Literal["data", "return check", "program", "people"]] = []
    if _archive(before, after) != _archive(after, before):
        found.append("data")
    if _checked(after) and not _checked(before):
        found.append("return check")
    if before.edition and before.edition.program != workbench.__version__:
        found.append("program")
    return found or ["people"]


def _archive(facts: Facts, other: Facts) -> str | int:
    """What tells the archive of `facts` from that of `other`: its fingerprint where both have one."""
    if facts.archive_fingerprint and other.archive_fingerprint:
        return facts.archive_fingerprint
    return facts.archive_version


def _checked(facts: Facts) -> bool:
    """Whether all the days after the end could be looked at for a return."""
    check = facts.recovery.return_check if facts.recovery else None
    return check is not None and check.days_seen >= check.days


def differences(before: Facts, after: Facts) -> list[Change]:
    """What the two say differently, by dotted place; ids and references, which say nothing to a reader, left out."""
    old, new = (dict(_leaves(facts.model_dump(mode="json", by_alias=True))) for facts in (before, after))
    return [
        Change(place=place, before=old.get(place), after=new.get(place))
        for place in dict.fromkeys([*new, *old])
        if old.get(place) != new.get(place)
    ]


def _leaves(part: Any, place: str = "") -> Iterator[tuple[str, str | None]]:
    """Dotted place and text of every value; an empty list has none."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            inner = f"{place}.{key}" if place else key
            if inner not in _NOT_COMPARED and not _reference(key):
                yield from _leaves(value, inner)
    elif isinstance(part, list):
        for name, value in _named(part):
            yield from _leaves(value, f"{place}.{name}")
    else:
        yield place, None if part is None else _text(part)


def _reference(key: str) -> bool:
    from workbench.privacy import MESSAGES, PEOPLE

    return key in MESSAGES or key in PEOPLE


def _named(entries: list[Any]) -> Iterator[tuple[str, Any]]:
    """The entries of a list, each with a name that it keeps when others come or go; a second one so called is numbered.

    A claim in people's own words is told by them, any other by its kind; a story or statement by its first message.
    """
    seen: Counter[str] = Counter()
    for number, value in enumerate(entries, 1):
        name = _name(value) or str(number)
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})", value


def _name(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    keys = next((keys for keys in _NAMES if all(value.get(key) for key in keys)), ())
    own = value.get("words") if value.get("kind") == "own words" else None
    return " · ".join([*(str(value[key]) for key in keys), *([", ".join(own)] if own else [])])


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
