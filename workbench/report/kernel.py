"""A notebook run by papermill in a kernel of this very Python, and handed back clean."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode

START_SECONDS = 60
CELL_SECONDS = 300

#: An optional grammar of jsonschema's that takes two seconds to build, and that nothing here uses.
_GRAMMAR = "rfc3987_syntax"

#: Starts a kernel that does without the grammar, too: plotly brings jsonschema along when it shows a figure.
_LAUNCH = (
    f"import sys; sys.modules[{_GRAMMAR!r}] = None; from ipykernel.kernelapp import launch_new_instance as go; go()"
)

#: A path of a Unix socket may hold 104 bytes on macOS, 108 on Linux; four more follow ours.
_SOCKET_PATH = 96


def run(
    notebook: NotebookNode, parameters: Mapping[str, object], folder: Path, cell_seconds: int = CELL_SECONDS
) -> NotebookNode:
    """The executed notebook, its parameters injected; code runs with `folder` as its current folder.

    Raises WorkbenchError in one sentence when a cell fails, hangs for `cell_seconds`, or the kernel dies.
    """
    import_quickly()
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import PapermillExecutionError, execute_notebook

    with tempfile.TemporaryDirectory(prefix="wb-") as private:
        try:
            executed = execute_notebook(
                notebook,
                None,
                parameters=dict(parameters),
                cwd=str(folder),
                progress_bar=False,
                language="python",
                kernel_name="python3",
                start_timeout=START_SECONDS,
                execution_timeout=cell_seconds,
                shutdown_kernel="immediate",
                kernel_manager_class=_kernel(Path(private)),
            )
        except PapermillExecutionError as error:
            raise WorkbenchError(
                f"{_where(notebook, error.source)} failed: {_line(f'{error.ename}: {error.evalue}')}"
            ) from error
        except (CellTimeoutError, DeadKernelError, RuntimeError, OSError) as error:
            raise WorkbenchError(f"the notebook did not finish: {_line(str(error))}; no report was written") from error
    return _whole(notebook, executed)


def run_inside(notebook: NotebookNode, parameters: Mapping[str, object], folder: Path) -> NotebookNode:
    """As `run`, without a kernel: in this process, for a forked child alone (see `inside`)."""
    import_quickly()
    from papermill.engines import papermill_engines
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    from workbench.report.inside import NAME

    before = Path.cwd()
    os.chdir(folder)
    try:
        # what `execute_notebook` does between writing the notebook down twice
        filled = parameterize_notebook(
            load_notebook_node(notebook), dict(parameters), kernel_name="python3", language="python"
        )
        executed = papermill_engines.execute_notebook_with_engine(NAME, filled, "python3", progress_bar=False)
    finally:
        os.chdir(before)
    return _whole(notebook, executed)


def _whole(notebook: NotebookNode, executed: NotebookNode) -> NotebookNode:
    """The executed notebook, clean; WorkbenchError when a cell of it failed after all."""
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                failure = _line(f"{output.ename}: {output.evalue}")
                raise WorkbenchError(f"{_where(notebook, cell.source)} failed: {failure}; no report was written")
    return clean(executed)


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at `path`. Raises WorkbenchError when there is none or it is damaged."""
    import_quickly()
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        return notebook
    except OSError as error:
        raise WorkbenchError(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, AttributeError, nbformat.ValidationError) as error:
        raise WorkbenchError(f"{path} is not a notebook") from error


def clean(notebook: NotebookNode) -> NotebookNode:
    """The notebook without papermill's metadata (paths, parameters) and what changes with every run."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        cell.metadata.pop("widgets", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
        for output in cell.get("outputs", []):
            output.get("data", {}).get("application/vnd.plotly.v1+json", {}).pop("config", None)
    return notebook


def import_quickly() -> None:
    """Imports papermill without the grammar."""
    with _absent(_GRAMMAR):
        import nbformat  # noqa: F401
        import papermill  # noqa: F401


@contextmanager
def _absent(module: str) -> Iterator[None]:
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


def _kernel(private: Path) -> type[AsyncKernelManager]:
    """A kernel manager that starts this Python, whatever kernels the user has installed under the same name."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    connection = private / "k.json"
    command = [sys.executable, "-P", "-c", _LAUNCH, "-f", "{connection_file}", "--HistoryManager.enabled=False"]

    class OwnKernel(AsyncKernelManager):
        kernel_spec = KernelSpec(argv=command, display_name="Python 3", language="python", env=environment(private))

        def __init__(self, **settings: Any) -> None:
            if os.name == "posix" and len(os.fsencode(connection)) <= _SOCKET_PATH:
                settings.update(transport="ipc", connection_file=str(connection))
            super().__init__(**settings)

    return OwnKernel


def environment(private: Path) -> dict[str, str]:
    """What the kernel needs to find this package, and to leave the user's own set-up alone."""
    package = Path(__file__).resolve().parents[2]
    inherited = [str(Path(p).resolve()) for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    ours = [] if package.name in ("site-packages", "dist-packages") else [str(package)]
    return {
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(ours + inherited)),
        "IPYTHONDIR": str(private / "ipython"),
        "PLOTLY_RENDERER": "plotly_mimetype",
        "OPENBLAS_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONWARNINGS": "ignore",
    }


def _where(notebook: NotebookNode, source: str) -> str:
    for cell in notebook.cells:
        if cell.source == source:
            return f"cell {cell.get('id', '?')!r} of the notebook"
    return "a cell of the notebook"


def _line(text: str) -> str:
    """`text` as one line, without the colours of a traceback."""
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split())[:400]
