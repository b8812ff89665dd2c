"""An archive in which every text of others is an attack, from its load to everything that is made of it."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import itertools
import json
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests import sample
from tests.made_up import START, chatter, mention, outrage
from tests.payloads import DOES, LINES, LONG, PAYLOADS, RUN
from tests.visit import SIZES, Visit
from workbench import archive, cli, decisions, postmortem, study
from workbench.commands import answering
from workbench.decisions import Decision
from workbench.facts import Facts
from workbench.report import browser as browser_program
from workbench.report import forms, index, letter, still
from workbench.report.reading import Reading
from workbench.study import Study

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ONSET = START + dt.timedelta(days=15, hours=9)


def rows() -> list[dict[str, Any]]:
    """Ordinary mentions, a storm, and every payload in every field of others, and in what the brand says."""
    found = [*chatter(16, 5), *outrage(ONSET, 60, 10)]
    for n, bad in enumerate(PAYLOADS):
        at = ONSET + dt.timedelta(seconds=30 * n)
        text = f"the exploding blender from acme hurts {bad} exploding blender"
        found.append(mention(5_000_000 + n, at, text, author=bad, title=bad if n % 3 else None))
        more = {"id": f"{bad}{n}", "author_id": bad, "lang": bad, "links": [bad], "url": bad, "conversation_id": bad}
        found.append(mention(0, at, f"{bad} why did the blender explode, acme?", **more, parent_id=bad, author=bad))
        asks = f"@acme when will you refund the exploding blender {bad}?"
        found.append(mention(6_000_000 + n, at, asks, author=bad, kind="reply", url=f"javascript:{RUN}//{n}"))
        if n % 25 == 0:
            said = f"We are sorry for the exploding blenders. {bad} An update follows."
            found.append(mention(7_000_000 + n, at, said, author="acme", author_id="1"))
    found.append(mention(8_000_000, ONSET, f"@acme exploding blender {LONG}", author=LONG[:500], kind="reply"))
    return found


def plan() -> dict[str, Any]:
    """A plan in which every free text is an attack."""
    bad = itertools.cycle(DOES[:20])
    scenario = {"id": next(bad), "terms": ["exploding", "blender", next(bad), "\ud83d"], "owner": next(bad),
                "holding_statement": next(bad)}  # fmt: skip
    return {
        "brand": "acme",
        "accounts": {"twitter": ["acme"]},
        "spokespersons": [{"name": next(bad), "role": next(bad), "accounts": {"twitter": ["ada"]}}],
        "committee": {"members": [{"name": next(bad), "area": next(bad), "skills": [next(bad)]}]},
        "weaknesses": [*DOES[:20], "\ud83d\ude00 \ud83d"],
        "hub": {
            "urls": ["https://help.acme.example"],
            "title": next(bad),
            "summary": next(bad),
            "steps": list(DOES[20:40]),
            "help": [{"name": next(bad), "contact": next(bad)}],
            "faq": [{"question": one, "answer": one} for one in DOES[:20]],
        },
        "scenarios": [scenario],
    }


@pytest.fixture(scope="module")
def made(studied: tuple[Path, Study]) -> Path:
    """A folder with `reports/`, `forms/`, `hub.html` of that archive, plan, notes and decisions."""
    return studied[0]


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Study]:
    """That folder, and the study of the archive, which is searched only once."""
    folder = tmp_path_factory.mktemp("hostile")
    data, name = folder / "data", "acme-20260317t0900"
    for path, content in {"plans/acme.yml": plan(), f"notes/acme/{name}.yml": notes()}.items():
        (data / path).parent.mkdir(parents=True)
        (data / path).write_text(yaml.safe_dump(content), encoding="utf-8")
    file = folder / f"=cmd|' <img src=x onerror={RUN}>;$(touch x) {{{{7*7}}}}.jsonl"
    lines = [
        json.dumps({k: v for k, v in row.items() if v is not None}, default=dt.datetime.isoformat) for row in rows()
    ]
    file.write_text("\n".join([*lines, *LINES]), encoding="utf-8")
    receipt = archive.load("acme", [file], data=data)[0]
    assert receipt.loaded >= len(rows()) - len(PAYLOADS)
    declared = Decision(
        action="declare", ids=(name,), reason=DOES[0], by=DOES[3], at=ONSET, since=ONSET,
        until=ONSET + dt.timedelta(hours=10), words=("exploding", "blender", *(one for one in DOES[:8])),
    )  # fmt: skip
    decisions.record("acme", data, declared)
    seen = study.study(archive.open_archive("acme", data))
    page = postmortem.publish(seen, seen.pick(name), folder / "reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser_program, "program", lambda: None)
        forms.write(page.parent, folder / "forms")
    attack = sample.hostile().to_json().replace("window.hostile", "window.pwned")
    (folder / "reports" / "evil" / "x").mkdir(parents=True)
    (folder / "reports" / "evil" / "x" / "facts.json").write_text(attack, encoding="utf-8")
    (folder / "reports" / "evil" / "x" / "postmortem.html").touch()
    index.write(folder / "reports")
    mail = letter.html(Reading(Facts.model_validate_json(attack), folder, dt.UTC))
    (folder / "forms" / "mail.html").write_text(mail, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "study_of", lambda archive: seen)
        answering.hub("acme", name, folder / "hub.html", data, folder / "reports")
    return folder, seen


def notes() -> dict[str, Any]:
    """What people write for the report, as attacks."""
    actions = [{"what": one, "owner": one, "known_by": one} for one in DOES[:10]]
    said = {"went_well": list(DOES[:10]), "went_badly": list(DOES[10:20]), "luck": list(DOES[20:30])}
    return {"owner": DOES[2], "actions": actions, **said}


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 500
    assert len(LONG) >= 100_000


REPORT = "reports/acme/acme-20260317t0900"
#: Each page and whether it has charts.
PAGES = {
    f"{REPORT}/postmortem.html": True,
    f"{REPORT}/public/postmortem.html": True,
    f"{REPORT}/analyst/postmortem.html": True,
    "reports/index.html": False,
    "forms/summary.html": False,
    "forms/mail.html": False,
    "hub.html": False,
}


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_nothing_runs_and_the_layout_holds(browser: Browser, made: Path, page: str) -> None:
    """The charts of the other copies are the very same as leadership's: there one is drawn, on a phone."""
    copy = page.endswith(("public/postmortem.html", "analyst/postmortem.html"))
    if copy:
        whole, other = ((made / one).read_text(encoding="utf-8") for one in (f"{REPORT}/postmortem.html", page))
        assert still.charts(other) == still.charts(whole)
    visit = Visit(browser, made / page, min(SIZES))
    visit.wait(1 if copy else None)
    assert visit.drawn() >= 1 if copy else visit.drawn() == visit.declared()
    assert (visit.declared() > 0) is PAGES[page]
    for width in sorted(SIZES)[: 1 if copy else 2]:
        visit.page.set_viewport_size({"width": width, "height": SIZES[width]})
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.page.evaluate("[window.pwned, {}.pwned]") == [None, None]
    strange = (
        "iframe, img, object, embed, form, link, base, math, video, template, button, marquee, svg script, main [style]"
    )
    assert visit.page.locator(f":is({strange}):not(.plot, .plot *)").count() == 0
    handlers = (
        "[...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).length"
    )
    assert visit.page.evaluate(handlers) == 0
    addresses = visit.page.evaluate(
        "[...document.querySelectorAll('a, svg a')].map((a) => a.getAttribute('href') || a.href)"
    )
    assert [one for one in addresses if not str(one).startswith(("#", "https://", "acme/", "evil/"))] == []
    assert visit.page.locator("h1").first.is_visible()
    assert visit.wrong == []
    visit.page.context.close()


def test_the_attacks_are_in_the_pages(made: Path) -> None:
    shown = html.escape(DOES[0])
    pages = [page for page in PAGES if shown in (made / page).read_text(encoding="utf-8")]
    assert pages == [page for page in PAGES if page != "forms/summary.html"]


def test_no_cell_is_a_formula(made: Path) -> None:
    for name in (f"{REPORT}/analyst/worklist.xlsx", "forms/facts.xlsx"):
        with zipfile.ZipFile(made / name) as book:
            sheets = [book.read(part).decode() for part in book.namelist() if "worksheets/sheet" in part]
        assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet], name
    text = (made / REPORT / "analyst" / "worklist.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert len(cells) > 1000
    begin = [cell.lstrip("\u00a0\u200b\ufeff")[:1] for cell in cells]
    assert [one for one in begin if one and unicodedata.normalize("NFKC", one) in "=+-@\t\r"] == []


@pytest.mark.parametrize(
    ("command", "status"), [("worklist", 0), ("quarantine", 0), ("receipts", 0), ("coverage", 0), ("plan check", 1)]
)
def test_a_terminal_gets_plain_text(
    studied: tuple[Path, Study],
    command: str,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made, seen = studied
    monkeypatch.setattr(answering, "study_of", lambda archive: seen)
    monkeypatch.setattr(sys, "argv", ["workbench", *command.split(), "acme", "--data", str(made / "data")])
    with pytest.raises(SystemExit) as end:
        cli.main()
    printed = "".join(capsys.readouterr())
    assert (end.value.code or 0, "Traceback" in printed) == (status, False)
    assert command == "coverage" or len(printed) > 100
    assert sorted({c for c in printed if unicodedata.category(c) in ("Cc", "Cs") or c in "\u202e\u2066\u2067"}) == [
        "\n"
    ]
