"""A report in other forms: a mail, a workbook, PDF, pictures of its charts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import sample
from workbench import languages, report
from workbench.errors import WorkbenchError
from workbench.phrase import UTC
from workbench.report import browser, forms, letter, still
from workbench.report.reading import Reading


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    languages.speak("en")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report in which every text is an attack."""
    folder = tmp_path_factory.mktemp("forms")
    work = sample.work_folder(folder / "work", sample.hostile(), sample.tables(sample.HOSTILE))
    return report.build(work, folder / "out", parameters={"timezone": "Europe/Riga"}).parent


def test_the_mail_is_one_page_without_script_style_sheet_or_outside_address() -> None:
    reading = Reading(sample.facts(scorecard=sample.scorecard()), Path(), UTC)
    html, text = letter.html(reading), letter.text(reading)
    assert not re.search(r"<script|<style|<link|<img|src=|href=|url\(", html)
    assert len(html) < 20_000
    assert text.startswith("acme: the crisis of 4 Mar 2026\n==============================\n")
    asked = [line.partition("?")[0] for line in text.splitlines() if re.match(r"[A-Z][\w ]*\? ", line)]
    assert asked == ["How bad", "Is it over", "What about", "Did we do well", "What now"]
    assert all(f"{question}?" in html for question in asked)


@pytest.mark.parametrize(
    ("text", "cell"), [("nan", "nan"), ("1_000", "1_000"), ("Infinity", "Infinity"), ("-2.5e3", -2500.0), (None, None)]
)
def test_only_what_is_a_number_becomes_one(text: str | None, cell: object) -> None:
    assert forms._number(text) == cell


def test_a_hostile_mail_is_text() -> None:
    html = letter.html(Reading(sample.hostile(), Path(), UTC))
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", html))
    assert tags <= {"html", "head", "meta", "title", "body", "div", "h1", "p", "table", "tr", "td", "strong"}


def test_without_a_browser_the_rest_is_made(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "program", lambda: None)
    files, why = forms.write(made, tmp_path / "out")
    assert [path.name for path in files] == ["facts.xlsx", "summary.html", "summary.txt"]
    assert why.startswith("PDF and pictures (there is no Chromium here")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "out" / "facts.xlsx").read_bytes())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "EET" in (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8")


def test_the_forms_speak_the_language_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "program", lambda: None)
    work = sample.work_folder(tmp_path / "work", sample.facts())
    made = report.build(work, tmp_path / "out", parameters={"language": "lv", "timezone": "Europe/Riga"}).parent
    forms.write(made, tmp_path / "forms")
    told = (tmp_path / "forms" / "summary.txt").read_text(encoding="utf-8")
    assert "Cik slikti?" in told
    assert "EET" in told
    with zipfile.ZipFile(io.BytesIO((tmp_path / "forms" / "facts.xlsx").read_bytes())) as book:
        assert "Kāpēc tas nav zināms" in book.read("xl/sharedStrings.xml").decode()


def test_no_report_no_forms(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="there is no report in"):
        forms.write(tmp_path, tmp_path / "out")


def test_pictures_stand_in_the_page_where_scripts_do_not_run(made: Path) -> None:
    page = (made / "postmortem.html").read_text(encoding="utf-8")
    names = re.findall(r'<figure data-chart="([^"]*)"', page)
    filled = still.with_pictures(page, {names[0]: b"webp"})
    assert filled.count("<noscript><img") == 1
    assert 'src="data:image/webp;base64,d2VicA=="' in filled
    assert still.with_pictures(page, {}) == page


def test_a_report_without_a_browser_has_no_pictures_and_says_so_when_they_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "program", lambda: None)
    work = sample.work_folder(tmp_path / "work", sample.facts())
    assert "<noscript>" not in report.build(work, tmp_path / "out", pictures=None).read_text(encoding="utf-8")
    with pytest.raises(WorkbenchError, match="there is no Chromium here"):
        report.build(work, tmp_path / "other", pictures=True)
    assert not (tmp_path / "other").exists()


@pytest.mark.browser
@pytest.mark.skipif(browser.program() is None, reason="no Chromium on this machine: nothing was drawn")
def test_every_copy_of_a_report_has_the_pictures_of_its_charts(made: Path) -> None:
    with still.drawing() as draw:
        draw(made)
    for copy in ("postmortem.html", "public/postmortem.html", "analyst/postmortem.html"):
        page = (made / copy).read_text(encoding="utf-8")
        assert page.count('<noscript><img class="still" src="data:image/webp;base64,UklGR') == page.count("data-chart=")
        assert len(page) < 2_500_000


@pytest.mark.browser
@pytest.mark.skipif(browser.program() is None, reason="no Chromium on this machine: nothing was printed or drawn")
def test_pdf_and_pictures(made: Path, tmp_path: Path) -> None:
    files, why = forms.write(made, tmp_path / "out", "Letter")
    assert why == ""
    page = (made / "postmortem.html").read_text(encoding="utf-8")
    charts = set(re.findall(r'<figure data-chart="([^"]*)"', page))
    assert {path.stem for path in files if path.suffix == ".png"} == charts
    assert {path.stem for path in files if path.suffix == ".svg"} == charts
    pdf = (tmp_path / "out" / "postmortem.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 612 792]" in pdf
    for path in files:
        if path.suffix == ".png":
            assert path.read_bytes().startswith(b"\x89PNG"), path.name
        if path.suffix == ".svg":
            assert b"<script" not in path.read_bytes(), path.name
