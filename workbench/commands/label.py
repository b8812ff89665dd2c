"""`workbench label`: people check a sample of what was judged; the report then prints how often it was right."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.answering import the_crisis
from workbench.commands.options import DATA, REPORTS, AsJson, Brand, CrisisId, Data, Reports
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.labels import Judged, Judgement, Labels
    from workbench.study import Found, Study

ANSWERS = {"y": True, "n": False}


def label(
    brand: Brand,
    crisis: CrisisId = "latest",
    judgement: Annotated[
        str | None,
        typer.Option(help="Only topic, needs, statement or tone; all four if not given.", show_default=False),
    ] = None,
    sample: Annotated[int, typer.Option(min=2, help="Messages a judgement.")] = 40,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Check a sample of what was judged in a crisis: y, n, Enter to skip, q to stop; kept at once.

    With --json nothing is asked: it prints how often each judgement was right, by the labels so far.
    """
    from workbench import labels as kept

    if judgement is not None and judgement not in kept.JUDGEMENTS:
        raise UsageError(f"--judgement {judgement!r} is none: choose {', '.join(kept.JUDGEMENTS)}")
    seen, found = the_crisis(brand, crisis, data)
    if not as_json:
        for one in kept.JUDGEMENTS:
            if judgement in (None, one) and not _ask(seen, found, one, sample):
                break
    told = kept.told(kept.measured(seen, found))
    if as_json:
        print(json.dumps([one.model_dump(mode="json") for one in told], indent=2))
        return
    for accuracy in told:
        from workbench.report.accuracy import line

        print(line(accuracy))


def _ask(seen: Study, found: Found, judgement: Judgement, size: int) -> bool:
    """Asks about the sample's messages that have no label yet; False when the person stops."""
    from workbench import labels as kept

    brand, data, crisis = seen.archive.brand, seen.archive.data, found.crisis.id
    labels = kept.read(brand, data)
    drawn = kept.draw(kept.judged(seen, found, judgement), size)
    left = [one for one in drawn if (crisis, judgement, one.platform, one.id) not in labels]
    for number, one in enumerate(left, 1):
        said = _said(one, f"[{judgement} {number}/{len(left)}] {kept.QUESTIONS[judgement]} [y/n/Enter/q] ")
        if said == "q":
            return False
        if said in ANSWERS:
            _keep(seen, labels, (crisis, judgement, one.platform, one.id), ANSWERS[said])
    return True


def _said(one: Judged, question: str) -> str:
    from workbench.phrase import plain

    # What the workbench thinks is not shown: whoever labels would lean towards it.
    print(f"\n{plain(one.text)}\n{question}", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    return line.strip().lower()[:1] if line else "q"


def _keep(seen: Study, labels: Labels, key: tuple[str, str, str, str], so: bool) -> None:
    from workbench import labels as kept

    labels[key] = so
    kept.write(seen.archive.brand, seen.archive.data, labels)
