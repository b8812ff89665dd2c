"""What a schedule calls: every brand, every crisis that has no current report, then the index page."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import workbench
from workbench import archive, plan, postmortem
from workbench.errors import WorkbenchError
from workbench.report import index, press
from workbench.study import Say, study


@dataclass(frozen=True)
class Due:
    """A brand whose reports are to be made: them, and what its list of reports will say once they are."""

    brand: str
    jobs: list[press.Job]
    listed: dict[str, object]


def run(data: Path, reports: Path, progress: Say, failed: Say, tell: Say) -> list[Path]:
    """The pages made. A brand that can't be worked on is told to `failed` and does not keep the others waiting; what a
    plan's retention removed is told by `tell`.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        due: list[Due] = []
        for brand in archive.brands(data):
            try:
                found = _due(brand, data, reports, Path(folder), progress, tell)
            except WorkbenchError as error:
                failed(f"{brand}: {error}")
            else:
                due += [found] if found else []
        pages = _made(due, reports, progress, failed)
    index.write(reports)
    return pages


def _due(brand: str, data: Path, reports: Path, folder: Path, progress: Say, tell: Say) -> Due | None:
    """The reports that `brand` lacks, ready to be made; None where every one is current."""
    the_plan = plan.read(brand, data)
    if the_plan.retention and not the_plan.legal_hold:
        gone = archive.retain(brand, plan.months(the_plan.retention), data, reports)
        if gone:
            tell(
                f"{brand}: {gone:,} messages older than {the_plan.retention} were removed for good, with the reports on"
                " that time"
            )
    opened = archive.open_archive(brand, data)
    newest = max((receipt.version for receipt in opened.receipts() if receipt.loaded), default=0)
    stamp = _people_time(brand, data)
    listed = _list(reports, brand)
    if listed.exists() and listed.stat().st_mtime >= stamp:
        known = json.loads(listed.read_text(encoding="utf-8"))
        same = known["version"] >= newest and known.get("program") == workbench.__version__
        if same and all((reports / brand / name / "postmortem.html").exists() for name in known["reports"]):
            progress(f"{brand}: every report is current")
            return None
    seen = study(opened, progress)
    crises = [found for found in seen.found if found.crisis.kind == "crisis"]
    made = [postmortem.prepare(seen, found, reports, folder, progress=progress) for found in crises]
    jobs = [job for job in made if job]
    return Due(
        brand,
        jobs,
        {"version": newest, "program": workbench.__version__, "reports": [found.crisis.id for found in crises]},
    )


def _made(due: list[Due], reports: Path, progress: Say, failed: Say) -> list[Path]:
    jobs = [job for brand in due for job in brand.jobs]
    spoilt: set[Path] = set()

    def fail(job: press.Job, why: str) -> None:
        spoilt.add(job.out)
        failed(f"{job.out.relative_to(reports)}: {why}")

    if jobs:
        progress(f"writing {len(jobs)} reports")
    pages = press.build_all(jobs, fail, None)
    for brand in due:
        if not any(job.out in spoilt for job in brand.jobs):
            path = _list(reports, brand.brand)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(brand.listed) + "\n", encoding="utf-8")
    return pages


def _list(reports: Path, brand: str) -> Path:
    return reports / brand / "detected.json"


def _people_time(brand: str, data: Path) -> float:
    """When people last wrote a plan, an event log or notes of this brand; 0 when they never have."""
    written = [data / "plans" / f"{brand}.yml", data / "events" / f"{brand}.yml", *(data / "notes" / brand).glob("*")]
    return max((path.stat().st_mtime for path in written if path.exists()), default=0.0)
