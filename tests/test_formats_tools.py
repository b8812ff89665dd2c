"""Exports of tools, mail, feeds and helpdesks: what becomes of every row of a small file in each one's shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.archive import load, open_archive
from workbench.errors import WorkbenchError
from workbench.readers import FORMATS, recognise
from workbench.readers.source import peek
from workbench.receipt import Receipt

TOOLS = Path(__file__).parent / "fixtures" / "exports" / "tools"
AT = "2026-03-04 14:10:00+00"


def loaded(file: Path, tmp_path: Path, columns: str, timezone: str | None = None) -> tuple[Receipt, list[Any]]:
    """The receipt of `file` and the columns of its mentions, in the order of the file."""
    (receipt,) = load("acme", [file], data=tmp_path, timezone=timezone)
    with open_archive("acme", tmp_path).connection() as connection:
        return receipt, connection.execute(f"select {columns} from mentions order by source_row, id").fetchall()


def counts(receipt: Receipt) -> tuple[str, int, int, int, int, int]:
    return (
        receipt.format,
        receipt.read,
        receipt.loaded,
        receipt.duplicates,
        receipt.quarantined,
        receipt.ignored,
    )


CASES: list[tuple[str, str | None, tuple[Any, ...], str, list[tuple[Any, ...]]]] = [
    (
        "talkwalker.csv",
        "Europe/Riga",
        ("talkwalker", 4, 4, 0, 0, 0),
        "platform, left(id, 30), created_at::varchar, author, author_id, text, kind, parent_id, likes, reposts,"
        " replies, followers, title, lang",
        [
            ("twitter", "900000000000000001", "2017-06-12 06:05:30+00", "ada", "4711", "My mixer broke, @acme", "post",
             None, 2, 3, 1, 250, None, "en"),
            ("twitter", "900000000000000002", "2017-06-12 06:07:00+00", "bo", "4712", "RT @ada: My mixer broke",
             "repost", "900000000000000001", None, None, None, 10, None, "en"),
            ("news", "news.example/acme-recall", "2017-06-12 08:00:00+00", "Cy Reporter", None, "Acme said on Monday",
             "article", None, 12, None, 4, None, "Acme recalls mixers", "de"),
            ("forum", "x-90cba71fb10b79808a7b0106f74f", "2017-06-12 09:00:00+00", "dee", None, "Anyone else?",
             "comment", None, None, None, None, None, "Mixer", "en"),
        ],
    ),
    (
        "brandwatch.csv",
        "UTC",
        ("brandwatch", 5, 5, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, kind, parent_id, conversation_id, likes, reposts, replies,"
        " followers, links, title",
        [
            ("twitter", "2001", AT, "ada", "The whole text, with a comma", "post", None, None, 9, 4, 1, 120,
             ["https://acme.example/recall"], None),
            ("twitter", "2002", "2026-03-04 14:12:00+00", "bo", "RT @ada: The whole text", "repost", "2001", None,
             None, None, None, 30, [], None),
            ("twitter", "2003", "2026-03-04 14:15:00+00", "cy", "@ada same here", "reply", "2001", None, None, None,
             None, 5, [], None),
            ("news", "news.example/recall", "2026-03-04 15:00:00+00", None, "Acme recalls its mixers", "article", None,
             None, None, None, None, None, [], "Mixers recalled"),
            ("reddit", "ab12cd", "2026-03-04 15:30:00+00", "dee", "Asking for my mother", "post", None, "ab12cd", None,
             None, None, None, [], "Is it safe?"),
        ],
    ),
    (
        "brandwatch.json",
        None,
        ("brandwatch-json", 2, 1, 0, 1, 0),
        "platform, id, created_at::varchar, author, text, kind, conversation_id, reposts, followers, links, title",
        [("twitter", "2001", AT, "ada", "The whole text", "post", "2001", 4, 120, ["https://acme.example/recall"],
          None)],
    ),
    (
        "meltwater_utf16.csv",
        "Europe/Riga",
        ("meltwater", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, kind, likes, reposts, replies, views, title, lang, links",
        [
            ("twitter", "2001", "2026-03-04 12:10:00+00", "ada", "The mixer broke, and nobody answers", "post", 9, 4, 1,
             300, None, "en", ["https://acme.example/recall"]),
            ("news", "news.example/recall", "2026-03-04 22:05:00+00", "Cy Reporter",
             "Acme said on Wednesday that it recalls its mixers", "article", None, None, None, None, "Acme recalls",
             "de", []),
        ],
    ),
    (
        "meltwater_old.csv",
        "UTC",
        ("meltwater", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, kind, title, lang",
        [
            ("twitter", "1250000000000000001", "2020-04-13 21:17:00+00", "bo", "RT @ada: The mixer broke", "repost",
             None, "en"),
            ("news", "news.example/recall", "2020-04-14 07:00:00+00", "Cy Reporter", "…that it recalls its mixers…",
             "article", "Acme recalls", "lv"),
        ],
    ),
    (
        "crowdtangle_full.csv",
        None,
        ("crowdtangle", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, author_id, text, kind, likes, reposts, replies, followers, links",
        [
            ("facebook", "3133333333333333", "2020-04-16 13:48:29+00", "AcmeFans", "161042861038324", "Details", "post",
             1264351, 25716, 8700, 460935, ["https://acme.example/recall"]),
            ("facebook", "3133333333333334", "2020-12-16 14:48:29+00", "AcmeFans", "161042861038324",
             "Which one, then?", "post", 5, 0, 1, 460935, []),
        ],
    ),
    (
        "content_library_facebook.csv",
        None,
        ("meta-content-library", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, author_id, text, kind, parent_id, likes, views",
        [
            ("facebook", "1201", "2024-08-05 18:08:53+00", "ada.example", "88", "The mixer broke", "post", None, 7,
             900),
            ("facebook", "1202", "2024-08-05 19:00:00+00", "Bo", "89", "", "repost", "1201", 0, None),
        ],
    ),
    (
        "4cat_twitter.csv",
        None,
        ("4cat", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, kind, conversation_id, likes, views, lang",
        [
            ("twitter", "2001", AT, "ada", "The mixer broke", "post", "2001", 9, 300, "en"),
            ("twitter", "2003", "2026-03-04 14:15:00+00", "cy", "@ada same here", "reply", "2001", 0, None, "en"),
        ],
    ),
    (
        "4cat_tiktok.csv",
        None,
        ("4cat", 1, 1, 0, 0, 0),
        "platform, id, created_at::varchar, author, followers, likes, reposts, replies, views",
        [("tiktok", "7300", AT, "ada", 500, 10, 1, 2, 4000)],
    ),
    (
        "sprout.csv",
        "America/New_York",
        ("sprout-social", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, kind, likes, replies, views",
        [
            ("facebook", "456", "2026-03-14 14:15:00+00", "Acme", "We are sorry.", "post", 12, 3, 1200),
            ("twitter", "2010", "2026-03-04 18:05:00+00", "acme", "@ada please write to us", "reply", 1, 0, 40),
        ],
    ),
    (
        "sprinklr.csv",
        "UTC",
        ("sprinklr", 3, 3, 0, 0, 0),
        "platform, id, created_at::varchar, author, author_id, text, kind, likes, reposts, followers, title, lang",
        [
            ("twitter", "2001", AT, "ada", "77", "The mixer broke", "post", 9, 4, 120, None, "en"),
            ("twitter", "2003", "2026-03-04 14:15:00+00", "cy", "79", "@ada same here", "reply", 0, 0, 5, None, "en"),
            ("news", "news.example/recall", "2026-03-04 15:00:00+00", None, None, "Acme recalls its mixers", "article",
             None, None, None, "Acme recalls", "de"),
        ],
    ),
    (
        "hootsuite.csv",
        "UTC",
        ("hootsuite", 1, 1, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, likes, views",
        [("facebook", "456", "2026-03-04 14:20:00+00", "Acme", "We are sorry.", 12, 1200)],
    ),
    (
        "gdelt_articles.json",
        None,
        ("gdelt", 1, 1, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, kind, lang",
        [("news", "news.example/recall", "2026-03-04 14:15:00+00", "news.example", "Acme recalls its mixers", "article",
          "en")],
    ),
    (
        "gdelt_list.csv",
        None,
        ("gdelt-csv", 1, 1, 0, 0, 0),
        "platform, id, created_at::varchar, author, title, kind",
        [("news", "news.example/recall", "2026-03-04 14:15:00+00", "news.example", "Acme recalls, at last", "article")],
    ),
    (
        "gdelt_gkg.csv",
        None,
        ("gdelt-gkg", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, title",
        [
            ("news", "news.example/recall", "2026-03-04 14:15:00+00", "news.example", "Acme & recall", "Acme & recall"),
            ("news", "news.example/recall-2", "2026-03-04 14:30:00+00", "news.example", "", None),
        ],
    ),
    (
        "rss.xml",
        None,
        ("feed", 2, 1, 0, 1, 0),
        "platform, id, created_at::varchar, author, text, kind, url, title, links",
        [("news", "tag-1", "2026-03-04 14:00:00+00", "Cy Reporter", "Acme & its mixers\n\nAcme said here.", "article",
          "https://news.example/recall/", "Acme & its mixers", ["https://acme.example/recall"])],
    ),
    (
        "atom.xml",
        None,
        ("feed", 1, 1, 0, 0, 0),
        "platform, id, created_at::varchar, author, text, kind, title",
        [("reddit", "ab12cd", AT, "ada", "Broken\n\nIt is bröken", "post", "Broken")],
    ),
    (
        "mailbox.mbox",
        None,
        ("mail", 3, 2, 0, 1, 0),
        "platform, id, created_at::varchar, author, text, kind, visibility, parent_id, conversation_id, title",
        [
            ("email", "m1@customer.example", AT, "ada@customer.example",
             "My mixer is bröken.\nFrom the start, it smelled.", "post", "private", None, "m1@customer.example",
             "Mixer broken – help"),
            ("email", "m2@acme.example", "2026-03-04 14:40:00+00", "care@acme.example", "Hello Ada,\nwe are sorry.",
             "reply", "private", "m1@customer.example", "m1@customer.example", "Re: Mixer broken"),
        ],
    ),
    (
        "one.eml",
        None,
        ("mail", 1, 1, 0, 0, 0),
        "id, created_at::varchar, text, parent_id, conversation_id, visibility",
        [("m3@customer.example", AT, "Still.", "m2@acme.example", "m1@customer.example", "private")],
    ),
    (
        "zendesk.csv",
        "UTC",
        ("zendesk", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, author_id, text, visibility, title",
        [
            ("helpdesk", "501", AT, "ada@customer.example", "9001", "It is broken, and smells", "private",
             "Mixer broken"),
            ("helpdesk", "502", "2026-03-04 14:20:00+00", "Cy", "9002", "Recall?", "private", "Recall?"),
        ],
    ),
    (
        "freshdesk.csv",
        "UTC",
        ("freshdesk", 2, 2, 0, 0, 0),
        "platform, id, created_at::varchar, author, author_id, text, visibility, title",
        [
            ("helpdesk", "77", AT, "ada@customer.example", "9001", "Mixer broken", "private", "Mixer broken"),
            ("helpdesk", "78", "2026-03-04 14:20:00+00", "Cy", "9002", "Recall?", "private", "Recall?"),
        ],
    ),
    (
        "zeeschuimer.ndjson",
        None,
        ("zeeschuimer", 5, 3, 0, 2, 0),
        "platform, id, created_at::varchar, author, text, followers, likes, views, collected_at::varchar",
        [
            ("twitter", "2001", AT, "ada", "The mixer broke", 120, 9, 300, "2026-03-04 16:00:00+00"),
            ("tiktok", "7300", AT, "ada", "smoke", 500, 10, 4000, "2026-03-04 16:00:00+00"),
            ("instagram", "Cx1", AT, "bo", "burnt", None, 3, None, "2026-03-04 16:00:00+00"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "timezone", "receipt", "columns", "rows"), CASES, ids=[case[0] for case in CASES])
def test_an_export(
    tmp_path: Path, name: str, timezone: str | None, receipt: tuple[Any, ...], columns: str, rows: list[Any]
) -> None:
    found, mentions = loaded(TOOLS / name, tmp_path, columns, timezone)
    assert mentions == rows
    assert counts(found) == receipt


@pytest.mark.parametrize("name", [case[0] for case in CASES])
def test_only_one_format_fits(tmp_path: Path, name: str) -> None:
    disguised = tmp_path / "export.bin"
    disguised.write_bytes((TOOLS / name).read_bytes())
    head = peek(disguised)
    fitting = [reader.name for reader in FORMATS.values() if not reader.general and reader.recognises(head)]
    assert fitting == [next(case[2][0] for case in CASES if case[0] == name)]
    assert recognise(disguised, head).name == fitting[0]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("counts.csv", r"counts\.csv holds counts, not messages.*`workbench detect --series FILE --scores OUT\.csv`"),
        ("bomb.xml", r"bomb\.xml defines entities of its own"),
        ("zendesk.csv", r"the times in the column .* have no zone \('2026-03-04 14:10:00'\)"),
        ("talkwalker.csv", r"have no zone"),
    ],
)
def test_what_is_refused_says_why(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(WorkbenchError, match=message):
        load("acme", [TOOLS / name], data=tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_quarantined_mail_is_kept_whole(tmp_path: Path) -> None:
    load("acme", [TOOLS / "mailbox.mbox"], data=tmp_path)
    (row,) = open_archive("acme", tmp_path).quarantined().to_dict("records")
    assert (row["source_row"], row["reason"]) == (3, "created_at is missing")
    assert row["row"].startswith("From: nobody@y.example\nSubject: undated")
    assert row["row"].rstrip().endswith("no date at all")


def test_broken_xml_is_refused_whole(tmp_path: Path) -> None:
    file = tmp_path / "cut.xml"
    file.write_bytes((TOOLS / "rss.xml").read_bytes()[:-40])
    with pytest.raises(WorkbenchError, match=r"cut\.xml is broken XML"):
        load("acme", [file], data=tmp_path / "data")


def test_a_day_that_could_be_a_month_is_the_tools_own_way(tmp_path: Path) -> None:
    """Talkwalker writes the day first: 12/06/17 alone would leave it open."""
    file = tmp_path / "export.csv"
    text = (TOOLS / "talkwalker.csv").read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(text[:2]) + "\n", encoding="utf-8")
    _, rows = loaded(file, tmp_path, "created_at::varchar", "UTC")
    assert rows == [("2017-06-12 09:05:30+00",)]


def test_crowdtangle_as_somebody_cut_it_down(shared: Path, tmp_path: Path) -> None:
    file = shared / "archives" / "formats" / "crowdtangle-csv" / "db2_rows.csv"
    receipt, rows = loaded(file, tmp_path, "platform, id, created_at::varchar, author, reposts")
    assert counts(receipt) == ("crowdtangle", 382, 382, 0, 0, 0)
    assert rows[:2] == [
        ("facebook", "737265021752251", "2023-11-06 03:56:36+00", "Mondoweiss", 4346),
        ("facebook", "823563959778602", "2023-10-27 16:10:13+00", "BreakThrough News", 8004),
    ]


def test_exportcomments_workbook(shared: Path, tmp_path: Path) -> None:
    file = shared / "archives" / "formats" / "exportcomments-xlsx" / "exportcomments.xlsx"
    receipt, rows = loaded(
        file,
        tmp_path,
        "platform, created_at::varchar, author, author_id, kind, conversation_id, likes",
        "America/Toronto",
    )
    assert counts(receipt) == ("exportcomments", 73, 73, 0, 0, 0)
    assert receipt.file == "exportcomments.xlsx"
    assert len(set(rows)) == 73
    assert {row[0] for row in rows} == {"facebook"}
    assert {row[4:6] for row in rows} == {("comment", "10157929543417522")}
    assert rows[0][1] == "2020-12-31 23:55:05+00"
    assert rows[0][3] == "809570028"


def test_brandwatch_without_times_says_what_is_missing(shared: Path, tmp_path: Path) -> None:
    folder = shared / "archives" / "formats" / "brandwatch-mentions-partial"
    with pytest.raises(WorkbenchError, match=r"nothing says which column is created_at or text"):
        load("acme", [folder / "column_data.csv"], data=tmp_path / "data")
    (receipt,) = load("acme", [folder / "api_mentions_example.json"], data=tmp_path / "data")
    assert counts(receipt) == ("brandwatch-json", 1, 0, 0, 1, 0)
    assert list(open_archive("acme", tmp_path / "data").quarantined().reason) == ["created_at is missing"]


def test_every_format_is_documented_with_what_it_was_tested_on(root: Path) -> None:
    lines = (root / "docs/formats.md").read_text().splitlines()
    rows = [line.split("|")[1:6] for line in lines if line.startswith("| `") and "--format" not in line]
    told = {row[0].strip(" `"): row[4].strip() for row in rows}
    assert told.keys() == FORMATS.keys() - {"counts", "twitter-v2-counts"}
    assert all(told.values())
