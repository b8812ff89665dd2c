"""Seconds and peak memory of each step from an export to its report, each in a fresh process, on the bundled case.

The yardstick is a bare DuckDB scan of the same file in the same run: what the storage engine alone takes to read it.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BRAND = "kitchenaid"
#: Run in a child: on Linux a process starts with the peak memory of the one it was forked from.
PREPARE = f"""
from pathlib import Path
from workbench import casestudy
casestudy.write({BRAND!r}, Path())
Path("data/plans").mkdir(parents=True)
Path("data/plans/{BRAND}.yml").write_text(casestudy.plan({BRAND!r}), encoding="utf-8")
"""
WORKBENCH = str(Path(sys.executable).parent / "workbench")


def measured(call: list[str], folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one process; SystemExit with its last words when it fails."""
    with tempfile.TemporaryFile() as words:
        started = time.perf_counter()
        process = subprocess.Popen(call, cwd=folder, stdout=words, stderr=words)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            words.seek(0)
            raise SystemExit(f"{' '.join(call)} failed:\n{words.read().decode(errors='replace')[-2000:]}")
    return seconds, usage.ru_maxrss / (1e6 if platform.system() == "Darwin" else 1e3)


def main() -> None:
    """Prints one line a step, then the size of what was made."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured([sys.executable, "-c", PREPARE], folder)
        export = folder / f"{BRAND}.jsonl.gz"
        query = f"select count(*), max(length(text)) from read_json('{export.name}')"
        scan = f"import duckdb; duckdb.sql({query!r}).fetchall()"
        steps = {
            "python, nothing": [sys.executable, "-c", ""],
            "import workbench": [sys.executable, "-c", "import workbench"],
            "DuckDB scan of the export": [sys.executable, "-c", scan],
            "workbench --help": [WORKBENCH, "--help"],
            "workbench load": [WORKBENCH, "load", BRAND, str(export)],
            "workbench load, again": [WORKBENCH, "load", BRAND, str(export)],
            "workbench detect": [WORKBENCH, "detect", BRAND],
            "workbench characterize": [WORKBENCH, "characterize", BRAND, "--crisis", "latest"],
            "workbench report": [WORKBENCH, "report", BRAND, "--crisis", "latest"],
        }
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        print(f"export {export.stat().st_size / 1e6:.1f} MB gzipped\n\n{'step':<28}{'seconds':>8}{'peak MB':>9}")
        for step, call in steps.items():
            seconds, megabytes = measured(call, folder)
            print(f"{step:<28}{seconds:>8.2f}{megabytes:>9.0f}", flush=True)
        for page in sorted((folder / "reports").rglob("postmortem.html")):
            print(f"\n{page.relative_to(folder)}: {page.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
