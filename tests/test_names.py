"""No stranger in what leaves the analyst's copy: a whole report is made, and everything in it searched for people."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.made_up import START, chatter, mention, outrage
from workbench import archive, postmortem, study
from workbench.report import browser, forms, index, still

ONSET = START + dt.timedelta(days=20, hours=9)
HANDLE, LONE, NAME, MAIL = "quok_brimble77", "Brimblewick", "Zebulon Quaxworthy", "greta.vonpuls@mail.example"
NEWS, TOOT, BSKY = "Ottoline Fnarr", "mumblecrust", "pip-squeakle.bsky.social"
PUBLIC = "ada_at_acme"
PLAN = f"""
brand: acme
accounts: {{twitter: [acme], facebook: [acme]}}
public_figures: [{PUBLIC}]
spokespersons: [{{name: Ada Example, role: head of brand, accounts: {{twitter: [{PUBLIC}]}}}}]
hub: {{urls: ["https://help.acme.example"], faq: [{{question: "Is my blender affected?", answer: "Look it up."}}]}}
"""
#: What strangers say of each other, each said by several; what the brand says to them and of them.
SAID = (
    f"the exploding blender shards hurt @{HANDLE} badly and now acme keeps silent about all of it",
    f"{LONE} and @{LONE} found shards of the exploding acme blender, says {LONE}",
    f"{NAME} has the video of the exploding acme blender, thanks {NAME}",
    f"RT @{HANDLE}: shards everywhere from the exploding blender https://twitter.com/{HANDLE}/status/77000123",
    f"did {MAIL} get money back for the exploding blender? does acme refund the exploding blender?",
    f"ask @{TOOT}@toots.example or https://toots.example/@{TOOT} whether acme replaces the exploding blender?",
)
OURS = (
    f"We are sorry for the exploding blenders, and thank @{HANDLE} and {NAME} for the video, see "
    f"https://twitter.com/{HANDLE}/status/77000123 and https://toots.example/@{TOOT}/77000124 https://help.acme.example",
    f"Update on the exploding blender: {LONE} (@{LONE}) is well; write to {MAIL} or "
    f"https://bsky.app/profile/{BSKY}/post/77000125 or https://www.facebook.com/zebulon.quaxworthy",
)
#: What may be an id: a number of at least six digits.
NUMBERS = re.compile(r"\d{6,}")


def rows() -> list[dict[str, Any]]:
    """Ordinary mentions, a storm in which people talk of each other, what the brand says, who waits."""
    found = [*chatter(21, 4), *outrage(ONSET, 80, 14)]
    for number, row in enumerate(found):
        row |= {"id": f"8{number:07d}", "author": f"zyx{row['author_id']}_qwv", "author_id": f"5550{row['author_id']}"}
    authors = [HANDLE, LONE, NAME, MAIL, NEWS, TOOT, BSKY]
    places = ["twitter", "twitter", "facebook", "forum", "news", "mastodon", "bluesky"]
    for number in range(180):
        at = ONSET + dt.timedelta(minutes=2 * number)
        who = number % len(authors) if number % 3 == 0 else None
        found.append(
            mention(
                77_000_000 + number,
                at,
                SAID[number % len(SAID)],
                platform=places[who] if who is not None else "twitter",
                author=authors[who] if who is not None else f"zyx{number}_qwv",
                author_id=None if who is not None else f"5550{number}",
                followers=1_000_000 if who is not None else 10,
                url=f"https://twitter.com/{HANDLE}/status/{77_000_000 + number}",
            )
        )
    for number in range(60):
        ask = f"@acme why did your exploding blender hurt my hand, case {number}? when will you refund me?"
        at = ONSET + dt.timedelta(minutes=30 + 3 * number)
        found.append(mention(78_000_000 + number, at, ask, author=f"zyx{number}_qwv", kind="reply"))
        if number % 2:
            told = f"@zyx{number}_qwv we are sorry, dear {NAME}, please send us your number"
            more = {"author": "acme", "author_id": "1", "kind": "reply", "parent_id": str(78_000_000 + number)}
            found.append(mention(79_000_000 + number, at + dt.timedelta(minutes=9), told, **more))
    for number, text in enumerate(OURS):
        for author in ("acme", PUBLIC):
            at = ONSET + dt.timedelta(minutes=40 + 200 * number, seconds=len(author))
            found.append(mention(76_000_000 + 10 * number + len(author), at, text, author=author, author_id="1"))
    return found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the report on that storm, with its other forms in `forms/` beside."""
    folder = tmp_path_factory.mktemp("names")
    data = folder / "data"
    (data / "plans").mkdir(parents=True)
    (data / "plans" / "acme.yml").write_text(PLAN, encoding="utf-8")
    file = folder / "acme.jsonl"
    lines = [
        json.dumps({k: v for k, v in row.items() if v is not None}, default=dt.datetime.isoformat) for row in rows()
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    archive.load("acme", [file], data=data)
    seen = study.study(archive.open_archive("acme", data))
    page = postmortem.publish(seen, seen.pick("latest"), folder / "reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser, "program", lambda: None)  # without the paper form: what it shows is the page
        forms.write(page.parent, folder / "forms")
    if browser.program():
        with browser.drawing() as draw:
            for name, drawn in draw(still.charts(page.read_text(encoding="utf-8")), "svg").items():
                (folder / "forms" / f"{name}.svg").write_bytes(drawn)
    index.write(folder / "reports")
    return page.parent


def outside(report: Path) -> Iterator[tuple[str, str]]:
    """Name and content of everything that others than the analyst may see, and of what is packed in it."""
    top = report.parent.parent.parent
    for path in sorted(top.glob("forms/**/*")) + sorted(top.glob("reports/**/*")):
        if path.is_file() and "analyst" not in path.parts:
            yield from _unpacked(path.relative_to(top).as_posix(), path.read_bytes())


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for part in book.namelist():
                yield from _unpacked(f"{name}/{part}", book.read(part))
        return
    text = content.decode("utf-8", "replace")
    for number, packed in enumerate(re.findall(r"H4sI[\w+/]{40,}={0,2}", text)):
        inflated = gzip.decompress(base64.b64decode(packed)).decode()
        if len(inflated) < 1_000_000:  # not plotly itself
            yield f"{name} (packed {number})", inflated
    yield name, re.sub(r"H4sI[\w+/]{40,}={0,2}", "", text)


def test_everything_is_searched(report: Path) -> None:
    names = [name for name, _ in outside(report)]
    folder = f"reports/acme/{report.name}"
    wanted = {f"{folder}/postmortem.html", f"{folder}/public/postmortem.html", f"{folder}/facts.json",
              "forms/summary.html", "forms/summary.txt", "reports/index.html"}  # fmt: skip
    assert wanted <= set(names)
    assert any(name.startswith("forms/facts.xlsx/xl/") for name in names)
    assert sum("postmortem.html (packed" in name for name in names) >= 10
    analyst = (report / "analyst" / "postmortem.html").read_text(encoding="utf-8")
    assert all(name in analyst for name in (HANDLE, NAME, "77000"))


def test_no_stranger_is_named_outside_the_analysts_copy(report: Path) -> None:
    people = {row["author"] for row in rows()} - {"acme", PUBLIC}
    parts = {part.lower() for part in (*people, *NAME.split(), *NEWS.split(), "vonpuls", "squeakle")}
    found = [
        (name, part, content[max(0, at - 60) : at + 60])
        for name, content in outside(report)
        for part in sorted(parts)
        if (at := content.lower().find(part)) >= 0
    ]
    assert found == []


def test_no_message_is_numbered_outside_the_analysts_copy(report: Path) -> None:
    strangers = [row for row in rows() if row["author"] not in ("acme", PUBLIC)]
    ids = {str(row[key]) for row in strangers for key in ("id", "author_id")} | {"77000123", "77000124", "77000125"}
    found = [(name, sorted(told)) for name, content in outside(report) if (told := ids & set(NUMBERS.findall(content)))]
    assert found == []


def test_no_stranger_is_quoted_outside_the_analysts_copy(report: Path) -> None:
    ours = [_words(text) for text in OURS]
    said = {_words(row["text"]) for row in rows() if row["author"] not in ("acme", PUBLIC)}
    runs = {run for text in said for run in _runs(text) if not any(run in own for own in ours)}
    found = []
    for name, content in outside(report):
        text = _words(re.sub(r"<[^>]*>|\\[nt]", " ", content))
        found += [(name, run) for run in _runs(text) if run in runs]
    assert found == []


def test_the_public_figure_keeps_her_name(report: Path) -> None:
    assert PUBLIC in (report / "facts.json").read_text(encoding="utf-8")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _runs(text: str) -> Iterator[str]:
    words = text.split()
    return (" ".join(words[at : at + 8]) for at in range(len(words) - 7))
