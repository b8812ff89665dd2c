"""What is written is true: every command documented, every documented command there, links that lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

import workbench
from workbench import cli, mention
from workbench.plan import Plan, parse

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def commands() -> dict[str, Any]:
    """Name to command, sub-commands as `crisis declare`."""
    found: dict[str, Any] = {}

    def walk(group: Any, prefix: str) -> None:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                walk(command, f"{prefix}{name} ")
            else:
                found[prefix + name] = command

    walk(typer.main.get_command(cli.app), "")
    return found


def calls(page: Path) -> list[str]:
    """The `workbench …` lines in a page's shell blocks and crontabs, without prompt, path or comment."""
    blocks = re.findall(r"```(?:sh|cron)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    call = re.compile(r"(?:^|\s|/)workbench ((?!-)[a-z].*?)(?:\s+#.*)?$", re.MULTILINE)
    return [hit.group(1) for block in blocks for hit in call.finditer(block)]


def table(text: str, heading: str) -> dict[str, list[str]]:
    """The rows of the first table after a line that begins with `heading`: first cell to the other cells."""
    after = text[text.index(heading) :]
    rows = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
    assert rows, f"no table after {heading}"
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows.group().splitlines()[2:]]
    return {first.strip("`"): rest for first, *rest in cells}


def test_readme_lists_exactly_the_commands_there_are() -> None:
    listed = {name.removeprefix("workbench ") for name in table(README, "## Commands")}
    assert listed == set(commands())


@pytest.mark.parametrize("name", commands())
def test_command_explains_itself(name: str) -> None:
    command = commands()[name]
    assert command.help, f"workbench {name} says nothing about itself"
    silent = [item.name for item in command.params if item.name != "help" and not getattr(item, "help", None)]
    assert not silent, f"workbench {name} does not explain {silent}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_written_calls_are_understood(page: Path) -> None:
    for call in calls(page):
        words = shlex.split(call)
        name = max((known for known in commands() if call.startswith(known)), key=len, default=None)
        assert name, f"{page.name}: there is no command in `workbench {call}`"
        options = {option for item in commands()[name].params for option in [*item.opts, *item.secondary_opts]} | {
            "--help"
        }
        used = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert used <= options, f"{page.name}: `workbench {call}`"


def test_the_pages_do_show_calls() -> None:
    assert {call.split()[0] for call in calls(ROOT / "README.md")} >= {
        "load",
        "detect",
        "characterize",
        "report",
        "run",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


def test_make_help_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (help.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert set(phony.group(1).split()) == set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"https?://|mailto:|#", target):
            assert (page.parent / target.partition("#")[0]).exists(), f"{page.name} points at {target}"


@pytest.mark.parametrize("name", workbench.__all__)
def test_public_name_has_a_docstring(name: str) -> None:
    value = getattr(workbench, name)
    assert isinstance(value, str) or (value.__doc__ or "").strip(), f"workbench.{name} says nothing about itself"


def test_codebook_is_the_mention_table() -> None:
    text = (ROOT / "docs" / "mention-table.md").read_text(encoding="utf-8")
    assert {column: rest[0] for column, rest in table(text, "# The mention table").items()} == mention.COLUMNS
    for heading, values in (("**Platforms**", mention.PLATFORMS), ("**Kinds**", mention.KINDS)):
        paragraph = text[text.index(heading) :].partition("\n\n")[0]
        assert tuple(re.findall(r"`(\w+)`", paragraph)) == values


def test_version_has_an_entry_in_the_changelog() -> None:
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first
    assert first.group(1) == workbench.__version__


def test_example_plan_shows_every_part_of_a_plan() -> None:
    found = parse((ROOT / "data" / "plans" / "example.yml").read_text(encoding="utf-8"))
    assert found.model_fields_set == set(Plan.model_fields)
