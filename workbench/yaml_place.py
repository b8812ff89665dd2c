"""Where in a YAML file a mistake is: its line, and one sentence on what is wrong there."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from workbench import surrogates

Place = Sequence[int | str]
_READER = yaml.SafeLoader("")
#: What to do about what the YAML reader stumbles over, by words of its own sentence.
_ADVICE = {
    r"'\t'": "indent with spaces, not with tabs",
    "'@'": "leave the @ out, or put the text in quotes",
    "'`'": "put the text in quotes",
    "mapping values are not allowed here": "put a text with a colon in quotes",
    "expected <block end>": "lines that belong together begin in the same column",
    "special characters": "take out the signs that can't be seen",
    "constructor for the tag": "take the tag out",
}


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

    def impossible(self) -> list[tuple[int, str]]:
        """Line and sentence of each value that looks like a date or a number and is none, such as 2026-02-30."""
        found = []
        for node in _scalars(self._root):
            try:
                _READER.construct_object(node)
            except (ValueError, OverflowError) as error:
                found.append((node.start_mark.line + 1, f"{node.value} is no date or number ({error})"))
        return found

    def twice(self) -> list[tuple[int, str]]:
        """Line and name of each key that a mapping holds for a second time: YAML keeps the last and tells nobody."""
        return sorted(_twice(self._root))


def _scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Every value and key once, whatever points at it."""
    seen: set[int] = set()
    left = [node]
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, yaml.ScalarNode):
            yield one
        elif isinstance(one, yaml.MappingNode):
            left += [part for pair in reversed(one.value) for part in reversed(pair)]
        elif isinstance(one, yaml.SequenceNode):
            left += reversed(one.value)


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
        places = Places(text)
        impossible = places.impossible()
        content = None if impossible else content_of(text)
    except yaml.YAMLError as error:
        return [(_stumbled(error, text), _no_yaml(error))]
    if impossible:
        return impossible
    found = [(line, f"{key} is written twice: keep one") for line, key in places.twice()]
    try:
        validate(content)
    except ValidationError as error:
        told = {(places.line(one["loc"]), _sentence(dict(one), keys)) for one in error.errors()}
        found += sorted(told)
    return sorted(found)


def content_of(text: str) -> Any:
    """What the YAML `text` holds. Raises yaml.YAMLError where it is none."""
    return surrogates.joined(yaml.safe_load(text))


def first(found: Sequence[tuple[int, str]]) -> str:
    """The first of the mistakes with its line, and how many more there are."""
    line, what = found[0]
    return f"line {line}: {what}" + (f" ({len(found) - 1} more)" if len(found) > 1 else "")


def _stumbled(error: yaml.YAMLError, text: str) -> int:
    """The line of the mistake: of a list or mapping that is not closed, where it is opened."""
    position = getattr(error, "position", None)
    if position is not None:
        return text.count("\n", 0, position) + 1
    opened = str(getattr(error, "context", "")).startswith("while parsing a flow")
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    return mark.line + 1 if mark else 1


def _no_yaml(error: yaml.YAMLError) -> str:
    """What the YAML reader stumbled over, in one sentence, with what to do where that is clear."""
    told = " ".join(str(getattr(error, "problem", None) or error).split())
    advice = next((advice for sign, advice in _ADVICE.items() if sign in told), None)
    return f"this is no valid YAML ({told}){f': {advice}' if advice else ''}"


def _sentence(error: Mapping[str, Any], keys: Sequence[str]) -> str:
    """What is wrong, in one sentence that begins with the place."""
    place = ".".join(str(part) for part in error["loc"] if not _invented(part)) or "the whole file"
    kind, given, told = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        name = str(error["loc"][-1])
        near = difflib.get_close_matches(name, keys, n=1, cutoff=0.7)
        return f"{place}: {name} is no key here" + (f": did you mean {near[0]}?" if near else "")
    if kind == "missing":
        return f"{place} is missing"
    if kind == "string_type":
        return f"{place}: {_misread(given)}"
    if kind in ("model_type", "dict_type"):
        return f"{place}: here keys with values belong, not {_kind(given)}"
    if kind == "list_type":
        advice = "put [ ] around it" if isinstance(given, str) else "begin each entry with a dash"
        return f"{place}: here a list belongs, not {_kind(given)}: {advice}"
    if kind == "literal_error":
        return f"{place}: {given!r} can't stand here: choose {told['expected']}"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"{place}: {given!r} is no share: give a number from 0 to 1"
    if kind.startswith("date"):
        return f"{place}: {str(given)!r} is no date: write it as 2026-03-04"
    return f"{place}: {error['msg'].removeprefix('Value error, ')}"


def _invented(part: int | str) -> bool:
    """Whether pydantic, not the file, names this step of the way."""
    return isinstance(part, str) and any(sign in part for sign in "[(")


def _misread(value: object) -> str:
    """That YAML took a text for something else; Norway's `no` and a handle of digits are the usual ones."""
    if isinstance(value, bool | int | float | dt.date):
        return f"this is read as {_kind(value)}: put it in quotes"
    return f"here a text belongs, not {_kind(value)}"


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    names = {"list": "a list", "dict": "keys with values", "str": "a text", "bool": "yes or no", "date": "a date"}
    return names.get(type(value).__name__, "a time" if isinstance(value, dt.datetime) else "a number")
