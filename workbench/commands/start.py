"""`workbench lab` and `workbench demo`: ways in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from workbench.commands.analysis import opened, study_of
from workbench.commands.archives import print_receipts
from workbench.commands.options import DATA, REPORTS, Data, Reports
from workbench.errors import WorkbenchError
from workbench.progress import Progress


def lab(data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Open JupyterLab on the notebooks."""
    from importlib.util import find_spec

    from workbench.report.parameters import notebook_path

    if find_spec("jupyterlab") is None:
        raise WorkbenchError("JupyterLab is not installed here: `pip install crisis-workbench[lab]` adds it")
    os.environ.update(WORKBENCH_DATA=str(data.absolute()), WORKBENCH_REPORTS=str(reports.absolute()))
    folder = notebook_path("explore").parent
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", str(folder)])


def demo(data: Data = DATA, reports: Reports = REPORTS) -> None:
    """Make the bundled case studies: from their simulated archives to reports, in one go."""
    import tempfile

    from workbench import archive, casestudy, postmortem

    for case in casestudy.CASES:
        write_once(data / "plans" / f"{case}.yml", casestudy.plan(case))
        with tempfile.TemporaryDirectory(prefix="workbench-") as folder, Progress() as progress:
            progress(f"simulating the archive of {case}")
            receipts = archive.load(case, [casestudy.write(case, Path(folder))], data=data, progress=progress)
        print_receipts(receipts)
        seen = study_of(opened(case, data, None))
        for found in seen.found:
            print(f"{found.crisis.id}: {found.crisis.kind}, {found.crisis.kind_reason}")
        with Progress() as progress:
            page = postmortem.publish(seen, seen.pick("latest"), reports, progress=progress)
        print(f"{case}: open {page}")


def write_once(path: Path, text: str) -> None:
    """What people may have changed since stays theirs."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
