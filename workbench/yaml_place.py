"""Where in a YAML file a mistake is: its line, and one sentence on what is wrong there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

Place = Sequence[int | str]


class Places:
    """The lines of a YAML text by place: `("accounts", "twitter", 0)`. Raises yaml.YAMLError for what is no YAML."""

    def __init__(self, text: str) -> None:
        self._root = yaml.compose(text, Loader=yaml.SafeLoader)

    def line(self, place: Place) -> int:
        """The line, counted from 1, of the value at `place`, or of what of it there is; a mapping's is its key's."""
        node, line = self._root, 1
        for part in place:
            if isinstance(node, yaml.MappingNode):
                pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
                if pair is None:
                    continue
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line + 1
        return line

    def twice(self) -> list[tuple[int, str]]:
        """Line and name of each key that a mapping holds for a second time: YAML keeps the last and tells nobody."""
        return sorted(_twice(self._root))


def _twice(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, str(key.value)
            seen.add(key.value)
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item)


def problems(text: str, validate: Any, keys: Sequence[str]) -> list[tuple[int, str]]:
    """Line and sentence of each mistake in the YAML `text`, by line: no YAML, a key twice, or what `validate` refuses.

    `validate` takes the parsed content and raises pydantic's ValidationError; `keys` are those that may stand in it.
    """
    try:
        places, content = Places(text), yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [(mark.line + 1 if mark else 1, f"this is no valid YAML ({getattr(error, 'problem', None) or error})")]
    except ValueError as error:
        # A date such as 2026-02-30 looks like one to YAML and is none.
        return [(1, f"this is no valid YAML ({error})")]
    found = [(line, f"{key} is written twice: keep one") for line, key in places.twice()]
    try:
        validate(content)
    except ValidationError as error:
        told = {(places.line(one["loc"]), _sentence(dict(one), keys)) for one in error.errors()}
        found += sorted(told)
    return sorted(found)


def first(found: Sequence[tuple[int, str]]) -> str:
    """The first of the mistakes with its line, and how many more there are."""
    line, what = found[0]
    return f"line {line}: {what}" + (f" ({len(found) - 1} more)" if len(found) > 1 else "")


def _sentence(error: Mapping[str, Any], keys: Sequence[str]) -> str:
    """What is wrong, in one sentence that begins with the place."""
    place = ".".join(str(part) for part in error["loc"] if not _invented(part)) or "the whole file"
    if error["type"] == "extra_forbidden":
        name = str(error["loc"][-1])
        near = difflib.get_close_matches(name, keys, n=1, cutoff=0.7)
        return f"{place}: {name} is no key here" + (f": did you mean {near[0]}?" if near else "")
    if error["type"] == "missing":
        return f"{place} is missing"
    if error["type"] == "model_type":
        return f"{place}: here keys with values belong, not {_kind(error['input'])}"
    return f"{place}: {error['msg'].removeprefix('Value error, ')}"


def _invented(part: int | str) -> bool:
    """Whether pydantic, not the file, names this step of the way."""
    return isinstance(part, str) and any(sign in part for sign in "[(")


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    return {"list": "a list", "str": "a text", "bool": "yes or no"}.get(type(value).__name__, "a number")
