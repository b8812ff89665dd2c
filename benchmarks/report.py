"""Reports, side by side in one run: ours, and stock papermill and nbconvert on the same notebook and the same facts.

`python -m benchmarks.report` makes the facts of the bundled case once, then one report from cold and twenty, each way
in a fresh process whose time includes imports, ours without pictures and, where there is a Chromium, with them, and
writes `benchmarks/results/report.md`. `--quick` makes four instead of twenty. Stock is papermill as its documentation
says (a kernel for each notebook), then nbconvert's HTML exporter, all in one process.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from workbench.report import browser

RESULTS = Path(__file__).parent / "results" / "report.md"
MANY, QUICK = 20, 4

FACTS = """
import sys
from pathlib import Path
from workbench import postmortem
from workbench.archive import open_archive
from workbench.study import study
folder = Path(sys.argv[1])
seen = study(open_archive("kitchenaid", folder / "data"))
print(postmortem.prepare(seen, seen.pick("latest"), folder / "reports", folder).work)
"""
EXPORT = """
import sys
from pathlib import Path
from workbench import casestudy
folder = Path(sys.argv[1])
casestudy.write("kitchenaid", folder)
(folder / "data" / "plans").mkdir(parents=True)
(folder / "data" / "plans" / "kitchenaid.yml").write_text(casestudy.plan("kitchenaid"), encoding="utf-8")
"""
STOCK = """
import sys
from pathlib import Path
import papermill
from nbconvert import HTMLExporter
from workbench.report.parameters import notebook_path
for number, work in enumerate(sys.argv[2:]):
    executed = Path(sys.argv[1]) / f"{number}.ipynb"
    papermill.execute_notebook(
        str(notebook_path("postmortem")), str(executed), parameters={"facts": f"{work}/facts.json"}, progress_bar=False
    )
    page, _ = HTMLExporter().from_filename(str(executed))
    executed.with_suffix(".html").write_text(page, encoding="utf-8")
"""
OURS = """
import sys
from pathlib import Path
from workbench.report import press
pictures, out, *works = sys.argv[1:]
jobs = [press.Job(Path(work), Path(out) / str(number)) for number, work in enumerate(works)]
pages = press.build_all(jobs, lambda job, why: print(job.out.name, why, file=sys.stderr), pictures == "pictures")
sys.exit(len(pages) != len(jobs))
"""


def seconds(code: str, *words: object) -> tuple[float, float]:
    """Seconds and processor seconds of a fresh Python for `code`; SystemExit with its last words when it fails."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, worked


def facts(folder: Path, copies: int) -> list[Path]:
    """Folders with the facts and tables of the bundled case, each a copy of the first."""
    call = [sys.executable, "-c"]
    subprocess.run([*call, EXPORT, folder], check=True, capture_output=True)
    load = ["-m", "workbench.cli", "load", "kitchenaid", "kitchenaid.jsonl.gz"]
    subprocess.run([sys.executable, *load], cwd=folder, check=True, capture_output=True)
    made = subprocess.run([*call, FACTS, folder], check=True, capture_output=True, text=True).stdout.strip()
    return [Path(shutil.copytree(made, folder / f"work{n}")) for n in range(copies)]


def main() -> None:
    """Prints the table and writes it down."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--quick", action="store_true")
    many = QUICK if given.parse_args().quick else MANY
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        works = facts(folder, many)
        rows = []
        for what, chosen in (("one report, from cold", works[:1]), (f"{many} reports", works)):
            stock = folder / f"stock{len(chosen)}"
            stock.mkdir()
            theirs = seconds(STOCK, stock, *chosen)
            for pictures in ("without", "pictures") if browser.program() else ("without",):
                load, ours = os.getloadavg()[0], folder / f"ours{len(chosen)}{pictures}"
                mine = seconds(OURS, pictures, ours, *chosen)
                pages = [page.stat().st_size / 1e6 for page in (stock / "0.html", ours / "0" / "postmortem.html")]
                rows.append(
                    f"| {what}{', with pictures' if pictures == 'pictures' else ''} | {theirs[0]:.1f} | {mine[0]:.1f} |"
                    f" {mine[0] / theirs[0]:.2f} | {theirs[0] / mine[0]:.1f} | {theirs[1]:.1f} | {mine[1]:.1f} |"
                    f" {theirs[1] / mine[1]:.1f} | {pages[0]:.1f} | {pages[1]:.1f} | {load:.1f} |"
                )
                print(rows[-1], flush=True)
    text = (
        f"# Reports\n\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}. Stock:"
        " papermill and nbconvert as they come, a kernel for each notebook; ours makes three pages of each report"
        " and its work list. Pictures are drawn by Chromium, whose processor time is not counted.\n\n"
        "| what | stock, s | ours, s | ours over stock | throughput, times stock's | stock, processor s |"
        " ours, processor s | ratio | stock's page, MB | ours, MB | load before |\n"
        f"|{'---|' * 11}\n" + "\n".join(rows) + "\n"
    )
    if many == MANY:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
