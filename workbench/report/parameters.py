"""A notebook's parameters: their names and types come from its cell tagged `parameters`, and nothing else is let in."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench import languages
from workbench.errors import UsageError, WorkbenchError
from workbench.phrase import listed, zone_named

#: What the program itself fills in.
_OWN = ("facts",)


def notebook_path(name: str) -> Path:
    """The notebook `name` of this package: beside it in a checkout, inside it when installed. Never the current folder.

    Raises WorkbenchError when the installation lacks it.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if (folder / f"{name}.ipynb").is_file():
            return folder / f"{name}.ipynb"
    raise WorkbenchError(f"the notebook {name}.ipynb is missing from this installation: install the package again")


def parse(texts: Iterable[str]) -> dict[str, object]:
    """`NAME=VALUE` texts of a command line as name to text. Raises UsageError for one without a name or `=`."""
    given: dict[str, object] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"{text!r} is no parameter: write NAME=VALUE, such as timezone=Europe/Riga")
        given[name.strip()] = value
    return given


def check(given: Mapping[str, object], notebook: str | Path = "postmortem") -> dict[str, object]:
    """`given`, each value of the type of the notebook's default; text that reads as a number becomes one.

    `notebook` is the name of one of ours, or a path. Raises UsageError for an unknown or ill-typed parameter, naming
    those there are (papermill itself would only warn); WorkbenchError when the notebook can't be read.
    """
    known = declared(notebook_path(notebook) if isinstance(notebook, str) else notebook)
    fitted: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            raise UsageError(f"the notebook has no parameter {name!r}: it knows {_named(known)}")
        fitted[name] = _fit(name, value, known)
    if isinstance(fitted.get("timezone"), str):
        zone_named(str(fitted["timezone"]))
    if isinstance(fitted.get("language"), str):
        languages.require(str(fitted["language"]))
    return fitted


def declared(path: Path) -> dict[str, object]:
    """Name to default of the parameters that a caller may set. WorkbenchError when the notebook tags no such cell."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        tagged = [
            "".join(c["source"])
            for c in cells
            if c["cell_type"] == "code" and "parameters" in c["metadata"].get("tags", [])
        ]
        body = ast.parse(tagged[0]).body if tagged else None
    except OSError as error:
        raise WorkbenchError(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, SyntaxError) as error:
        raise WorkbenchError(f"{path} is not a notebook") from error
    if body is None:
        raise WorkbenchError(f"{path.name} has no cell tagged 'parameters': tag the cell that assigns them")
    found: dict[str, object] = {}
    for node in body:
        target = (
            node.targets[0]
            if isinstance(node, ast.Assign)
            else node.target
            if isinstance(node, ast.AnnAssign)
            else None
        )
        if isinstance(target, ast.Name) and isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            found[target.id] = ast.literal_eval(node.value)
    return {name: default for name, default in found.items() if name not in _OWN}


def _fit(name: str, value: object, known: Mapping[str, object]) -> object:
    wanted = type(known[name])
    if wanted is type(None) or type(value) is wanted:
        return value
    if wanted is float and type(value) is int:
        return float(value)
    if isinstance(value, str) and wanted in (int, float, bool):
        truth = {"true": True, "false": False}
        try:
            return truth[value.lower()] if wanted is bool else wanted(value)
        except (KeyError, ValueError):
            pass
    kinds = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
    wants = kinds.get(wanted, f"a {wanted.__name__}")
    raise UsageError(f"parameter {name!r} must be {wants}, not {value!r}: the notebook knows {_named(known)}")


def _named(known: Mapping[str, object]) -> str:
    return listed(sorted(known)) if known else "none"
