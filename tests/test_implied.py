"""Tables that no format knows, and formats that differ a little: what they say of themselves loads without asking."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.archive import load, open_archive
from workbench.errors import WorkbenchError
from workbench.readers.names import find, zone_of
from workbench.receipt import Receipt

TWEET = "https://twitter.com/ada/status/2001"


def loaded(tmp_path: Path, written: str | bytes, zone: str | None = None) -> tuple[Receipt, list[tuple[Any, ...]]]:
    """The receipt of one file, and platform, id, time, author, text and kind of its mentions."""
    file = tmp_path / "export.bin"
    file.write_bytes(written if isinstance(written, bytes) else written.encode())
    (receipt,) = load("acme", [file], data=tmp_path / "data", timezone=zone)
    with open_archive("acme", tmp_path / "data").connection() as connection:
        rows = connection.execute(
            "select platform, id, strftime(created_at, '%m-%dT%H:%M'), author, text, kind from mentions"
            " order by source_row, created_at"
        ).fetchall()
    assert receipt.read == receipt.loaded + receipt.duplicates + receipt.quarantined
    return receipt, rows


BROKE = ("twitter", "2001", "03-14T14:10", "ada", "It broke", "post")
TABLES = [  # what it is, the table, the zone that is told, its one mention
    ("Mention", "Id,Title,Description,Url,Published at,Source Name,Source Type,Author Name,Author Username,Tone\n"
     f"7,It,It broke,{TWEET},2026-03-14 14:10:00,Twitter,twitter,Ada,ada,negative\n", "UTC", BROKE),
    ("Brand24", "Date,Hour,Domain,Mention URL,Author,Title,Content,Sentiment,Social Media Reach\n"
     f"2026-03-14,14:10,twitter.com,{TWEET},ada,It,It broke,-,250\n", "UTC", BROKE),
    ("Awario", "Alert name,Source,Author name,Author username,Author followers,Date,Post url,Title,Snippet\n"
     f"Acme,twitter,Ada,ada,250,2026-03-14 14:10:00 UTC,{TWEET},,It broke\n", None, BROKE),
    ("YouScan", "Date,Time,Title,Text,Post type,Source,Author nickname,URL,Likes,Reposts\n"
     f"04.03.2026,16:10,,It broke,Post,twitter.com,ada,{TWEET},1,2\n", "Europe/Riga",
     (*BROKE[:2], "03-04T14:10", *BROKE[3:])),
    ("Digimind", "Publication date;Title;Detail;Url;Source;Media type;Author\n"
     f"14/03/2026 14:10;;It broke;{TWEET};Twitter;Twitter;ada\n", "UTC", BROKE),
    ("NetBase", "Post ID,Published Date (GMT-05:00) New York,Title,Sound Bite Text,Source Type,URL,Author Handle\n"
     f"7,Mar 14 2026 9:10 AM,,It broke,Twitter,{TWEET},ada\n", None, BROKE),
    ("Hootsuite", "Date (GMT),URL,Author,Title,Text,Source,Sentiment\n"
     f"2026-03-14 14:10:00,{TWEET},ada,,It broke,Twitter,negative\n", None, BROKE),
    ("Sprout, inbox", "Timestamp (ET),Network,Message Type,Message ID,From,To,Message,Permalink\n"
     f"2026-03-14 10:10:00,TWITTER,Mention,2001,@ada,@acme,It broke,{TWEET}\n", None, BROKE),
    ("TAGS", "id_str,from_user,text,created_at,time,user_lang,from_user_id_str,status_url,entities_str\n"
     f"2.0E+18,ada,It broke,Sat Mar 14 14:10:00 +0000 2026,14/03/2026 16:10:00,en,7,{TWEET},\n", None, BROKE),
    ("PhantomBuster", "tweetUrl,tweetDate,text,handle,query,timestamp\n"
     f"{TWEET},Sat Mar 14 14:10:00 +0000 2026,It broke,ada,acme,2026-03-16T10:00:00.000Z\n", None, BROKE),
    ("Cision", "Date,Time,Headline,Outlet,Media Type,Author,Link,Body\n"
     "3/14/2026,2:10 PM,Acme recalls,The Times,Online News,Cy,https://news.example/recall,It broke\n", "UTC",
     ("news", "news.example/recall", "03-14T14:10", "Cy", "It broke", "article")),
    ("Google Play Console", "Package Name,Reviewer Language,Review Submit Date and Time,"
     "Review Submit Millis Since Epoch,Star Rating,Review Title,Review Text,Review Link\n"
     "com.acme,en,2026-03-14T14:10:00Z,1773497400000,1,Bad,It broke,"
     "http://play.google.com/console/details?reviewId=gp:AOq&corpus=X\n", None,
     ("review", "gp:AOq", "03-14T14:10", None, "It broke", "review")),
    ("Google Play, scraped", "reviewId,userName,content,score,thumbsUpCount,at,replyContent\n"
     "gp:1,Ada,It broke,1,3,2026-03-14 14:10:00,\n", "UTC",
     ("review", "gp:1", "03-14T14:10", "Ada", "It broke", "review")),
    ("Trustpilot", "Review Id,Review Created (UTC),Review Title,Review Content,Review Stars\n"
     "65ea,2026-03-14 14:10:00,Bad,It broke,1\n", None,
     ("review", "65ea", "03-14T14:10", None, "It broke", "review")),
    ("a spreadsheet's days", "id,date,text,author,platform\n7,46095.590277777781,It broke,ada,twitter\n", "UTC",
     ("twitter", "7", "03-14T14:10", "ada", "It broke", "post")),
    ("Brandwatch, one row below its head", "Report:,Bulk Mentions Download\nBrand:,Acme\nFrom:,Wed Mar 04\nTo:,Thu\n"
     'Label:,"acme, mixer"\n\nQuery Id,Query Name,Date,Title,Snippet,Url,Page Type,Full Text,Author,Thread Id\n'
     f"9,acme,2026-03-14 14:10:00.0,It,It,{TWEET},twitter,It broke,ada,0\n", "UTC", BROKE),
    ("a French watch's own table", "N°;Date de publication;Heure;Support;Pseudo;Verbatim;Lien\n"
     f"1;14/03/2026;14h10;X (ex-Twitter);@ada;It broke;{TWEET}\n", "UTC", BROKE),
    ("a German one", "Datum;Uhrzeit;Quelle;Nutzer;Beitrag;Link\n"
     f"14.03.2026;14.10 Uhr;X;ada;It broke;{TWEET}\n", "UTC", BROKE),
    ("other line ends below a quoted title", 'Report:,"Acme, all"\n' "Query Id,Query Name,Date,Url,Full Text,"
     f"Author\r\n9,acme,2026-03-14 14:10:00.0,{TWEET},It broke,ada\r\n", "UTC", BROKE),
]  # fmt: skip


@pytest.mark.parametrize(("table", "zone", "mention"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_a_table_loads_without_asking(tmp_path: Path, table: str, zone: str | None, mention: tuple[Any, ...]) -> None:
    assert loaded(tmp_path, table, zone)[1] == [mention]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_same_in_other_encodings(tmp_path: Path, encoding: str, ending: str) -> None:
    table = TABLES[1][1].replace("It broke", "Kaputt, schön").replace("Kaputt, schön", '"Kaputt, schön"')
    _, rows = loaded(tmp_path, table.replace("\n", ending).encode(encoding), "UTC")
    assert [row[4] for row in rows] == ["Kaputt, schön"]


RECORDS = [  # JSON records, and their one mention
    ({"id": "7301", "text": "It broke", "createTime": 1773497400, "createTimeISO": "2026-03-14T14:10:00.000Z",
      "authorMeta": {"id": "6", "name": "ada", "fans": 250}, "webVideoUrl": "https://www.tiktok.com/@ada/video/7301"},
     ("tiktok", "7301", "03-14T14:10", "ada", "It broke", "post")),
    ({"shortCode": "Cx1", "caption": "It broke", "url": "https://www.instagram.com/p/Cx1/", "ownerUsername": "ada",
      "timestamp": "2026-03-14T14:10:00.000Z", "likesCount": 9},
     ("instagram", "Cx1", "03-14T14:10", "ada", "It broke", "post")),
    ({"postId": "1201", "pageName": "ada", "url": "https://www.facebook.com/ada/posts/1201", "text": "It broke",
      "time": "2026-03-14T14:10:00.000Z", "timestamp": 1773497400},
     ("facebook", "1201", "03-14T14:10", "ada", "It broke", "post")),
    ({"url": TWEET, "id": "2001", "text": "It br", "fullText": "It broke",
      "createdAt": "Sat Mar 14 14:10:00 +0000 2026", "author": {"userName": "ada"}}, BROKE),
    ({"id": "2001", "description": "It broke", "date_posted": "2026-03-14T14:10:00.000Z", "url": TWEET,
      "user_posted": "ada", "timestamp": "2026-03-16T00:00:00.000Z"}, (*BROKE[:3], None, *BROKE[4:])),
    ({"reviewId": "Ch", "text": "It broke", "publishedAtDate": "2026-03-14T14:10:00.000Z", "stars": 1, "author": "ada"},
     ("review", "Ch", "03-14T14:10", "ada", "It broke", "review")),
    ({"id": "1201", "creation_time": "2026-03-14T14:10:00Z", "text": "It broke", "surface": {"username": "ada"},
      "statistics": {"reaction_count": 7, "views": 9}}, ("facebook", "1201", "03-14T14:10", "ada", "It broke", "post")),
]  # fmt: skip


@pytest.mark.parametrize(("record", "mention"), RECORDS)
@pytest.mark.parametrize("form", ["array", "lines", "lines with commas"])
def test_records_load_without_asking(
    tmp_path: Path, record: dict[str, Any], mention: tuple[Any, ...], form: str
) -> None:
    line = json.dumps(record)
    written = {"array": f"[{line}]", "lines": line + "\n", "lines with commas": f"{line},\n{line},\n"}[form]
    receipt, rows = loaded(tmp_path, written)
    assert rows == [mention]
    assert receipt.duplicates == (form == "lines with commas")


TICKET = {
    "id": 7, "subject": "Mixer", "description": "It broke", "requester_id": 1, "submitter_id": 1,
    "created_at": "2026-03-14T14:10:00Z", "via": {"source": {"from": {"address": "ada@mail.example"}}},
    "comments": [
        {"id": 1, "author_id": 1, "body": "It broke", "public": True, "created_at": "2026-03-14T14:10:00Z"},
        {"id": 2, "author_id": 9, "body": "Sorry", "public": True, "created_at": "2026-03-14T15:10:00Z"},
        {"id": 3, "author_id": 9, "body": "a note to us", "public": False, "created_at": "2026-03-14T15:11:00Z"},
    ],
}  # fmt: skip
FRESH = {
    "display_id": 7, "subject": "Mixer", "description": "<div>It broke</div>", "requester_id": 1, "responder_id": 9,
    "created_at": "2026-03-14T15:10:00+01:00", "requester": {"email": "ada@mail.example"},
    "notes": [
        {"id": 2, "body": "Sorry", "user_id": 9, "private": False, "created_at": "2026-03-14T16:10:00+01:00"},
        {"id": 3, "body": "a note to us", "user_id": 9, "private": True, "created_at": "2026-03-14T16:11:00+01:00"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "format"),
    [
        (json.dumps(TICKET) + "\n", "zendesk-json"),
        (json.dumps({"tickets": [TICKET], "next_page": None}), "zendesk-json"),
        (json.dumps([{"helpdesk_ticket": FRESH}]), "freshdesk-json"),
        (json.dumps([FRESH]), "freshdesk-json"),
    ],
)
def test_tickets_as_json_are_private_and_leave_out_internal_notes(tmp_path: Path, written: str, format: str) -> None:
    receipt, rows = loaded(tmp_path, written)
    assert receipt.format == format
    assert rows == [
        ("helpdesk", "7", "03-14T14:10", "ada@mail.example", "It broke", "post"),
        ("helpdesk", "7/2", "03-14T15:10", None, "Sorry", "reply"),
    ]
    hidden = open_archive("acme", tmp_path / "data").sql("select distinct visibility from mentions")
    assert hidden["visibility"].tolist() == ["private"]


def test_pages_of_youtube_hold_videos_or_nothing(tmp_path: Path) -> None:
    receipt, rows = loaded(tmp_path, json.dumps({"kind": "youtube#commentThreadListResponse", "items": []}))
    assert (receipt.format, receipt.read, rows) == ("youtube-comments", 0, [])
    snippet = {
        "publishedAt": "2026-03-14T14:10:00Z",
        "channelTitle": "ada",
        "title": "Mixer",
        "description": "It broke",
    }
    found = {"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": "v1"}, "snippet": snippet}
    page = json.dumps({"kind": "youtube#searchListResponse", "items": [found]})
    assert loaded(tmp_path, page)[1] == [("youtube", "v1", "03-14T14:10", "ada", "It broke", "post")]


PAGE = """<!DOCTYPE html><html><body><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">4 March 2026</div></div>
<div class="message default clearfix" id="message12"><div class="body">
<div class="pull_right date details" title="14.03.2026 16:10:00{zone}">16:10</div>
<div class="from_name">ada</div><div class="text">It <strong>broke</strong><br>šķīdums</div></div></div>
<div class="message default clearfix joined" id="message13"><div class="body">
<div class="pull_right date details" title="14.03.2026 16:11:00{zone}">16:11</div>
<div class="reply_to details">In reply to <a href="#go_to_message12">this message</a></div>
<div class="text">&lt;again&gt;</div></div></div></div></div></body></html>"""


def test_a_page_of_telegram_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.readers.compression.CHUNK", 7)
    receipt, rows = loaded(tmp_path, PAGE.format(zone=" UTC+02:00"))
    assert (receipt.format, receipt.read, receipt.ignored) == ("telegram-html", 2, 1)
    assert [(row[0], *row[2:]) for row in rows] == [
        ("telegram", "03-14T14:10", "ada", "It broke\nšķīdums", "post"),
        ("telegram", "03-14T14:11", "ada", "<again>", "reply"),
    ]
    with pytest.raises(WorkbenchError, match="--timezone"):
        loaded(tmp_path / "data", PAGE.format(zone=""))


DISCORD = {
    "guild": {"id": "1"}, "channel": {"id": "2", "name": "help"}, "messages": [
        {"id": "9", "type": "Default", "timestamp": "2026-03-14T14:10:00.1+00:00", "content": "It broke",
         "author": {"id": "7", "name": "ada"}, "reactions": [{"count": 2}]},
        {"id": "10", "type": "ChannelPinnedMessage", "timestamp": "2026-03-14T14:11:00+00:00", "author": {}},
    ],
}  # fmt: skip
SLACK = [
    {"type": "message", "user": "U7", "ts": "1773497400.0002", "text": "It &lt;3 <https://acme.example|broke>",
     "user_profile": {"name": "ada"}},
    {"type": "message", "subtype": "channel_join", "user": "U8", "ts": "1773497401.0002", "text": "joined"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "format", "text"),
    [
        (json.dumps(DISCORD), "discord", "It broke"),
        ("AuthorID,Author,Date,Content,Attachments,Reactions\n7,ada,2026-03-14T14:10:00.123+00:00,It broke,,\n",
         "discord-csv", "It broke"),
        (json.dumps(SLACK), "slack", "It <3 broke"),
    ],
)  # fmt: skip
def test_chats_of_discord_and_slack_are_private(tmp_path: Path, written: str, format: str, text: str) -> None:
    receipt, rows = loaded(tmp_path, written)
    assert (receipt.format, receipt.read, receipt.ignored) == (format, 1, format != "discord-csv")
    assert [(row[0], *row[2:]) for row in rows] == [("other", "03-14T14:10", "ada", text, "post")]
    hidden = open_archive("acme", tmp_path / "data").sql("select distinct visibility from mentions")
    assert hidden["visibility"].tolist() == ["private"]


@pytest.mark.parametrize("form", ["lines", "array", "page", "pretty page", "one after another"])
def test_tweets_of_v1_in_whatever_form_they_are_kept(tmp_path: Path, form: str) -> None:
    user = {"id_str": "7", "screen_name": "ada"}
    made = {"created_at": "Sat Mar 14 14:10:00 +0000 2026", "full_text": "It broke", "user": user}
    tweets = [made | {"id_str": number} for number in ("2001", "2002")]
    written = {
        "lines": "\r\n\r\n".join(json.dumps(tweet) for tweet in tweets),
        "array": json.dumps(tweets, indent=1),
        "page": json.dumps({"statuses": tweets, "search_metadata": {}}),
        "pretty page": json.dumps({"statuses": tweets, "search_metadata": {}}, indent=1),
        "one after another": "".join(json.dumps(tweet) for tweet in tweets),
    }[form]
    receipt, rows = loaded(tmp_path, written)
    assert (receipt.format, [row[1] for row in rows]) == ("twitter-v1.1", ["2001", "2002"])


def test_each_row_of_a_mixed_table_has_its_own_platform_and_a_tools_ids_are_none(tmp_path: Path) -> None:
    head = "Mention ID,Date,Title,Content,URL,Media Type,Author\n"
    rows = [f"1,2026-03-14T14:10:00Z,,It broke,{TWEET},Twitter,ada"] * 2 + [
        "2,2026-03-14T14:11:00Z,Acme,Recalled,https://news.example/a,Online News,cy",
        "3,2026-03-14T14:12:00Z,,Mine too,https://www.reddit.com/r/x/comments/ab1/t/,Reddit,bo",
    ]
    receipt, found = loaded(tmp_path, head + "\n".join(rows) + "\n")
    assert receipt.duplicates == 1
    assert [row[:2] for row in found] == [("twitter", "2001"), ("news", "news.example/a"), ("reddit", "ab1")]


def test_comments_under_one_address_are_not_one_message(tmp_path: Path) -> None:
    post = "https://www.facebook.com/acme/posts/55"
    table = (
        f"date,author,comment,link\n2026-03-14T14:10:00Z,ada,broke,{post}\n2026-03-14T14:10:00Z,bo,mine too,{post}\n"
    )
    receipt, _ = loaded(tmp_path, table)
    assert (receipt.loaded, receipt.duplicates) == (2, 0)


def test_a_sum_at_the_foot_and_a_header_in_the_middle_are_put_aside(tmp_path: Path) -> None:
    head = "Date,Hour,Mention URL,Author,Content,Likes"
    table = (
        f"{head}\n2026-03-14,14:10,{TWEET},ada,It broke,1\n{head}\n2026-03-14,14:11,{TWEET}2,bo,same,2\nTotal,,,,,3\n"
    )
    receipt, rows = loaded(tmp_path, table, "UTC")
    assert (receipt.loaded, receipt.quarantined) == (2, 2)
    assert [row[2] for row in rows] == ["03-14T14:10", "03-14T14:11"]


@pytest.mark.parametrize("place", [1, 4, 8])
def test_a_quotation_mark_that_never_closes_costs_its_row(tmp_path: Path, place: int) -> None:
    rows = [f"{number},2026-03-14T14:10:00Z,text {number},ada,twitter" for number in range(1, 9)]
    rows[place - 1] = rows[place - 1].replace("text", '"text')
    receipt, found = loaded(tmp_path, "\n".join(["id,created_at,text,author,platform", *rows]) + "\n")
    assert (receipt.loaded, receipt.quarantined) == (7, 1)
    assert str(place) not in [row[1] for row in found]


@pytest.mark.parametrize(
    ("header", "row", "message"),
    [
        ("created_at,date,text,platform", "2026-03-14T14:10:00Z,2026-03-16T00:00:00Z,x,twitter",
         "more than one column that could be created_at: say which with --map 'created_at=created_at' or"),
        ("Date (CST),text,platform", "2026-03-14 14:10,x,twitter", r"'Date \(CST\)' have no zone"),
        ("date,text,colour", "2026-03-14T14:10:00Z,x,red", "which column is platform .date, text, colour.: say it"),
    ],
)  # fmt: skip
def test_what_is_open_is_asked_in_one_sentence(tmp_path: Path, header: str, row: str, message: str) -> None:
    with pytest.raises(WorkbenchError, match=message) as raised:
        loaded(tmp_path, f"{header}\n{row}\n")
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Timestamp (ET)", "America/New_York"), ("Date (UTC)", "UTC"), ("created_utc", "UTC"), ("Date", None),
        ("Date (GMT+5:30)", "GMT+05:30"), ("Published (UTC-3) local", "GMT-03:00"),
        ("When [Europe/Riga]", "Europe/Riga"), ("Date (CST)", None), ("Likes (all)", None),
    ],
)  # fmt: skip
def test_the_zone_that_a_header_tells(name: str, zone: str | None) -> None:
    assert zone_of(name) == zone


def test_a_column_is_found_whatever_zone_its_name_bears() -> None:
    assert find(["Network", "Timestamp (EST)"], "timestamp") == 1
    assert find(["Date (UTC)", "date"], "Date") == 1
    assert find(["Date (UTC)", "Date (ET)"], "Date") is None
