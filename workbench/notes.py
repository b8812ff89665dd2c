"""What people write for a report, kept in `data/notes/<brand>/<crisis id>.yml`: it survives every re-run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

from workbench import yaml_place
from workbench.errors import WorkbenchError
from workbench.facts import Action, Lessons
from workbench.facts.people import Status, Task


class Notes(Lessons):
    """The whole file. `status` is of the edition that `edition` names; a later one is a draft."""

    status: Status = "draft"
    edition: int = 1
    privilege: str | None = None
    owner: str | None = None
    actions: list[Task] = Field(default_factory=list)

    def lessons(self) -> Lessons | None:
        """What went well and badly; None where nobody has said."""
        said = Lessons(**self.model_dump(include=set(Lessons.model_fields)))
        return said if said != Lessons() else None


def file_of(brand: str, crisis: str, data: Path) -> Path:
    """Where the notes on `crisis` are kept."""
    return data / "notes" / brand / f"{crisis}.yml"


def read(brand: str, crisis: str, data: Path) -> Notes:
    """The notes on `crisis`; empty ones where there is no file. WorkbenchError with the line of what can't be one."""
    path = file_of(brand, crisis, data)
    if not path.exists():
        return Notes()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WorkbenchError(f"{path} can't be read: save it as UTF-8 text") from error
    if found := yaml_place.problems(text, _parse, _KEYS):
        raise WorkbenchError(f"{path}: {yaml_place.first(found)}")
    return _parse(yaml_place.content_of(text))


def actions(brand: str, crisis: str, data: Path) -> tuple[list[Action], list[Action]]:
    """The actions agreed on after `crisis`, and those after crises before it (ids of a brand sort by their onset)."""
    folder = data / "notes" / brand
    names = sorted(path.stem for path in folder.glob("*.yml")) if folder.is_dir() else []
    earlier = [_action(name, task) for name in names if name < crisis for task in read(brand, name, data).actions]
    return [_action(crisis, task) for task in read(brand, crisis, data).actions], earlier


def _action(crisis: str, task: Task) -> Action:
    return Action(crisis=crisis, **task.model_dump())


def _parse(content: Any) -> Notes:
    return Notes.model_validate({} if content is None else content)


_KEYS = [*Notes.model_fields, *Task.model_fields]
