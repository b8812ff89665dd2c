from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from workbench import casestudy, cli, hub_page, plan
from workbench.errors import WorkbenchError

AT = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)>" onload="x'


def page(text: str, **more: str) -> str:
    return hub_page.build(
        plan.parse(text), [(AT, "Ada", "first https://a.example/x."), (AT + dt.timedelta(1), "Bo", EVIL)]
    )


PLAN = f"""
brand: acme
timezone: Europe/Riga
hub:
  title: Blender recall
  summary: We are sorry.
  steps: ["Unplug it", "Look it up at https://help.acme.example/number"]
  help: [{{name: Care, contact: "+371 0"}}]
  faq: [{{question: "Is mine affected?", answer: {EVIL!r}}}]
"""


class Seen(HTMLParser):
    """Tags, ids, and addresses in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.given: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.given += attrs


def test_the_page_is_one_file_and_nothing_in_it_runs() -> None:
    seen = Seen(page(PLAN))
    assert not {"script", "img", "link", "iframe", "form"} & set(seen.tags)
    assert not [name for name, _ in seen.given if name.startswith("on") or name in ("src", "style")]
    assert "default-src 'none'" in page(PLAN)
    links = [value for name, value in seen.given if name == "href" and value and not value.startswith("#")]
    assert links == ["https://help.acme.example/number", "https://a.example/x"]


def test_its_outline_can_be_followed() -> None:
    seen = Seen(page(PLAN))
    ids = [value for name, value in seen.given if name == "id"]
    assert len(ids) == len(set(ids))
    inner = {value.removeprefix("#") for name, value in seen.given if name == "href" and value and value[0] == "#"}
    assert inner <= set(ids)
    assert inner == {"content", "steps", "questions", "help", "updates"}
    assert seen.tags.count("h1") == 1
    assert [tag for tag in seen.tags if tag in ("main", "nav", "header", "footer")] == [
        "header",
        "nav",
        "main",
        "footer",
    ]
    assert ("lang", "en") in seen.given
    assert page(PLAN).index("2026-03-05T12:00") < page(PLAN).index("2026-03-04T12:00")


def test_the_plan_s_language_is_the_page_s() -> None:
    text = page(PLAN.replace("brand: acme", "brand: acme\nlanguage: lv"))
    assert '<html lang="lv">' in text
    assert page(PLAN) == page(PLAN)


def test_a_plan_without_a_hub_makes_no_page() -> None:
    with pytest.raises(WorkbenchError, match="nothing for a hub page"):
        hub_page.build(plan.parse("brand: acme\nhub: {urls: ['https://a.example']}"))


def test_the_command_needs_no_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "gm.yml").write_text(casestudy.plan("gm"), encoding="utf-8")
    out = tmp_path / "hub.html"
    monkeypatch.setattr("sys.argv", ["workbench", "hub", "gm", "--data", str(tmp_path), "--out", str(out)])
    with pytest.raises(SystemExit, match="0"):
        cli.main()
    assert re.search(r"<h1>Ignition switch recall .simulated page.</h1>", out.read_text(encoding="utf-8"))
