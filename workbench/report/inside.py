"""A papermill engine that runs a notebook inside this very process, without a kernel.

For a forked child alone: IPython takes the place of `__main__`, what one notebook does stays behind for the next, and a
crash takes the process with it.
"""

from __future__ import annotations

from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_output
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

NAME = "workbench-inside"


class Inside(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs each cell in one IPython shell and keeps what it shows, as a kernel would send it."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: object) -> None:
        """papermill's door: runs the cells of `nb_man` in order, and stops at the first that fails."""
        shell = _shell()
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code":
                continue
            nb_man.cell_start(cell, index)
            cell.outputs, failed = _run(shell, cell.source)
            cell.execution_count = shell.execution_count - 1
            if failed:
                nb_man.cell_exception(cell, index)
                return
            nb_man.cell_complete(cell, index)


class _Shown(DisplayHook):
    """Sends a cell's last value where `display` sends what it shows; IPython's own prints it."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        assert self.shell is not None
        self.shell.display_pub.publish(data=format_dict, metadata=md_dict or {})

    def finish_displayhook(self) -> None:
        self._is_active = False


def _shell() -> InteractiveShell:
    settings = Config()
    settings.HistoryManager.enabled = False
    InteractiveShell.clear_instance()
    shell: InteractiveShell = InteractiveShell.instance(config=settings, colors="nocolor", displayhook_class=_Shown)
    return shell


def _run(shell: InteractiveShell, source: str) -> tuple[list[Any], bool]:
    """What the cell shows, as notebook outputs, and whether it failed."""
    with capture_output() as shown:
        result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
    outputs = [
        new_output("stream", name=name, text=text)
        for name, text in (("stdout", shown.stdout), ("stderr", shown.stderr))
        if text
    ]
    outputs += [new_output("display_data", data=one.data or {}, metadata=one.metadata or {}) for one in shown.outputs]
    error = result.error_before_exec or result.error_in_exec
    if error:
        outputs.append(new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[]))
    return outputs, error is not None


papermill_engines.register(NAME, Inside)
