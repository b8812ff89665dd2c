"""The text in the source that a reader sees, and every language's file brought up to date with it: `make languages`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).parents[2]
_FOLDER = Path(__file__).parent

#: The functions whose arguments are text, and which of these (see Babel's `--keyword`).
_SAID = ("say", "key", "say_count:1,2", "count:2,3", "delay:2")
_WHERE = [
    ("workbench/*.py", "python"),
    ("workbench/charts/*.py", "python"),
    ("workbench/facts/*.py", "python"),
    ("workbench/report/*.py", "python"),
    ("workbench/scorecard/*.py", "python"),
    ("workbench/wording/*.py", "python"),
    ("workbench/report/template/*.j2", "jinja2.ext.babel_extract"),
    ("notebooks/postmortem.ipynb", f"{__name__}:notebook"),
]

#: Modules whose `say` tells of progress, which stays English.
_PROGRESS = frozenset({"forget.py", "loading.py"})


def source() -> Catalog:
    """Every text in the source as a catalogue without translations."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_file
    from babel.messages.frontend import parse_keywords

    found = Catalog()
    for pattern, method in _WHERE:
        if method.startswith(__name__):
            read: Any = notebook
        elif method == "python":
            read = method
        else:
            from jinja2.ext import babel_extract as read
        for path in sorted(path for path in ROOT.glob(pattern) if path.name not in _PROGRESS):
            for _, text, _, _ in extract_from_file(read, path, parse_keywords(_SAID)):
                found.add(text)
    return found


def notebook(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """(line, function, text, comments) of each heading and paragraph of a notebook, as Babel's extractors give them."""
    for number, cell in enumerate(json.load(file)["cells"], 1):
        if cell["cell_type"] == "markdown":
            for part in "".join(cell["source"]).split("\n\n"):
                yield number, "say", part.removeprefix("## ").strip(), []


def update(path: Path) -> tuple[list[Any], list[Any]]:
    """What is still to be translated and what was taken out, after the file was brought up to date with the source."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    with path.open("rb") as file:
        old = read_po(file, locale=path.stem)
    new = Catalog(locale=path.stem)
    missing = []
    for message in sorted((m for m in source() if m.id), key=lambda m: str(m.id)):
        known = old.get(message.id if isinstance(message.id, str) else message.id[0])
        string = known.string if known and known.id == message.id else None
        new.add(message.id, string)
        if not string or not all([string] if isinstance(string, str) else string):
            missing.append(message.id)
    gone = [m.id for m in old if m.id and not new.get(m.id if isinstance(m.id, str) else m.id[0])]
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    with path.open("wb") as file:
        file.write(f"{header}\n\n".encode())
        write_po(file, new, omit_header=True, width=0)
    return missing, gone


def main() -> None:
    """Brings every language's file up to date and prints what is still to be translated."""
    for path in sorted(_FOLDER.glob("*.po")):
        missing, gone = update(path)
        print(f"{path.name}: {len(missing)} to translate, {len(gone)} taken out")
        for text in missing:
            print(f"  {text}")


if __name__ == "__main__":
    main()
