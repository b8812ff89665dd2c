"""What a schedule calls: every brand, every crisis that has no current report, then the index page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from workbench import archive, plan, postmortem
from workbench.errors import WorkbenchError
from workbench.report import index
from workbench.study import Say, study


def run(data: Path, reports: Path, progress: Say, failed: Callable[[str], None]) -> list[Path]:
    """The pages made. A brand that can't be worked on is told to `failed` and does not keep the others waiting."""
    made: list[Path] = []
    for brand in archive.brands(data):
        try:
            made += _brand(brand, data, reports, progress)
        except WorkbenchError as error:
            failed(f"{brand}: {error}")
    index.write(reports)
    return made


def _brand(brand: str, data: Path, reports: Path, progress: Say) -> list[Path]:
    the_plan = plan.read(brand, data)
    if the_plan.retention and not the_plan.legal_hold:
        archive.retain(brand, plan.months(the_plan.retention), data, reports)
    opened = archive.open_archive(brand, data)
    newest = max((receipt.version for receipt in opened.receipts() if receipt.loaded), default=0)
    stamp = _plan_time(brand, data)
    listed = reports / brand / "detected.json"
    if listed.exists() and listed.stat().st_mtime >= stamp:
        known = json.loads(listed.read_text(encoding="utf-8"))
        if known["version"] >= newest and all(
            (reports / brand / name / "postmortem.html").exists() for name in known["reports"]
        ):
            progress(f"{brand}: every report is current")
            return []
    seen = study(opened, progress)
    crises = [found for found in seen.found if found.crisis.kind == "crisis"]
    pages = [postmortem.publish(seen, found, reports, progress=progress) for found in crises]
    names = [found.crisis.id for found in crises]
    listed.parent.mkdir(parents=True, exist_ok=True)
    listed.write_text(json.dumps({"version": newest, "reports": names}) + "\n", encoding="utf-8")
    return pages


def _plan_time(brand: str, data: Path) -> float:
    path = data / "plans" / f"{brand}.yml"
    return path.stat().st_mtime if path.exists() else 0.0
