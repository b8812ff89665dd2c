"""A report as a reader opens it: a file in a browser, without a network."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import sample
from tests.visit import SIZES, Visit
from workbench import casestudy, hub_page, plan, rehearse, rehearse_page, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

#: What axe-core checks: WCAG 2.0 to 2.2 at levels A and AA, and what its makers hold to be good practice.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
axe_core = Axe()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name to page of a crisis, of an archive without one, and of one in which every text is an attack."""
    folder = tmp_path_factory.mktemp("browser")
    contents: dict[str, Any] = {
        "crisis": (sample.facts(scorecard=sample.scorecard()), None),
        "none": (sample.no_crisis(), {"counts": sample.tables()["counts"]}),
        "hostile": (sample.hostile(), sample.tables(sample.HOSTILE)),
    }
    made = {}
    for name, (facts, tables) in contents.items():
        made[name] = report.build(sample.work_folder(folder / name / "work", facts, tables), folder / name / "out")
    latvian = sample.work_folder(folder / "latvian" / "work", sample.facts(scorecard=sample.scorecard()))
    made["latvian"] = report.build(latvian, folder / "latvian" / "out", parameters={"language": "lv"})
    made["public"] = made["crisis"].parent / "public" / "postmortem.html"
    made["analyst"] = made["hostile"].parent / "analyst" / "postmortem.html"
    said = [(dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC), "Ada", "We are sorry: https://help.acme.example")]
    made["hub"], made["exercise"] = folder / "hub.html", folder / "exercise.html"
    made["hub"].write_text(hub_page.build(plan.parse(casestudy.plan("gm")), said), encoding="utf-8")
    turns = [rehearse.Turn(minutes=60.0 * n, known="more", due=["speak"], done=["sorry"]) for n in range(3)]
    made["exercise"].write_text(rehearse_page.build("acme", "recall", turns), encoding="utf-8")
    return made


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize(("name", "charts"), [("crisis", 8), ("none", 1), ("hostile", 8), ("analyst", 8)])
def test_everything_is_drawn_and_nothing_goes_wrong(
    browser: Browser, pages: dict[str, Path], name: str, charts: int, width: int
) -> None:
    visit = Visit(browser, pages[name], width)
    assert visit.declared() == charts
    visit.scroll()
    assert visit.drawn() == charts
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.page.evaluate("window.hostile") is None
    assert visit.page.locator("iframe, img, object, embed, form, svg[onload], a:not([href^='#'])").count() == 0
    assert visit.page.locator("h1").is_visible()
    assert visit.wrong == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("name", ["crisis", "public", "none", "analyst", "latvian", "hub", "exercise"])
def test_axe_finds_nothing(browser: Browser, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    visit = Visit(browser, pages[name], width, color_scheme=scheme, bypass_csp=True)
    visit.scroll()
    found = axe_core.run(visit.page, options={"runOnly": {"type": "tag", "values": WCAG}})
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", ["hub", "exercise"])
def test_pages_of_one_file_fit_every_screen(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    visit = Visit(browser, pages[name], width)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.wrong == []


def test_the_hub_is_walked_by_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["hub"], 390)
    links = visit.page.locator("a").count()
    reached = []
    for _ in range(links):
        visit.page.keyboard.press("Tab")
        reached.append(visit.page.evaluate("document.activeElement.getAttribute('href')"))
    assert reached == visit.page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert reached[0] == "#content"
    visit.page.keyboard.press("Shift+Tab")
    visit.page.locator(".skip").focus()
    assert visit.page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("location.hash") == "#content"


def test_the_tables_stand_in_without_javascript(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["crisis"], java_script_enabled=False)
    assert visit.page.get_by_text("Interactive charts need JavaScript").is_visible()
    tables = visit.page.locator("figure[data-chart] details table")
    assert tables.count() == 9
    assert all(table.is_visible() for table in tables.all())
    assert not visit.page.locator("figure .plot").first.is_visible()


def test_dark_mode_turns_page_and_charts(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["none"], color_scheme="dark")
    visit.scroll()
    assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
    tick = visit.page.locator("figure .ytick text").first
    assert "195, 202, 210" in (tick.get_attribute("style") or "")


def test_with_forced_colours_a_chart_is_dark_on_white(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["none"], color_scheme="dark", forced_colors="active")
    visit.scroll()
    look = """() => { const p = document.querySelector("figure .plot");
        return [getComputedStyle(p).backgroundColor, getComputedStyle(p.querySelector(".ytick text")).fill] }"""
    assert visit.page.evaluate(look) == ["rgb(255, 255, 255)", "rgb(59, 67, 77)"]


def test_without_inflation_the_tables_stand_in(browser: Browser, pages: dict[str, Path]) -> None:
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto(pages["crisis"].as_uri())
    assert page.locator("figure[data-chart] details table").first.is_visible()
    assert not page.locator("figure .plot").first.is_visible()
    context.close()


def test_charts_fit_the_paper_and_return_to_the_screen(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["none"], color_scheme="dark")
    visit.scroll()
    look = """() => { const p = document.querySelector("figure .plot"), t = p.querySelector(".ytick text");
        return [p._fullLayout.width, p._fullLayout.height, getComputedStyle(t).fill] }"""
    on_screen = visit.page.evaluate(look)
    visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert visit.page.evaluate(look) == [640, round(on_screen[1] * 0.8), "rgb(59, 67, 77)"]
    visit.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert visit.page.evaluate(look) == on_screen
    assert len(re.findall(rb"/Type\s*/Page\b", visit.page.pdf(format="A4"))) >= 2
    assert visit.wrong == []


def test_the_look_up_can_be_searched(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["analyst"])
    rows = visit.page.locator(".lookup").first.locator("tbody tr")
    assert rows.count() == 2
    visit.page.locator("input[type=search]").first.fill("1002")
    assert [row.is_visible() for row in rows.all()] == [False, True]


def test_every_picture_has_words(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["crisis"])
    for picture in visit.page.locator("figure[data-chart] [role=img]").all():
        assert len(picture.get_attribute("aria-label") or "") > 40
    levels = visit.page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map((h) => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = visit.page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


#: Text and background of everything that shows text, as Chromium computes them.
CONTRAST = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (c) => c.slice(0, 3).map((v) => linear(v / 255))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0.99) return c; } return [255, 255, 255]; };
  const low = [];
  for (const e of document.querySelectorAll("main *, nav *")) {
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!says || e.closest("svg, script")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.push(`${e.tagName}.${e.className}: ${e.textContent.slice(0, 30)}`);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(browser: Browser, pages: dict[str, Path], scheme: str) -> None:
    visit = Visit(browser, pages["crisis"], color_scheme=scheme)
    assert visit.page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [320, 640])
def test_enlarged_four_or_two_times_nothing_goes_sideways(browser: Browser, pages: dict[str, Path], width: int) -> None:
    """1280 pixels at 400 % and 200 %: reflow, WCAG 1.4.10."""
    visit = Visit(browser, pages["crisis"])
    visit.page.set_viewport_size({"width": width, "height": 512})
    visit.scroll()
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_a_row_of_the_scorecard_is_a_card(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["crisis"], 390)
    card = visit.page.locator(".scorecard tbody tr").first
    assert (
        visit.page.evaluate(
            "(() => { const box = document.querySelector('.scorecard'); return box.scrollWidth - box.clientWidth })()"
        )
        == 0
    )
    heads = card.locator("[data-head]").evaluate_all("cells => cells.map((cell) => cell.dataset.head)")
    assert heads[:5] == ["Lesson", "Check", "Target", "Observed", "Verdict"]
    sides = card.locator("[data-head]").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().x)")
    assert len(set(sides)) == 1


def test_the_keyboard_reaches_contents_and_data_in_reading_order(browser: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["crisis"])
    visit.scroll()
    reached = []
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        reached.append(visit.page.evaluate("document.activeElement.getBoundingClientRect().y + scrollY"))
    assert reached[1:] == sorted(reached[1:])
    visit.page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    first = visit.page.locator("a").first
    first.focus()
    assert first.inner_text() == "Skip to the report"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("settings", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_forced_colours_and_no_motion_change_nothing_that_is_said(
    browser: Browser, pages: dict[str, Path], settings: dict[str, Any]
) -> None:
    visit = Visit(browser, pages["crisis"], **settings)
    visit.scroll()
    assert visit.drawn() == visit.declared()
    assert visit.page.evaluate("document.getAnimations().length") == 0
    assert visit.wrong == []
