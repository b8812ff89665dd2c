"""Whatever may stand under `unknown` in the facts has a name in words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from workbench.facts import Facts
from workbench.languages import known, speaking
from workbench.report.unknowns import NAMES, name

#: The modules that say why a value is null.
MODULES = ("audit", "caveats", "dossier", "happened")


def places(root: Path) -> set[str]:
    """Every dotted place that one of the modules writes; an f-string stands for every value of the loop it is in."""
    found: set[str] = set()
    for module in MODULES:
        tree = ast.parse((root / "workbench" / f"{module}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            keys = []
            if isinstance(node, ast.Dict):
                keys = [] if "brand" in map(constant, node.keys) else node.keys  # the head of the facts holds values
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                keys = [node.slice]
            elif isinstance(node, ast.DictComp):
                keys = [node.key]
            for key in keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.add(key.value)
                elif isinstance(key, ast.JoinedStr):
                    found |= spelt(key, tree)
    return {place for place in found if place.partition(".")[0] in Facts.model_fields and exists(place)}


def constant(key: ast.expr | None) -> object:
    return key.value if isinstance(key, ast.Constant) else None


def spelt(text: ast.JoinedStr, tree: ast.Module) -> set[str]:
    """What an f-string with one name can say: one for each text of the tuples of its module."""
    begin = "".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))
    words = [e.value for t in ast.walk(tree) if isinstance(t, ast.Tuple) for e in t.elts if isinstance(e, ast.Constant)]
    return {f"{begin}{word}" for word in words if isinstance(word, str)}


def exists(place: str) -> bool:
    """Whether the facts have such a place, and it may stay empty."""
    model: object = Facts
    kinds: list[object] = []
    for step in place.split("."):
        fields = getattr(model, "model_fields", {})
        if step not in fields:
            return False
        kinds = inner(fields[step].annotation)
        model = next((part for part in kinds if hasattr(part, "model_fields")), None)
    return type(None) in kinds


def inner(kind: object) -> list[object]:
    return [kind, *(deeper for part in getattr(kind, "__args__", ()) for deeper in inner(part))]


def test_the_places_are_found(root: Path) -> None:
    found = places(root)
    assert {"response", "crisis.expected", "response.needs_reply", "spread.newcomers.stayed", "origin"} <= found
    assert len(found) >= 35


@pytest.mark.parametrize("language", known())
def test_everything_that_may_be_unknown_has_a_name_in_words(root: Path, language: str) -> None:
    with speaking(language):
        told = {place: name(place) for place in places(root)}
    with speaking("en"):
        english = {place: name(place) for place in told}
    assert sorted(place for place in told if place not in NAMES) == []
    assert language == "en" or [place for place in told if told[place] == english[place]] == []
