"""From a work folder to a published report, all or nothing."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.languages import speaking
from workbench.report.parameters import check
from workbench.report.parameters import notebook_path as notebook_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from nbformat import NotebookNode

    Run: TypeAlias = Callable[[NotebookNode, Mapping[str, object], Path], NotebookNode]

#: What a report's folder holds; whatever else lies there is somebody's own and stays.
_OURS = ("postmortem.html", "facts.json", "analyst", "public")


def build(
    work: Path,
    out: Path,
    *,
    notebook: Path | None = None,
    parameters: Mapping[str, object] | None = None,
    execute: Run | None = None,
    pictures: bool | None = False,
) -> Path:
    """The path of the page made from the work folder: `out/postmortem.html`, leadership's, with `analyst/` beside it.

    `work` holds `facts.json` (leadership's), `analyst-facts.json` when it differs, and `tables/`. The notebook (the
    package's post-mortem unless another is given) runs once, over leadership's facts, in a kernel or as `execute` (see
    `kernel.run`) does it. With `pictures` Chromium draws the charts for readers without scripts; None: where there is
    one. What `out` held before stays whole until everything is made, and people's own files in it are kept.

    Raises UsageError for an unknown or ill-typed parameter, before a kernel starts; WorkbenchError when the notebook,
    the disk, or the browser that `pictures` asked for fails.
    """
    work, out = work.resolve(), out.resolve()
    if not (work / "facts.json").is_file():
        raise WorkbenchError(f"{work} holds no facts.json: nothing to report on")
    source = notebook or notebook_path("postmortem")
    given = check(parameters or {}, source)
    from workbench.report import kernel, still

    try:
        with still.drawing(pictures) as draw:  # the browser starts while the notebook runs
            # the kernel stands in the work folder, so that no path of this machine gets into the notebook
            executed = (execute or kernel.run)(kernel.read_notebook(source), {"facts": "facts.json", **given}, work)
            staged = _staging(out)
            try:
                with speaking(str(given.get("language", ""))):
                    _fill(staged, work, executed, str(given.get("timezone", "")))
                draw(staged)
                _swap(staged, out)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise WorkbenchError(
            f"the report could not be written to {out} ({error.strerror or error}); what was there stays"
        ) from error
    return out / "postmortem.html"


def _fill(staged: Path, work: Path, executed: NotebookNode, zone: str) -> None:
    """Leadership's files into `staged`, the analyst's into its folder `analyst`, the public's page into `public`."""
    import nbformat

    from workbench.report.exporter import gathered, page
    from workbench.report.lookup import lookup_section, worklist_csv, worklist_xlsx

    parts = gathered(executed)
    (staged / "postmortem.html").write_text(page(parts, zone=zone), encoding="utf-8")
    if not _privileged(work):
        (staged / "public").mkdir()
        (staged / "public" / "postmortem.html").write_text(page(parts, public=True, zone=zone), encoding="utf-8")
    shutil.copyfile(work / "facts.json", staged / "facts.json")
    analyst = staged / "analyst"
    analyst.mkdir()
    (analyst / "postmortem.html").write_text(page(parts, *lookup_section(work), zone=zone), encoding="utf-8")
    (analyst / "postmortem.ipynb").write_text(f"{nbformat.writes(executed)}\n", encoding="utf-8")
    full = work / "analyst-facts.json"
    shutil.copyfile(full if full.is_file() else work / "facts.json", analyst / "facts.json")
    if (work / "tables").is_dir():
        light = shutil.ignore_patterns("*.json")
        shutil.copytree(work / "tables", analyst / "tables", copy_function=shutil.copyfile, ignore=light)
    (analyst / "worklist.csv").write_text(worklist_csv(work), encoding="utf-8-sig", newline="")
    (analyst / "worklist.xlsx").write_bytes(worklist_xlsx(work))


def _privileged(work: Path) -> bool:
    """Whether the report stands on a privilege, which a page for the public would give up."""
    facts = json.loads((work / "facts.json").read_text(encoding="utf-8"))
    return bool((facts.get("edition") or {}).get("privilege"))


def _staging(out: Path) -> Path:
    """A new folder beside `out`, on the same disk, so that a rename publishes it."""
    staged = out.parent / f".{out.name}.{secrets.token_hex(4)}.new"
    staged.mkdir(parents=True)
    return staged


def _swap(staged: Path, out: Path) -> None:
    """Puts `staged` where `out` is; what people put into `out` moves along."""
    old = out.parent / f".{out.name}.{secrets.token_hex(4)}.old"
    if out.exists():
        for entry in out.iterdir():
            if entry.name not in _OURS:
                copy = shutil.copytree if entry.is_dir() else shutil.copy2
                copy(entry, staged / entry.name)
        out.rename(old)
    try:
        staged.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
