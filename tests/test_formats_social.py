"""What becomes of each export of a social platform; its quirks stand in tiny files under fixtures/exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import zstandard

from tests.exported import EXPORTS, counts, loaded, quarantined
from workbench.archive import load
from workbench.errors import UsageError, WorkbenchError
from workbench.readers import FORMATS, documents, markup, recognise
from workbench.readers.part import Part
from workbench.readers.source import Head, Source, peek

AT = "strftime(created_at, '%Y-%m-%d %H:%M:%S.%g')"
POST_A = "at://did:plc:aaaaaaaa/app.bsky.feed.post/3k2"
POST_B = "at://did:plc:bbbbbbbb/app.bsky.feed.post/3k3"
POST_C = "at://did:plc:cccccccc/app.bsky.feed.post/3k1"


@pytest.mark.parametrize(
    ("name", "format", "expected"),
    [
        ("twitter/v2_pages.jsonl", "twitter-v2", (8, 6, 0, 2, 1)),
        ("twitter/v2_page.json", "twitter-v2", (5, 5, 0, 0, 0)),
        ("twitter/v2_flat.jsonl", "twitter-v2", (3, 3, 0, 0, 0)),
        ("twitter/gnip_activity.jsonl", "twitter-gnip", (7, 6, 0, 1, 1)),
        ("twitter/archive.js", "twitter-archive", (6, 4, 0, 2, 0)),
        ("twitter/archive_2015.js", "twitter-archive", (3, 3, 0, 0, 0)),
        ("twitter/getoldtweets.csv", "getoldtweets", (1, 1, 0, 0, 0)),
        ("twitter/getoldtweets3.csv", "getoldtweets", (1, 1, 0, 0, 0)),
        ("twitter/twitterscraper.csv", "twitterscraper", (1, 1, 0, 0, 0)),
        ("twitter/twarc.csv", "twarc-csv", (3, 3, 0, 0, 0)),
        ("twitter/twarc2.csv", "twarc2-csv", (3, 3, 0, 0, 0)),
        ("twitter/twitter_r.csv", "twitter-r", (1, 1, 0, 0, 0)),
        ("twitter/support.csv", "support-threads", (3, 2, 0, 1, 0)),
        ("twitter/airlines.csv", "airline-sentiment", (1, 1, 0, 0, 0)),
        ("reddit/thread.json", "reddit", (4, 4, 0, 0, 2)),
        ("reddit/listing.json", "reddit", (4, 3, 0, 1, 0)),
        ("reddit/dump.ndjson", "reddit-dump", (5, 4, 0, 1, 0)),
        ("reddit/praw.csv", "reddit-csv", (2, 2, 0, 0, 0)),
        ("reddit/posts.csv", "reddit-csv", (1, 1, 0, 0, 0)),
        ("reddit/comments.csv", "reddit-csv", (2, 2, 0, 0, 0)),
        ("mastodon/statuses.json", "mastodon", (7, 6, 0, 1, 0)),
        ("mastodon/outbox.json", "mastodon-outbox", (4, 4, 0, 0, 1)),
        ("bluesky/feed.json", "bluesky", (6, 6, 0, 0, 0)),
        ("bluesky/thread.json", "bluesky", (3, 3, 0, 0, 1)),
        ("bluesky/records.json", "bluesky", (3, 3, 0, 0, 1)),
        ("bluesky/jetstream.jsonl", "bluesky-jetstream", (5, 4, 0, 1, 4)),
        ("youtube/threads.json", "youtube-comments", (4, 3, 0, 1, 1)),
        ("youtube/comments.jsonl", "youtube-comments", (1, 1, 0, 0, 0)),
        ("hackernews/search.json", "hackernews", (2, 2, 0, 0, 0)),
        ("hackernews/tree.json", "hackernews", (3, 3, 0, 0, 1)),
        ("hackernews/items.jsonl", "hackernews", (2, 2, 0, 0, 1)),
        ("chats/telegram.json", "telegram", (3, 3, 0, 0, 1)),
        ("chats/telegram_all.json", "telegram", (2, 2, 0, 0, 0)),
        ("chats/whatsapp_android.txt", "whatsapp", (3, 3, 0, 0, 2)),
        ("chats/whatsapp_ios.txt", "whatsapp", (3, 3, 0, 0, 0)),
    ],
)
def test_every_format_is_recognised_by_content_and_every_row_accounted_for(
    name: str, format: str, expected: tuple[int, ...], tmp_path: Path
) -> None:
    disguised = tmp_path / "export.bin"
    disguised.write_bytes((EXPORTS / name).read_bytes())
    (receipt,) = load("acme", [disguised], data=tmp_path / "data", timezone="Europe/Riga")
    assert (receipt.format, counts(receipt)) == (format, expected)


def test_v2_pages_give_authors_included_tweets_and_the_long_text(tmp_path: Path) -> None:
    columns = (
        f"id, {AT}, kind, author, followers, parent_id, conversation_id, text, links, likes, views, collected_at::text"
    )
    _, rows = loaded(tmp_path, "twitter/v2_pages.jsonl", columns)
    fetched, one, reply = "2022-10-05 00:00:00+00", "1500000000000000001", "1500000000000000003"
    first, repost, quote = "1500000000000000000", "1500000000000000002", "1500000000000000004"
    assert rows == [
        (first, "2022-10-04 15:00:00.000", "post", "cy", 70, None, first, "the first words", [], 3, 40, fetched),
        (one, "2022-10-04 15:25:05.000", "post", "ada", 100, None, one, "Is the mixer safe & sound? https://t.co/a",
         ["https://acme.example/recall"], 3, 40, fetched),
        (repost, "2022-10-04 15:26:00.000", "repost", "bo", 5, first, repost, "RT @cy: the first words", [], 0, None,
         fetched),
        (reply, "2022-10-04 15:27:00.000", "reply", "acme", 9000, one, one, "@ada it is", [], 3, 40, fetched),
        (quote, "2022-10-04 15:28:00.000", "quote", None, None, "1499999999999999999", quote,
         "nobody told who wrote this long text", ["https://acme.example/long"], 3, 40, fetched),
        ("1500000000000000005", "2022-10-04 15:29:00.000", "post", "bo", 6, None, "1500000000000000005",
         "one at a time", [], 3, 40, fetched),
    ]  # fmt: skip
    assert quarantined(tmp_path) == [
        (4, "not JSON: Unterminated string starting at: line 1 column 49 (char 48)"),
        (5, "created_at the day before is no time with an offset, such as 2026-03-04T14:10:00Z"),
    ]


def test_flattened_v2_tweets_hold_their_authors_and_an_id_tells_a_missing_time(tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, "twitter/v2_flat.jsonl", f"id, {AT}, kind, author, followers, parent_id")
    assert rows == [
        ("1500000000000000000", "2022-10-04 15:00:00.000", "post", "cy", 70, None),
        ("1500000000000000002", "2022-10-04 15:26:00.000", "repost", "bo", 5, "1500000000000000000"),
        ("1500000000000000008", "2022-03-05 06:47:23.309", "post", None, None, None),
    ]


def test_counts_of_tweets_are_no_tweets(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"v2_counts\.json holds counts of tweets .* workbench detect --series"):
        load("acme", [EXPORTS / "twitter/v2_counts.json"], data=tmp_path)
    assert not (tmp_path / "archive").exists()


def test_gnip_activities(tmp_path: Path) -> None:
    columns = "id, kind, author, author_id, parent_id, conversation_id, text, lang, links, likes"
    _, rows = loaded(tmp_path, "twitter/gnip_activity.jsonl", columns)
    assert rows == [
        ("1001", "post", "ada", "11", None, "1001", "the mixer & the bowl https://t.co/a", "en",
         ["https://acme.example/recall"], 3),
        ("1002", "repost", "bo", "12", "999", None, "RT @cy: short", "en", [], 0),
        ("999", "post", "cy", "13", None, "999", "the whole long text", "en", [], 7),
        ("1003", "reply", "di", "14", "1001", None, "@ada same here", "en", [], 0),
        ("1004", "quote", "ed", "15", "998", "1004", "look at this", "en", [], 0),
        ("998", "post", "flo", "16", None, "998", "quoted words", None, [], None),
    ]  # fmt: skip


def test_an_account_archive_names_no_author_unless_it_is_told(tmp_path: Path) -> None:
    columns = f"id, {AT}, author, kind, parent_id, conversation_id, text, likes, url"
    _, rows = loaded(tmp_path / "a", "twitter/archive.js", columns)
    at, url = "2026-03-06 13:02:05.000", "https://twitter.com/i/status/"
    assert rows == [
        ("2001", at, None, "post", None, "2001", "We are sorry & on it", 3, url + "2001"),
        ("2002", at, None, "reply", "1999", None, "@ada please write to us", 3, url + "2002"),
        ("2003", at, None, "repost", None, None, "RT @cy: the first words", 3, url + "2003"),
        ("2004", at, None, "quote", "1998", "2004", "see this https://t.co/b", 3, url + "2004"),
    ]
    assert [reason.partition(":")[0] for _, reason in quarantined(tmp_path / "a")] == [
        "not shaped like a record of this format",
        "created_at yesterday is no time with an offset, such as 2026-03-04T14",
    ]
    _, told = loaded(
        tmp_path / "b", "twitter/archive.js", "distinct author, author_id", "author=:@acme", "author_id=:7"
    )
    assert told == [("acme", "7")]
    with pytest.raises(UsageError, match="only its owner can be told, as in --map author=:handle"):
        loaded(tmp_path / "c", "twitter/archive.js", "id", "text=body")


def test_the_older_account_archive_holds_what_it_repeats(tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, "twitter/archive_2015.js", f"id, {AT}, author, kind, parent_id")
    assert rows == [
        ("3001", "2015-01-24 02:02:37.000", "ada", "post", None),
        ("2999", "2015-01-24 01:02:37.000", "cy", "post", None),
        ("3002", "2015-01-24 03:02:37.000", "ada", "repost", "2999"),
    ]


@pytest.mark.parametrize(
    ("name", "timezone", "at"),
    [
        ("twitter/getoldtweets.csv", "America/Los_Angeles", "2018-02-17 23:59:55.000"),
        ("twitter/getoldtweets3.csv", None, "2018-02-17 23:59:55.000"),
        ("twitter/twitterscraper.csv", "Europe/Riga", "2017-03-13 23:59:37.000"),
        ("twitter/twitter_r.csv", None, "2015-03-04 14:10:00.000"),
        ("twitter/airlines.csv", None, "2015-02-24 19:35:52.000"),
    ],
)
def test_a_tool_that_notes_utc_needs_no_zone_and_another_does(
    name: str, timezone: str | None, at: str, tmp_path: Path
) -> None:
    assert loaded(tmp_path, name, f"author, {AT}", timezone=timezone)[1] == [("ada", at)]


def test_getoldtweets_notes_the_time_of_its_collector(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"column 'date' have no zone .*--timezone"):
        loaded(tmp_path, "twitter/getoldtweets.csv", "id")


def test_tables_made_by_twarc(tmp_path: Path) -> None:
    columns = "id, kind, author, followers, parent_id, text, links"
    _, first = loaded(tmp_path / "1", "twitter/twarc.csv", columns)
    assert first == [
        ("4001", "repost", "ada", 100, "3999", "RT @cy: words", []),
        ("4002", "reply", "bo", 5, "4001", "@ada no", ["https://acme.example/a", "https://acme.example/b"]),
        ("4003", "post", "bo", 5, None, "fine", []),
    ]
    _, second = loaded(tmp_path / "2", "twitter/twarc2.csv", columns)
    assert second == [
        ("1500000000000000001", "post", "ada", 100, None, "is it safe?", ["https://acme.example/recall"]),
        ("1500000000000000003", "reply", "acme", 9000, "1500000000000000001", "@ada it is", []),
        ("1500000000000000002", "repost", "bo", 5, "1500000000000000000", "RT @cy: words", []),
    ]


def test_in_support_threads_a_brand_stands_under_its_handle(tmp_path: Path) -> None:
    columns = "id, author, author_id, kind, parent_id, conversation_id, text"
    _, rows = loaded(tmp_path, "twitter/support.csv", columns)
    assert rows == [
        ("1", "AcmeHelp", None, "reply", "3", None, "@115712 We are sorry & on it."),
        ("3", "115712", "115712", "post", None, "3", "@AcmeHelp my mixer smokes"),
    ]
    assert quarantined(tmp_path) == [(3, "created_at is missing")]


def test_one_column_of_a_known_table_can_be_mapped_otherwise(tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, "twitter/support.csv", "author, platform", "author=:nobody", "platform=:other")
    assert rows == [("nobody", "other")] * 2


def test_a_reddit_thread_is_read_to_its_depth(tmp_path: Path) -> None:
    columns = f"id, {AT}, kind, author, parent_id, conversation_id, text, title, likes, replies, url"
    _, rows = loaded(tmp_path, "reddit/thread.json", columns)
    post, said = "https://www.reddit.com/r/acme/comments/aaa111/mixer/", "2022-01-21 19:08:20.000"
    assert rows == [
        ("aaa111", "2022-01-21 19:07:47.000", "post", "ada", None, "aaa111", "It smokes > a lot", "Mixer & smoke", 5, 3,
         post),
        ("c1", said, "comment", "bo", "aaa111", "aaa111", "same & here", None, None, None, post + "c1/"),
        ("c2", said, "comment", "bo", "c1", "aaa111", "same & here", None, None, None, post + "c2/"),
        ("c3", said, "comment", None, "aaa111", "aaa111", "", None, None, None, post + "c3/"),
    ]  # fmt: skip


def test_a_reddit_crosspost_repeats_a_post_that_counts_on_its_own(tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, "reddit/listing.json", "id, kind, author, parent_id, links")
    assert rows == [
        ("aaa112", "post", "ada", None, ["https://news.example/mixers"]),
        ("aaa110", "post", "cy", None, []),
        ("aaa113", "repost", "ada", "aaa110", []),
    ]
    assert quarantined(tmp_path) == [(3, "created_at is missing")]


def test_a_dump_of_reddit_says_what_the_api_says(tmp_path: Path) -> None:
    columns = f"id, {AT}, kind, author, parent_id, conversation_id, text, title, links, collected_at::text"
    _, rows = loaded(tmp_path, "reddit/dump.ndjson", columns)
    at, said, fetched = "2022-01-21 19:07:47.000", "2022-01-21 19:08:20.000", "2022-01-21 21:20:00+00"
    assert rows == [
        ("aaa111", at, "post", "ada", None, "aaa111", "It smokes > a lot", "Mixer & smoke", [], fetched),
        ("c1", said, "comment", "bo", "aaa111", "aaa111", "same & here", None, [], fetched),
        ("aaa112", at, "post", "ada", None, "aaa112", "", "Mixer & smoke", ["https://news.example/mixers"], None),
        ("c3", said, "comment", None, "c1", "aaa111", "", None, [], None),
    ]


def test_a_dump_in_zstd_is_read_as_it_comes(tmp_path: Path) -> None:
    packed = tmp_path / "RS_2022-01.zst"
    plain = (EXPORTS / "reddit/dump.ndjson").read_bytes()
    packed.write_bytes(zstandard.ZstdCompressor(level=3).compress(plain))
    receipt, rows = loaded(tmp_path, packed, "count(*)::int, count(title)::int")
    assert (receipt.format, counts(receipt), rows) == ("reddit-dump", (5, 4, 0, 1, 0), [(4, 2)])


def test_tables_of_reddit(tmp_path: Path) -> None:
    columns = f"id, {AT}, kind, author, parent_id, text, links, url, likes, replies"
    _, praw = loaded(tmp_path / "1", "reddit/praw.csv", columns)
    assert praw == [
        ("l6ulcx", "2021-01-28 19:37:41.000", "post", None, None, "", ["https://v.redd.it/6j75regs72e61"],
         "https://www.reddit.com/comments/l6ulcx", 55, 6),
        ("l6ulcy", "2021-01-28 19:38:41.000", "post", None, None, "It smokes,\na lot", [],
         "https://www.reddit.com/r/acme/comments/l6ulcy/mixer/", None, 2),
    ]  # fmt: skip
    _, posts = loaded(tmp_path / "2", "reddit/posts.csv", columns)
    assert posts == [
        ("17ab1c", "2013-02-01 00:00:00.000", "post", None, None, "", ["http://news.example/mixers"],
         "http://www.reddit.com/r/acme/comments/17ab1c/mixers/", 9, 4),
    ]  # fmt: skip
    _, comments = loaded(tmp_path / "3", "reddit/comments.csv", "id, kind, author, parent_id, conversation_id, text")
    assert comments == [
        ("c1", "comment", "bo", "aaa111", "aaa111", "same here"),
        ("c2", "comment", None, "c1", "aaa111", ""),
    ]


def test_mastodon_statuses_become_plain_text(tmp_path: Path) -> None:
    columns = f"id, {AT}, kind, visibility, author, followers, parent_id, conversation_id, text, lang, links"
    _, rows = loaded(tmp_path, "mastodon/statuses.json", columns)
    at, link = "2026-08-01 13:55:55.867", "https://acme.example/recall?a=1&b=2"
    text = f"It smokes & smells\nbadly\n\nSee {link} #acme"
    assert rows == [
        ("101", at, "post", "public", "ada", 100, None, "101", text, "en", [link]),
        ("102", at, "repost", "public", "bo@other.example", 3, "99", None, "the first words", "en", []),
        ("99", at, "post", "public", "cy", 5, None, "99", "the first words", "en", []),
        ("103", at, "reply", "private", "bo@other.example", 3, "101", None, "anger\n\n@ada no", None, []),
        ("104", at, "quote", "public", "ada", 100, "98", "104", "look", "en", []),
        ("98", at, "post", "public", "cy", 5, None, "98", "quoted", "en", []),
    ]


@pytest.mark.parametrize(
    "page",
    [
        {"statuses": ["STATUS"], "accounts": [], "hashtags": []},
        {"ancestors": [], "descendants": ["STATUS"]},
        [{"id": "1", "type": "mention", "created_at": "2026-08-01T13:55:55Z", "status": "STATUS"}],
        "STATUS",
    ],
)
def test_mastodon_statuses_in_other_answers_of_the_api(page: object, tmp_path: Path) -> None:
    status = json.loads((EXPORTS / "mastodon/statuses.json").read_text(encoding="utf-8"))[0]
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(page).replace('"STATUS"', json.dumps(status)), encoding="utf-8")
    receipt, rows = loaded(tmp_path, file, "id, author")
    assert (receipt.format, rows) == ("mastodon", [("101", "ada")])


def test_a_mastodon_outbox(tmp_path: Path) -> None:
    columns = "id, kind, visibility, author, parent_id, conversation_id, text, lang, links, url"
    _, rows = loaded(tmp_path, "mastodon/outbox.json", columns)
    page, shared = "https://m.example/@ada/", "https://other.example/users/cy/statuses/77"
    assert rows == [
        ("101", "post", "public", "ada", None, "101", "It smokes", "en", [], page + "101"),
        ("102", "reply", "private", "ada", "101", "101", "still", "en", [], page + "102"),
        ("103", "reply", "public", "ada", "https://other.example/notes/9abc", None, "to a stranger", "en", [],
         page + "103"),
        ("104", "repost", "public", "ada", "77", None, "", None, [shared], "https://m.example/users/ada/statuses/104"),
    ]  # fmt: skip


def test_a_bluesky_feed_holds_reposts_answers_and_quotes(tmp_path: Path) -> None:
    columns = f"id, {AT}, kind, author, parent_id, conversation_id, text, links, likes"
    _, rows = loaded(tmp_path, "bluesky/feed.json", columns)
    at, quote = "2026-05-25 14:23:28.757", "at://did:plc:dddddddd/app.bsky.feed.post/3k4"
    quoted = "at://did:plc:eeeeeeee/app.bsky.feed.post/3k0"
    assert rows == [
        (POST_A, at, "post", "ada.example", None, POST_A, "see acme…", ["https://acme.example/recall"], 3),
        ("at://did:plc:bbbbbbbb/app.bsky.feed.repost/3k9", "2026-05-25 15:00:00.000", "repost", "bo.example", POST_C,
         None, "the first words", [], None),
        (POST_C, at, "post", "cy.example", None, POST_C, "the first words", [], 3),
        (POST_B, at, "reply", "bo.example", POST_A, POST_A, "no", [], 3),
        (quote, "2026-05-25 14:23:30.000", "quote", "di.example", quoted, quote, "quoting", [], 3),
        (quoted, at, "post", "ed.example", None, quoted, "quoted words", [], 9),
    ]  # fmt: skip


def test_a_bluesky_thread_upwards_and_downwards(tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, "bluesky/thread.json", "id, kind, parent_id, conversation_id, text")
    assert rows == [
        (POST_A, "post", None, POST_A, "it smokes"),
        (POST_C, "post", None, POST_C, "the first words"),
        (POST_B, "reply", POST_A, POST_C, "no"),
    ]


def test_a_bluesky_record_without_a_zone_is_put_aside(tmp_path: Path) -> None:
    receipt, rows = loaded(tmp_path, "bluesky/records.json", "kind, author, author_id, text, parent_id")
    assert counts(receipt) == (3, 2, 0, 1, 1)
    assert rows == [
        ("post", None, "did:plc:aaaaaaaa", "a record", None),
        ("repost", None, "did:plc:aaaaaaaa", "", POST_C),
    ]


def test_jetstream_events_are_never_later_than_they_were_seen(tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, "bluesky/jetstream.jsonl", f"id, {AT}, kind, parent_id, conversation_id, text, links")
    seen, quote = "2026-05-25 14:23:29.157", "at://did:plc:bbbbbbbb/app.bsky.feed.post/3k4"
    links = ["https://acme.example/faq", "https://acme.example/recall"]
    assert rows == [
        (POST_A, "2026-05-25 14:23:28.757", "post", None, POST_A, "hello #acme", links),
        (POST_B, seen, "reply", POST_A, POST_A, "no", []),
        ("at://did:plc:bbbbbbbb/app.bsky.feed.repost/3k9", "2026-05-25 14:23:27.388", "repost", POST_A, None, "", []),
        (quote, seen, "quote", POST_A, quote, "look", []),
    ]


def test_comments_on_youtube(tmp_path: Path) -> None:
    columns = f"id, {AT}, kind, author, author_id, parent_id, conversation_id, text, likes, replies, url"
    at, url = "2023-02-24 22:36:48.000", "https://www.youtube.com/watch?v=v1&lc="
    _, rows = loaded(tmp_path / "1", "youtube/threads.json", columns)
    assert rows == [
        ("Ugx1", at, "comment", "ada", "UCa", "v1", "v1", "it smokes", 4, 1, url + "Ugx1"),
        ("Ugx1.9a", at, "comment", "ada", "UCa", "Ugx1", "v1", "same", 4, None, url + "Ugx1.9a"),
        ("Ugx2", at, "comment", "ada", "UCa", "v1", "v1", "no", 4, 0, url + "Ugx2"),
    ]
    assert quarantined(tmp_path / "1") == [(4, "created_at is missing")]
    _, listed = loaded(tmp_path / "2", "youtube/comments.jsonl", columns)
    assert listed == [("Ugx1.9b", at, "comment", "ada", "UCa", "Ugx1", None, "a & b\nc", 4, None, None)]


def test_hacker_news_says_the_same_in_all_its_forms(tmp_path: Path) -> None:
    columns = f"id, {AT}, kind, author, parent_id, conversation_id, text, title, links, likes, replies"
    link, title, said = ["https://acme.example/recall"], "Acme recalls mixers", "2024-01-02 04:04:05.000"
    story = ("38001", "2024-01-02 03:04:05.000", "post", "ada", None, "38001", "", title, link, 120, 45)
    _, search = loaded(tmp_path / "1", "hackernews/search.json", columns)
    text = "It's hot\n\nsee https://acme.example/faq"
    assert search == [
        story,
        ("38002", said, "comment", "bo", "38001", "38001", text, None, ["https://acme.example/faq"], None, None),
    ]
    _, items = loaded(tmp_path / "2", "hackernews/items.jsonl", columns)
    assert items == [story, ("38002", said, "comment", "bo", "38001", None, "It's hot", None, [], None, None)]
    _, tree = loaded(tmp_path / "3", "hackernews/tree.json", "id, parent_id, conversation_id, author")
    assert tree == [
        ("38001", None, "38001", "ada"),
        ("38002", "38001", "38001", "bo"),
        ("38004", "38002", "38001", "ada"),
    ]


def test_telegram_chats_are_private_unless_they_say_otherwise(tmp_path: Path) -> None:
    columns = f"id, {AT}, kind, visibility, author, parent_id, text, links, likes"
    _, rows = loaded(tmp_path / "1", "chats/telegram.json", columns)
    assert rows == [
        ("55/2", "2018-12-05 10:39:10.000", "post", "public", "Ada", None, "it smokes", [], 4),
        ("55/3", "2018-12-05 10:49:24.000", "reply", "public", "Bo", "55/2", "see this!",
         ["https://acme.example/recall"], None),
        ("55/4", "2018-12-05 10:50:24.000", "repost", "public", "Bo", None, "", [], None),
    ]  # fmt: skip
    _, chats = loaded(tmp_path / "2", "chats/telegram_all.json", columns, timezone="Europe/Riga")
    assert chats == [
        ("77/2", "2018-12-05 10:39:10.000", "post", "private", "Ada", None, "hello", [], None),
        ("78/2", "2018-12-05 10:40:10.000", "post", "public", "News", None, "recall", [], None),
    ]
    with pytest.raises(WorkbenchError, match="have no zone"):
        loaded(tmp_path / "3", "chats/telegram_all.json", "id")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chats/whatsapp_android.txt", [
            ("2023-12-25 19:06:00.000", "Ada Example", "it smokes\nsince today"),
            ("2023-12-25 19:07:00.000", "+371 200 00 000", "see https://acme.example: now"),
            ("2024-02-01 07:01:00.000", "Bo", "<Media omitted>"),
        ]),
        ("chats/whatsapp_ios.txt", [
            ("2023-12-24 22:07:00.000", "Bo", "image omitted"),
            ("2023-12-25 19:05:10.000", "Acme talk", "Messages and calls are end-to-end encrypted."),
            ("2023-12-25 19:06:11.000", "Ada", "it smokes"),
        ]),
    ],
)  # fmt: skip
def test_whatsapp_chats(name: str, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, name, f"{AT}, author, text, visibility", timezone="Europe/Riga")
    assert sorted(rows) == [(*row, "private") for row in expected]


def test_a_whatsapp_chat_that_leaves_the_date_open_must_be_told(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="does not show whether day or month comes first"):
        loaded(tmp_path / "1", "chats/whatsapp_open.txt", "id", timezone="UTC")
    _, rows = loaded(tmp_path / "2", "chats/whatsapp_open.txt", AT, "date_format=%d/%m/%Y %H:%M", timezone="UTC")
    assert rows == [("2024-02-01 09:00:00.000",), ("2024-02-03 09:00:00.000",)]


@pytest.mark.parametrize(
    "name", ["twitter/archive.js", "mastodon/outbox.json", "chats/telegram.json", "bluesky/feed.json"]
)
def test_a_document_that_is_cut_short_is_refused_whole(name: str, tmp_path: Path) -> None:
    whole = (EXPORTS / name).read_text(encoding="utf-8")
    cut = tmp_path / "cut.json"
    cut.write_text(whole[: len(whole) * 2 // 3], encoding="utf-8")
    with pytest.raises(WorkbenchError, match=r"cut\.json is broken JSON .*: nothing of it was loaded; export it again"):
        load("acme", [cut], data=tmp_path / "data")
    assert not (tmp_path / "data" / "archive").exists()


def test_hostile_values_are_put_aside_or_made_harmless(tmp_path: Path) -> None:
    def comment(number: int, **changed: object) -> dict[str, object]:
        snippet = {"textOriginal": "x", "textDisplay": "x", "publishedAt": "2023-02-24T22:36:48Z", **changed}
        return {"id": str(number), "snippet": snippet}

    file = tmp_path / "comments.jsonl"
    odd = [
        comment(1, textOriginal="half \ud83d emoji and \0 nul"),
        comment(2, likeCount="1e400", authorDisplayName={"a": 1}),
        comment(3, likeCount=-4, authorChannelId=[1]),
        comment(4, textOriginal="y" * 3_000_000),
        comment(5, publishedAt=12),
        comment(6, textOriginal=["no text"]),
    ]
    file.write_text("\n".join(json.dumps(record) for record in odd) + "\nnull\n[]\n", encoding="utf-8")
    receipt, rows = loaded(tmp_path, file, "id, left(text, 30), likes, author")
    assert rows == [
        ("1", "half \ufffd emoji and  nul", None, None),
        ("2", "x", None, None),
        ("4", "y" * 30, None, None),
    ]
    assert counts(receipt) == (8, 3, 0, 5, 0)


def source_of(tmp_path: Path, text: str) -> Source:
    file = tmp_path / "document.json"
    file.write_text(text, encoding="utf-8")
    return Source(Part(file), file, tmp_path, peek(file), "t")


def test_a_document_is_read_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"n": n, "items": [1, 2], "text": f'}}]"items": [ü {n}'} for n in range(50)]
    text = json.dumps({"about": "x" * 300, "items": records, "more": {"items": [{"n": 50}]}}, ensure_ascii=False)
    for size in (7, 64, 1 << 20):
        monkeypatch.setattr(documents, "_CHUNK", size)
        found = list(documents.elements(source_of(tmp_path, text), "items"))
        assert found == [*records, {"n": 50}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ('{\n  "a": 1\n}\n{\n  "a": 2\n}\n', [{"a": 1}, {"a": 2}]),
        ('[{"a": 1},\n {"a": 2}]', [{"a": 1}, {"a": 2}]),
        ('window.YTD.tweets.part0 = [ {"a": 1}, {"a": 2} ]', [{"a": 1}, {"a": 2}]),
        ("[]", []),
    ],
)
def test_records_stand_on_lines_in_arrays_or_one_after_another(
    text: str, expected: list[dict[str, int]], tmp_path: Path
) -> None:
    assert list(documents.records(source_of(tmp_path, text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": [{"b": 1}, {"b": "x', {"a": [{"b": 1}, {}]}),
        ('{"a": {"c": "[", "d": tr', {"a": {"c": "["}}),
        ('[1, 2', [1]),
        ("{]", None),
        ("no json", None),
    ],
)  # fmt: skip
def test_the_head_of_a_document_shows_its_outline(text: str, expected: object) -> None:
    assert documents.outline(Head(text, whole=False)) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<br>b</p><p>c &lt;d&gt; &amp;amp; &#x27;e&#39;</p>", "a\nb\n\nc <d> &amp; 'e'"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a<script>alert(1)</script>b<!-- c -->d<style>p{}", "abd"),
        ("", ""),
    ],
)
def test_plain_text_of_html(html: str, expected: str) -> None:
    assert markup.plain_text(html) == expected


def test_links_of_html_are_web_addresses_that_lead_away() -> None:
    html = (
        "<a href=\"https://a.example/?x=1&amp;y=2\">a</a> <a href='javascript:alert(1)'>b</a>"
        ' <a class="mention" href="https://m.example/@ada">c</a> <a href="https://a.example/?x=1&amp;y=2">d</a>'
    )
    assert markup.links(html) == ["https://a.example/?x=1&y=2"]


@pytest.mark.parametrize(
    ("name", "format", "expected"),
    [
        ("formats/twitter-v2-twarc2/noflat.jsonl", "twitter-v2", (164, 164, 0, 0, 0)),
        ("formats/twitter-v2-twarc2/edited.jsonl", "twitter-v2", (2, 2, 0, 0, 0)),
        ("formats/twitter-v2-twarc2/quoted_edit.jsonl", "twitter-v2", (3, 3, 0, 0, 0)),
        ("formats/twitter-gnip/original_format_examples.json", "twitter-v1.1", (29, 29, 0, 0, 0)),
        ("formats/twitter-account-archive/tweets.js", "twitter-archive", (2045, 2045, 0, 0, 0)),
        ("formats/twitterscraper-csv/southwest.csv", "twitterscraper", (5197, 5197, 0, 0, 0)),
        ("formats/mastodon-archive/outbox.json", "mastodon-outbox", (1476, 1476, 0, 0, 0)),
        ("formats/mastodon-api/test_hashtag_tl_v1_timelines_tag_hoot.json", "mastodon", (1, 1, 0, 0, 0)),
        ("formats/bluesky/jetstream_golden_v1.jsonl", "bluesky-jetstream", (2, 2, 0, 0, 8)),
        ("formats/bluesky/post_record.json", "bluesky", (1, 1, 0, 0, 0)),
        ("formats/bluesky/feed_record.json", "bluesky", (0, 0, 0, 0, 1)),
        ("formats/reddit-api/r_all_new_listing.json", "reddit", (100, 100, 0, 0, 0)),
        ("formats/reddit-api/submission_with_comments_small.json", "reddit", (3, 3, 0, 0, 0)),
        ("formats/reddit-csv/reddit_wsb.csv", "reddit-csv", (1892, 1892, 0, 0, 0)),
        ("formats/youtube-comments-api/commentThreads.json", "youtube-comments", (4, 4, 0, 0, 0)),
        ("formats/chat-exports/telegram/test_single_export.json", "telegram", (2, 2, 0, 0, 0)),
        ("formats/chat-exports/whatsapp/whatstk_lorem-2000.txt", "whatsapp", (2000, 2000, 0, 0, 0)),
        ("formats/chat-exports/whatsapp/test_mmddyyyy_12hrs.txt", "whatsapp", (7, 7, 0, 0, 2)),
        ("crises/snapchat-2018-02/SNAPCHAT_2018-02-17.csv", "getoldtweets", (10000, 10000, 0, 0, 0)),
        ("support/twcs-first-5000/twcs.csv", "support-threads", (3183, 3182, 0, 1, 0)),
        ("support/twcs-brand-replies-only/AppleSupport.csv", "support-threads", (10983, 10983, 0, 0, 0)),
    ],
)
def test_real_exports(shared: Path, name: str, format: str, expected: tuple[int, ...], tmp_path: Path) -> None:
    (receipt,) = load("acme", [shared / "archives" / name], data=tmp_path, timezone="America/Los_Angeles")
    assert (receipt.format, counts(receipt)) == (format, expected)


def test_no_file_of_ours_fits_two_formats() -> None:
    for file in sorted(EXPORTS.glob("*/*")):
        head = peek(file)
        fitting = [name for name, one in FORMATS.items() if not one.general and one.recognises(head)]
        assert len(fitting) <= 1, f"{file.name} fits {fitting}"


def test_a_page_about_a_mastodon_server_is_no_export(tmp_path: Path) -> None:
    file = tmp_path / "instance.json"
    file.write_text('{"domain": "m.example", "title": "Mastodon", "version": "4.6.4", "rules": []}', encoding="utf-8")
    with pytest.raises(WorkbenchError, match="in no format that we know"):
        recognise(file, peek(file))
