"""`workbench worklist`, `questions`, `hub`: what waits for an answer, what people ask, the page that answers it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.analysis import opened, study_of
from workbench.commands.options import DATA, REPORTS, AsJson, Brand, CrisisId, Data, Reports
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.study import Found, Study


def worklist(
    brand: Brand,
    crisis: CrisisId = "latest",
    out: Annotated[Path | None, typer.Option(help="Write the list to this .csv or .xlsx file.")] = None,
    labels: Annotated[
        Path | None, typer.Option(help="Take the labels and notes filled in here; they stay from then on.")
    ] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """List what was still open when the archive ends, most urgent first; keep the labels people gave it."""
    from workbench import answer, caveats
    from workbench import worklist as work

    if labels is not None:
        print(f"{work.take(brand, data, labels)} messages are labelled now", file=sys.stderr)
    seen, found = the_crisis(brand, crisis, data)
    if not caveats.observable(seen.connection):
        raise WorkbenchError(f"the archive holds nothing by {brand}'s own accounts: name them in its plan")
    answers = answer.find(seen.connection, found.episode, seen.history.last or found.episode.until)
    listed = work.table(answers, work.read(brand, data))
    if out is not None:
        work.write(listed, out)
        print(out)
    elif as_json:
        print(listed.to_json(orient="records", date_format="iso", date_unit="s", indent=2))
    else:
        for line in work.lines(listed):
            print(line)


def questions(
    brand: Brand,
    crisis: CrisisId = "latest",
    draft: Annotated[
        Path | None, typer.Option(help="Write what the hub does not answer yet to this file, as a draft for the plan.")
    ] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """List what several people asked in a crisis, and whether the hub's answers cover it."""
    from workbench import questions as asking
    from workbench.phrase import plain

    seen, found = the_crisis(brand, crisis, data)
    curve = found.episode.course
    asked = asking.find(seen.connection, seen.plan, curve.onset, curve.end or found.episode.until)
    if draft is not None:
        write(draft, asking.draft(asked))
        print(draft)
        return
    if as_json:
        print(json.dumps([one.model_dump(mode="json") for one in asked.groups], indent=2, ensure_ascii=False))
        return
    covered = {True: "on the hub", False: "not on the hub", None: "no hub"}
    for one in asked.groups:
        who = ", ".join(f"{name} {many}" for name, many in one.askers.items())
        print(plain(f"{one.asked:6}  {covered[one.answered_by_hub]:14}  {one.question}  ({who})"))


def hub(
    brand: Brand,
    crisis: CrisisId = "latest",
    out: Annotated[Path | None, typer.Option(help="The page to write; hub-BRAND.html unless named.")] = None,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Make the hub page of BRAND, one file for a web server: the plan's answers, and our statements as updates."""
    from workbench import audit, hub_page, origin, plan

    the_plan = plan.read(brand, data)
    updates: list[hub_page.Update] = []
    if (data / "archive").is_dir():
        seen = study_of(opened(brand, data))
        found = seen.pick(crisis)
        if found is not None:
            _mark(seen, found)
            heard = audit.statements(seen, found, origin.find(seen.connection, found.episode))
            updates = [(said.at.to_pydatetime(), said.speaker, said.text) for said in heard.statements]
    page = out or Path(f"hub-{brand}.html")
    write(page, hub_page.build(the_plan, updates))
    print(page)


def the_crisis(brand: str, crisis: str, data: Path) -> tuple[Study, Found]:
    """The study of `brand` and its crisis, marked; WorkbenchError where there is none."""
    seen = study_of(opened(brand, data))
    found = seen.pick(crisis)
    if found is None:
        raise WorkbenchError(f"{brand} has no crisis: `workbench detect {brand}` lists what there is")
    _mark(seen, found)
    return seen, found


def _mark(seen: Study, found: Found) -> None:
    from workbench import episode

    episode.mark(seen.connection, found.episode)


def write(path: Path, text: str) -> None:
    """Writes `text`; WorkbenchError where it can't be."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WorkbenchError(f"{path} can't be written ({error.strerror}): name a file that you may write") from None
