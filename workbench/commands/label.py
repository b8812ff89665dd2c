"""`workbench label`: people check a sample of what was judged; the report then prints how often it was right."""

from __future__ import annotations

import getpass
import json
import sys
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from workbench.commands.answering import the_crisis
from workbench.commands.options import DATA, REPORTS, AsJson, Brand, CrisisId, Data, Reports
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.labels import Judgement, Labels
    from workbench.statement import Statement
    from workbench.study import Found, Study

ANSWERS = {"y": True, "n": False}


def label(
    brand: Brand,
    crisis: CrisisId = "latest",
    judgement: Annotated[
        str | None,
        typer.Option(help="Only topic, needs, statement, tone or wording; all five if not given.", show_default=False),
    ] = None,
    sample: Annotated[int, typer.Option(min=2, help="Messages a judgement.")] = 40,
    by: Annotated[
        str | None, typer.Option(help="Who confirms the wording; your login by default.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    data: Data = DATA,
    reports: Reports = REPORTS,
) -> None:
    """Check a sample of what was judged in a crisis: y, n, Enter to skip, q to stop; kept at once.

    Of each statement's wording: y confirms what is marked, numbers (0 for none) put other marks in its place.
    With --json nothing is asked: it prints how often each judgement was right, by the labels so far.
    """
    from workbench import labels as kept

    if judgement is not None and judgement not in get_args(kept.Labelled):
        raise UsageError(f"--judgement {judgement!r} is none: choose {', '.join(get_args(kept.Labelled))}")
    seen, found = the_crisis(brand, crisis, data)
    if not as_json:
        asked = [one for one in kept.JUDGEMENTS if judgement in (None, one)]
        if all(_ask(seen, found, one, sample) for one in asked) and judgement in (None, "wording"):
            _ask_wording(seen, found, by or getpass.getuser())
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
        # What the workbench thinks is not shown: whoever labels would lean towards it.
        question = f"[{judgement} {number}/{len(left)}] {kept.QUESTIONS[judgement]} [y/n/Enter/q] "
        said = _said(one.text, question)[:1]
        if said == "q":
            return False
        if said in ANSWERS:
            _keep(seen, labels, (crisis, judgement, one.platform, one.id), ANSWERS[said])
    return True


def _ask_wording(seen: Study, found: Found, by: str) -> None:
    """Asks about the wording of the statements that nobody confirmed yet, until the person stops."""
    from workbench import confirmed, wording
    from workbench import labels as kept

    said_so = confirmed.read(seen.archive.brand, seen.archive.data)
    left = [one for one in kept.spoken(seen, found)[1] if (one.platform, one.mention_id) not in said_so]
    for number, one in enumerate(left, 1):
        marks = None
        while marks is None:
            answer = _said(one.text, f"{_marked(one)}\n[wording {number}/{len(left)}] [y/numbers/0/Enter/q] ")
            if answer == "q":
                return
            try:
                marks = confirmed.named(answer, wording.marked(one.text)) if answer else ()
            except UsageError as error:
                print(error, file=sys.stderr)
        if answer:
            key = (one.platform, one.mention_id)
            confirmed.keep(seen.archive.brand, seen.archive.data, key, confirmed.Confirmed(marks, by))


def _marked(one: Statement) -> str:
    """The marks by number, those that are proposed with the words that show them."""
    from workbench import wording
    from workbench.report.highlight import NAMES

    found = wording.marks(one.text, None) or wording.Marks()
    shown = [(NAMES[mark], [phrase.text for phrase in getattr(found, mark)]) for mark in wording.MARKS]
    return "\n".join(
        f"{'*' if words else ' '}{number:>3} {name}{': ' + ' … '.join(words) if words else ''}"
        for number, (name, words) in enumerate(shown, 1)
    )


def _said(text: str, question: str) -> str:
    from workbench.phrase import plain

    print(f"\n{plain(text)}\n{question}", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    return line.strip().lower() if line else "q"


def _keep(seen: Study, labels: Labels, key: tuple[str, str, str, str], so: bool) -> None:
    from workbench import labels as kept

    labels[key] = so
    kept.write(seen.archive.brand, seen.archive.data, labels)
