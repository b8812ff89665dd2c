"""Every quirk of an export has a tiny file in fixtures/exports; what becomes of it stands here."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
import zstandard

from tests.exported import EXPORTS, counts, loaded, quarantined
from workbench.archive import load, open_archive
from workbench.errors import UsageError, WorkbenchError
from workbench.readers import FORMATS, recognise
from workbench.readers.mapping import make_mapping, parse_map
from workbench.readers.source import judge, peek


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("mentions.jsonl", "mentions"),
        ("twitter_v1.jsonl", "twitter-v1.1"),
        ("twitter_v1_array.json", "twitter-v1.1"),
        ("twitter_v1_page.json", "twitter-v1.1"),
        ("latin1_cr.csv", "csv"),
        ("utf16_tab.csv", "csv"),
        ("bom_semicolon.csv", "csv"),
        ("no_header.csv", "csv"),
        ("ragged.csv", "csv"),
        ("nul.csv", "csv"),
    ],
)
def test_a_format_is_recognised_by_its_content(name: str, format: str, tmp_path: Path) -> None:
    disguised = tmp_path / "export.bin"
    disguised.write_bytes((EXPORTS / name).read_bytes())
    assert recognise(disguised, peek(disguised)).name == format


def test_no_format_and_two_formats_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    file = EXPORTS / "unknown.txt"
    with pytest.raises(
        WorkbenchError, match="in no format that we know: if it is a table or JSON, `workbench map FILE`"
    ):
        recognise(file, peek(file))
    monkeypatch.setitem(FORMATS, "twin", FORMATS["mentions"])
    with pytest.raises(
        WorkbenchError, match=r"more than one format: say which with --format mentions or --format mentions"
    ):
        recognise(EXPORTS / "mentions.jsonl", peek(EXPORTS / "mentions.jsonl"))
    with pytest.raises(
        UsageError, match=r"'gedcom' is no format: choose one of auto, mentions, .*twitter-v1\.1, .*csv"
    ):
        recognise(file, peek(file), "gedcom")


def test_mentions(tmp_path: Path) -> None:
    receipt, rows = loaded(
        tmp_path, "mentions.jsonl", "id, created_at::varchar, author, lang, kind, visibility, parent_id, likes, links"
    )
    at = "2026-03-04 14:10:00+00"
    assert counts(receipt) == (14, 5, 1, 8, 0)
    assert rows == [
        ("1001", at, "ada", "en", "post", "public", None, 3, ["https://acme.example/recall"]),
        ("1002", "2026-03-04 14:10:00.5+00", None, "en", "reply", "public", "1001", None, []),
        ("1008", at, None, "en", "post", "public", None, None, ["https://acme.example/faq"]),
        ("1009", at, None, "en", "post", "private", None, None, []),
        ("1010", at, None, "en", "repost", "public", None, None, []),
    ]
    assert quarantined(tmp_path) == [
        (4, "platform myspace is not one that the archive knows"),
        (5, "created_at 2026-03-04 14:10:00 is no time with an offset, such as 2026-03-04T14:10:00Z"),
        (6, "kind shout is not one that the archive knows"),
        (7, "text is missing"),
        (8, "not JSON: Unterminated string starting at: line 1 column 85 (char 84)"),
        (9, "not a JSON object"),
        (12, "created_at is not between 1990 and 2199"),
        (13, "id is missing"),
    ]


def test_a_lone_surrogate_is_replaced_and_the_text_kept(tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, "mentions.jsonl", "text")
    assert rows[2] == ("half an emoji \ufffd here https://acme.example/faq.",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'"text": "caf\xe9"', "café"),
        (b'"text": "a\0b"', "ab"),
        (b'"text": "a\\u0000b"', "ab"),
        (b'"text": "x", "likes": NaN', "x"),
        (b'"text": "x", "likes": [1], "author": {"name": 1}, "links": 5, "followers": -2', "x"),
        ('"text": "\u2028 \x85 line ends that end no line"'.encode(), "\u2028 \x85 line ends that end no line"),
        (b'"text": "' + b"x" * 3_000_000 + b'"', "x" * 3_000_000),
        (b'"text": "\\ud83d", "followers": 1e999, "likes": 1e30, "views": "many", "replies": {"n": 1}', "\ufffd"),
        (b'"text": "deep", "n": ' + b"[" * 5000 + b"]" * 5000, "deep"),
    ],
)
def test_odd_lines_between_good_ones(tmp_path: Path, line: bytes, expected: str) -> None:
    def row(number: int, rest: bytes) -> bytes:
        return b'{"platform": "other", "id": "%d", "created_at": "2026-03-04T14:10:00Z", %s}' % (number, rest)

    file = tmp_path / "odd.jsonl"
    file.write_bytes(
        b"\r\n".join([row(1, '"text": "é"'.encode()), b"  ", row(2, line), row(3, b'"text": "last"'), b""])
    )
    (receipt,) = load("acme", [file], data=tmp_path)
    with open_archive("acme", tmp_path).connection() as connection:
        rows = connection.execute("select source_row, text from mentions order by 1").fetchall()
    assert rows == [(1, "é"), (2, expected), (3, "last")]
    assert counts(receipt) == (3, 3, 0, 0, 0)


def test_a_zone_is_taken_for_times_without_one_only(tmp_path: Path) -> None:
    receipt, rows = loaded(tmp_path, "mentions.jsonl", "id, created_at::varchar", timezone="Europe/Riga")
    assert counts(receipt) == (14, 6, 1, 7, 0)
    assert rows[0] == ("1001", "2026-03-04 14:10:00+00")
    assert rows[2] == ("1004", "2026-03-04 12:10:00+00")


def test_twitter_v1(tmp_path: Path) -> None:
    receipt, rows = loaded(
        tmp_path, "twitter_v1.jsonl", "id[-2:], author, kind, parent_id[-2:], conversation_id[-2:], text, len(links)"
    )
    assert counts(receipt) == (13, 11, 1, 1, 2)
    assert rows == [
        ("01", "ada", "post", None, "01", "Tea & toast <3 &lt; https://t.co/x", 1),
        ("02", "bo", "reply", "01", None, "@ada why?", 0),
        ("95", "acme", "post", None, "95", "our kettle is fine", 0),
        ("03", "cy", "repost", "95", None, "RT @acme: our kettle is fine", 0),
        ("04", "di", "repost", "95", None, "RT @acme: our kettle is fine", 0),
        ("94", "ed", "post", None, "94", "quoted words", 0),
        ("05", "flo", "quote", "94", "05", "look at this", 0),
        ("06", "gus", "repost", "05", None, "RT @flo: look at this", 0),
        ("07", "hal", "post", None, "07", "a long post, cut here no more", 1),
        ("08", "ivy", "repost", None, "08", "RT @ada: written by hand", 0),
        ("09", "jo", "post", None, "09", "the long form", 0),
    ]
    assert quarantined(tmp_path) == [(13, "created_at yesterday is no time such as Tue Oct 31 22:10:47 +0000 2017")]


@pytest.mark.parametrize(("name", "read"), [("twitter_v1_array.json", 3), ("twitter_v1_page.json", 4)])
def test_twitter_v1_arrays_and_pages(tmp_path: Path, name: str, read: int) -> None:
    receipt, rows = loaded(tmp_path, name, "id, url, likes, reposts, followers, lang, links")
    assert counts(receipt) == (read, read, 0, 0, 0)
    url = "https://twitter.com/ada/status/2029500000000000001"
    assert rows[0] == ("2029500000000000001", url, 2, 1, 10, "en", ["https://acme.example/hub"])


@pytest.mark.parametrize(
    ("name", "maps", "timezone", "columns", "expected"),
    [
        (
            "latin1_cr.csv",
            ["platform=:twitter"],
            "America/New_York",
            "id[:2], created_at::varchar, author, text, likes",
            [
                ("x-", "2017-06-13 15:55:00+00", "ada", "Grüße aus Köln", 1972),
                ("x-", "2017-06-12 04:09:00+00", "bo", "déjà vu\ntwice", None),
            ],
        ),
        (
            "utf16_tab.csv",
            [],
            None,
            "id, platform, author, text",
            [("1", "twitter", "ada", "zwei Tassen für Jānis"), ("2", "twitter", "bo", "eine\r\nZeile mehr")],
        ),
        (
            "bom_semicolon.csv",
            [],
            None,
            "id, created_at::varchar, text, kind, parent_id",
            [
                ("11", "2017-10-31 22:10:47+00", "hello", "post", None),
                ("12", "2017-10-31 22:11:47+00", "a; b", "reply", "11"),
            ],
        ),
        (
            "no_header.csv",
            ["platform=:twitter", "created_at=#1", "text=#2"],
            "UTC",
            "id[:2], created_at::varchar, text, kind",
            [
                ("x-", "2019-03-18 10:20:35+00", "RT @star: café …", "repost"),
                ("x-", "2019-03-18 10:20:31+00", "it's\n\nhere", "post"),
            ],
        ),
        ("cp1252.csv", [], None, "text", [("“smart” – naïve €5",)]),
        ("broken_bytes.csv", [], None, "text", [("naïve ☕ café Šēļņķ āčģī",)] * 4 + [("one b\ufffdd byte",)]),
        ("nul.csv", [], None, "id, text", [("1", "before"), ("2", "afterx")]),
        (
            "named_zones.csv",
            [],
            None,
            "id, platform, author, created_at::varchar",
            [
                ("55", "facebook", "News", "2023-11-05 04:56:36+00"),
                ("56", "facebook", "News", "2023-11-06 03:56:36+00"),
            ],
        ),
        (
            "epoch.csv",
            [],
            None,
            "id, platform, created_at::varchar, text, title, replies",
            [
                ("s9i9bw", "reddit", "2022-01-21 19:07:47+00", "", "A title", 2),
                ("htmuxcn", "reddit", "2022-01-21 19:07:48+00", "so true", "Comment", 0),
            ],
        ),
    ],
)
def test_tables(
    tmp_path: Path, name: str, maps: list[str], timezone: str | None, columns: str, expected: list[tuple[object, ...]]
) -> None:
    receipt, rows = loaded(tmp_path, name, columns, *maps, timezone=timezone)
    assert rows == expected
    assert counts(receipt) == (len(expected), len(expected), 0, 0, 0)


def test_ragged_rows_are_put_aside_and_the_others_loaded(tmp_path: Path) -> None:
    receipt, rows = loaded(tmp_path, "ragged.csv", "id, source_row, text")
    assert counts(receipt) == (6, 3, 0, 3, 0)
    assert rows == [("1", 1, "fine"), ("4", 4, 'say "hi"\nthere'), ("6", 6, "last")]
    frame = open_archive("acme", tmp_path).quarantined()
    assert list(zip(frame.source_row, frame.reason, frame.row, strict=True)) == [
        (2, "has 5 fields where there should be 4", "2,2026-03-04T14:11:00Z,too,many,fields"),
        (3, "has 2 fields where there should be 4", "3,2026-03-04T14:12:00Z"),
        (5, "a quotation mark never closes", '5,2026-03-04T14:14:00Z,"never closed,cy'),
    ]


def test_the_whole_column_decides_about_day_and_month(tmp_path: Path) -> None:
    receipt, rows = loaded(tmp_path, "days_first.csv", "created_at::varchar", timezone="UTC")
    assert rows == [("2017-06-05 10:00:00+00",), ("2017-06-13 10:00:00+00",)]
    assert quarantined(tmp_path) == [
        (3, "created_at 31/02/2017 10:00 is no time that can be read, or none that exists in UTC")
    ]
    assert counts(receipt) == (3, 2, 0, 1, 0)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("days_open.csv", "every row makes sense both ways"),
        ("days_mixed.csv", "some rows only make sense one way and some only the other"),
    ],
)
def test_day_and_month_that_could_be_swapped_are_refused(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(
        WorkbenchError, match=rf"'date' does not show whether day or month comes first .*{why}.*date_format"
    ):
        loaded(tmp_path / "data", name, "id", timezone="UTC")
    assert not (tmp_path / "data").exists()


def test_a_date_format_settles_it(tmp_path: Path) -> None:
    saved = tmp_path / "dates.yml"
    saved.write_text("columns: {created_at: date}\ndate_format: '%m/%d/%Y %H:%M'\ntimezone: UTC\n")
    _, rows = loaded(tmp_path, "days_open.csv", "created_at::varchar", str(saved))
    assert rows == [("2017-05-06 10:00:00+00",), ("2017-06-07 10:00:00+00",)]


def test_clock_changes(tmp_path: Path) -> None:
    _, rows = loaded(tmp_path, "clock_change.csv", "id, created_at::varchar", timezone="Europe/Riga")
    assert rows == [
        ("1", "2026-03-29 00:30:00+00"),
        ("3", "2026-10-25 00:30:00+00"),  # shown twice that night: the first
        ("4", "2026-07-01 09:00:00+00"),
    ]
    assert [row for row, _ in quarantined(tmp_path)] == [2]  # skipped that night


def test_times_without_a_zone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"the times in the column 'date' have no zone \('2026-.*--timezone"):
        loaded(tmp_path, "clock_change.csv", "id")


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-03-04T14:10:00Z", "2026-03-04 14:10:00+00"),
        ("2026-03-04 14:10:00.25+02:00", "2026-03-04 12:10:00.25+00"),
        ("2015-02-24 11:35:52 -0800", "2015-02-24 19:35:52+00"),
        ("2026-03-04 14:10:00 UTC", "2026-03-04 14:10:00+00"),
        ("1772633400", "2026-03-04 14:10:00+00"),
        ("1772633400123", "2026-03-04 14:10:00.123+00"),
        ("Wed, 04 Mar 2026 14:10:00 +0100", "2026-03-04 13:10:00+00"),
        ("4 Mar 2026 14:10:00 GMT", "2026-03-04 14:10:00+00"),
        ("Wed Mar 04 14:10:00 +0000 2026", "2026-03-04 14:10:00+00"),
        ("3/24/26 2:10 PM PST", "2026-03-24 22:10:00+00"),
    ],
)
def test_forms_of_times(tmp_path: Path, written: str, utc: str) -> None:
    file = tmp_path / "export.csv"
    file.write_text(f'tweet_id,created_at,text\n1,"{written}",a\n')
    load("acme", [file], data=tmp_path)
    with open_archive("acme", tmp_path).connection() as connection:
        assert connection.execute("select created_at::varchar from mentions").fetchall() == [(utc,)]


@pytest.mark.parametrize(
    ("maps", "error", "message"),
    [
        (["texxt=text"], UsageError, r"'texxt' is no mention column: a mapping may set platform, id, .*delimiter"),
        (
            ["text=body"],
            UsageError,
            r"takes text from the column 'body', which ragged.csv has not: its columns are tweet_id",
        ),
        (["text=#9"], UsageError, r"takes text from column #9, but ragged.csv has 4 columns"),
        (["text="], UsageError, r"gives text no column"),
        (["timezone=Mars/Olympus"], UsageError, r"'Mars/Olympus' is no time zone"),
        (["encoding=klingon"], UsageError, r"'klingon' is no encoding"),
        (["delimiter=ab"], UsageError, r"the delimiter can't be 'ab'"),
        (["date_format=%Q"], UsageError, r"the date_format '%Q' can't be used: "),
        (["created_at"], UsageError, r"--map created_at is neither COLUMN=FIELD"),
        (["gone.yml"], UsageError, r"the mapping file gone.yml can't be read"),
    ],
)
def test_mappings_that_cant_be(tmp_path: Path, maps: list[str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        loaded(tmp_path / "data", "ragged.csv", "id", *maps)
    assert not (tmp_path / "data").exists()


def test_a_table_that_names_nothing_shows_its_columns_and_an_example(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("when;what\n2026-03-04T14:10:00Z;hello\n")
    with pytest.raises(
        WorkbenchError,
        match=r"is platform or created_at or text \(when, what\): .*--map 'platform=:twitter' ",
    ):
        load("acme", [file], data=tmp_path / "data")


def test_a_saved_mapping_is_what_its_arguments_are(tmp_path: Path) -> None:
    saved = tmp_path / "saved.yml"
    saved.write_text("columns:\n  created_at: when\n  platform: ':twitter'\nheader: false\ndelimiter: ';'\n")
    flat = {"created_at": "when", "platform": ":twitter", "header": "false", "delimiter": ";"}
    assert parse_map([str(saved)]) == flat
    assert parse_map([str(saved), "created_at=then"]) == flat | {"created_at": "then"}
    assert make_mapping(flat).header is False
    assert make_mapping({"text": "#2"}).header is False


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gzip", "zstd"])
def test_compressed_files(tmp_path: Path, pack: object) -> None:
    plain = (EXPORTS / "mentions.jsonl").read_bytes()
    half = plain.index(b"\n") + 1
    packed = tmp_path / "export"
    packed.write_bytes(pack(plain[:half]) + pack(plain[half:]))  # type: ignore[operator]
    (receipt,) = load("acme", [packed], data=tmp_path)
    assert counts(receipt) == (14, 5, 1, 8, 0)
    whole = packed.read_bytes()
    packed.write_bytes(whole[:-9])
    with pytest.raises(WorkbenchError, match=r"damaged or truncated (gzip|zstd) file"):
        load("other", [EXPORTS / "twitter_v1.jsonl", packed], data=tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("naïve Šēļņķ".encode(), "utf-8"),
        ("naïve".encode("cp1252"), "cp1252"),
        ("ā".encode() * 40 + b"\xff", "utf-8"),
        (b"plain", "utf-8"),
    ],
)
def test_the_encoding_is_judged_from_all_of_it(data: bytes, encoding: str) -> None:
    assert judge([data[:5], data[5:]]) == encoding


def test_fields_of_two_megabytes_survive(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text(f'tweet_id,created_at,text\n1,2026-03-04T14:10:00Z,"{"é" * 1_000_000}"\n2,2026-03-04T14:10:00Z,b\n')
    (receipt,) = load("acme", [file], data=tmp_path)
    assert counts(receipt) == (2, 2, 0, 0, 0)


@pytest.mark.parametrize(
    ("late", "timezone", "expected"),
    [
        pytest.param("2026-03-04 12:00", "Europe/Riga", "2026-03-04T10:00:00+00:00", id="a zone was given"),
        pytest.param("Wed, 04 Mar 2026 12:00:00 +0200", None, "2026-03-04T10:00:00+00:00", id="in words"),
        pytest.param("soon", None, "created_at soon is no time", id="no time"),
    ],
)
def test_times_that_change_their_form_far_down(tmp_path: Path, late: str, timezone: str | None, expected: str) -> None:
    file = tmp_path / "late.csv"
    rows = [f"{number},2026-03-04T10:{number % 60:02}:00Z,acme recalls,twitter\n" for number in range(1, 1000)]
    file.write_text("".join(["id,created_at,text,platform\n", *rows, f'1000,"{late}",acme,twitter\n']))
    if timezone:
        with pytest.raises(WorkbenchError, match="have no zone"):
            load("acme", [file], data=tmp_path)
    (receipt,) = load("acme", [file], data=tmp_path, timezone=timezone)
    opened = open_archive("acme", tmp_path)
    assert receipt.read == 1000
    found = opened.mentions()
    moments = [
        moment.isoformat() for moment, number in zip(found.created_at, found.id, strict=True) if number == "1000"
    ]
    assert expected in [*moments, *opened.quarantined().reason.str.slice(0, len(expected))]


def test_a_large_table_is_staged_on_disk_and_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.readers import staging

    moments = ["2026-03-04T10:00:00Z", "", "2026-04-04T10:00:00Z", "2026-03-05T10:00:00Z"]
    table, lines = tmp_path / "large.csv", tmp_path / "large.jsonl"
    rows = [f"{number},{moment},acme {number},twitter\n" for number, moment in enumerate(moments)]
    table.write_text("".join(["id,created_at,text,platform\n", *rows]))
    keys = ("id", "created_at", "text", "platform")
    lines.write_text(
        "".join(json.dumps(dict(zip(keys, row.strip().split(","), strict=True))) + "\n" for row in rows) + "{broken\n"
    )
    found = []
    for most in (1 << 30, 0):
        monkeypatch.setattr(staging, "IN_MEMORY", most)
        for file in (table, lines):
            data = tmp_path / f"{most}{file.suffix}"
            load("acme", [file], data=data)
            opened = open_archive("acme", data)
            found.append((opened.mentions().to_csv(), opened.quarantined().drop(columns=["load_id"]).to_csv()))
    assert found[:2] == found[2:]
    assert found[0][0].count("acme ") == 3


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("123", 123), ("1,234", 1234), ("1.234.567", 1234567), ("1 234", 1234), ("1'234", 1234), ("2K", 2000),
        ("1.2M", 1200000), ("12.0", 12), (" 7 ", 7), ("-5", None), ("", None), ("n/a", None), ("12,3", None),
        ("1,234.0", 1234),
    ],
)  # fmt: skip
def test_counts_as_people_and_tools_write_them(tmp_path: Path, written: str, number: int | None) -> None:
    assert mention_of(tmp_path, likes=written)["likes"] == number


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('="900000000000000001"', "900000000000000001"), ("'0001", "0001"), ("123.0", "123"), ("0001", "0001"),
        ("12345678901234567890123", "12345678901234567890123"), ("9.00000000000000E+17", None), ("t3_abc", "t3_abc"),
    ],
)  # fmt: skip
def test_ids_that_went_through_a_spreadsheet(tmp_path: Path, written: str, meant: str | None) -> None:
    found = mention_of(tmp_path, id=written)["id"]
    assert found == meant if meant else str(found).startswith("x-")


def mention_of(tmp_path: Path, **cells: str) -> dict[str, object]:
    """Id and likes of the one mention of a table with these cells."""
    row = {"id": "1", "created_at": "2026-03-04T10:00:00Z", "text": "acme", "platform": "twitter"} | cells
    file = tmp_path / "one.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([row.keys(), row.values()])
    load("acme", [file], data=tmp_path)
    with open_archive("acme", tmp_path).connection() as connection:
        ((found, likes),) = connection.execute("select id, likes from mentions").fetchall()
    return {"id": found, "likes": likes}


@pytest.mark.parametrize(
    "header",
    [
        "Datum;Autor;Beitrag;Plattform;Adresse", "Fecha;Usuario;Mensaje;Red social;Enlace",
        "Data;Autore;Testo;Piattaforma;Link", "Date de publication;Auteur;Contenu;Plateforme;Lien",
        "Datums;Lietotājs;Ziņa;Platforma;Saite", "Veröffentlicht am;Verfasser;Inhalt;Kanal;URL",
    ],
)  # fmt: skip
def test_a_header_in_another_language(tmp_path: Path, header: str) -> None:
    file = tmp_path / "abroad.csv"
    file.write_text(f"{header}\n2026-03-04T10:00:00Z;müller;acme;X (Twitter);https://x.com/a/status/12\n")
    load("acme", [file], data=tmp_path)
    (row,) = open_archive("acme", tmp_path).mentions().to_dict("records")
    assert (row["platform"], row["id"], row["author"], row["text"]) == ("twitter", "12", "müller", "acme")


RECORDS = [
    {"id": number, "date": f"2026-03-04T10:00:0{number}Z", "network": "Instagram", "user": {"username": f"u{number}"},
     "message": f"acme {number} 😀", "stats": {"likes": number}}
    for number in (1, 2, 3)
]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(json.dumps(RECORDS), id="an array"),
        pytest.param(json.dumps(RECORDS, indent=2), id="an array over lines"),
        pytest.param("[\n" + ",\n".join(map(json.dumps, RECORDS)) + "\n]", id="an array of lines"),
        pytest.param("\n".join(map(json.dumps, RECORDS)), id="lines"),
        pytest.param("".join(map(json.dumps, RECORDS)), id="one after the other"),
        pytest.param("\n".join(json.dumps(record, indent=1) for record in RECORDS), id="over lines, one after another"),
        pytest.param(json.dumps({"status": "ok", "date": "x", "text": "y", "data": RECORDS}), id="in a document"),
        pytest.param(json.dumps({"response": {"took": 3, "items": RECORDS}}), id="deep in a document"),
        pytest.param("\n".join(json.dumps({"data": [record]}) for record in RECORDS), id="in pages on lines"),
    ],
)
def test_json_of_no_known_format(tmp_path: Path, written: str) -> None:
    file = tmp_path / "unknown.json"
    file.write_text(written)
    (receipt,) = load("acme", [file], data=tmp_path)
    assert (receipt.format, receipt.read, receipt.loaded) == ("json", 3, 3)
    rows = open_archive("acme", tmp_path).mentions()
    assert rows.id.tolist() == ["1", "2", "3"]
    assert rows.text.tolist() == ["acme 1 😀", "acme 2 😀", "acme 3 😀"]
    assert set(rows.platform) == {"instagram"}


def test_rarer_names_are_asked_where_no_common_one_is_there(tmp_path: Path) -> None:
    file = tmp_path / "rare.jsonl"
    record = {"id": 900000000000000001, "date": "2026-03-04T10:00:00+00:00", "rawContent": "acme", "caption": "no",
              "url": "https://twitter.com/a/status/900000000000000001", "user": {"username": "a"}}  # fmt: skip
    file.write_text(json.dumps(record | {"caption": None}) + "\n")
    load("acme", [file], data=tmp_path, mapping={"text": "rawContent"})
    (row,) = open_archive("acme", tmp_path).mentions().to_dict("records")
    assert (row["platform"], row["id"], row["author"], row["text"]) == ("twitter", "900000000000000001", "a", "acme")
    del record["caption"]
    file.write_text(json.dumps(record) + "\n")
    (receipt,) = load("acme", [file], data=tmp_path)
    assert (receipt.read, receipt.duplicates) == (1, 1)


def test_json_of_no_known_format_puts_aside_what_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "unknown.jsonl"
    lines = [*map(json.dumps, RECORDS), "{broken", '"text"', '{"id": 4, "date": "2026-03-04T10:00:04Z"}']
    file.write_text("\n".join(lines))
    (receipt,) = load("acme", [file], data=tmp_path, mapping={"platform": ":twitter", "author": "user.username"})
    assert (receipt.read, receipt.loaded, receipt.quarantined) == (6, 4, 2)
    opened = open_archive("acme", tmp_path)
    assert opened.quarantined().row.tolist() == ["{broken", '"text"']
    assert opened.mentions().author.dropna().tolist() == ["u1", "u2", "u3"]


#: An element of an array that holds no message, and why it is put aside.
BAD_ELEMENTS = {
    "5": "not a JSON object",
    "null": "not a JSON object",
    '["x"]': "not a JSON object",
    "nul": "not JSON: Expecting value at character 1 of the record",
    '{"a": }': "not JSON: Expecting value at character 7 of the record",
    '{"a": "he said "hi" :} "}': "not JSON: Expecting ',' delimiter at character 17 of the record",
}
USER = '"user": {"screen_name": "bo", "followers_count": "many"}'
TIME = "Tue Oct 31 22:10:47 +0000 2017"
TWEET = f'{{"created_at": "{TIME}", "id_str": "%d", "full_text": "x \\ud83d", "lang": "en", {USER}}}'
ITEM = '{"platform": "forum", "published": "2026-03-04T10:00:0%dZ", "message": "x \\ud83d"}'


@pytest.mark.parametrize("before", ["", "one bad element more"])
@pytest.mark.parametrize(
    ("record", "page"), [(TWEET, "%s"), (TWEET, '{"statuses": %s}'), (ITEM, "%s"), (ITEM, '{"found": {"items": %s}}')]
)
def test_a_bad_element_of_an_array_is_put_aside_and_the_others_loaded(
    record: str, page: str, before: str, tmp_path: Path
) -> None:
    elements = [*(['{"b": tru}'] if before else []), record % 1, *BAD_ELEMENTS, record % 2]
    file = tmp_path / "export.json"
    file.write_text(page % f"[{', '.join(elements)}]", encoding="utf-8")
    receipt = load("acme", [file], data=tmp_path / "data")[0]
    assert (receipt.read, receipt.loaded, receipt.quarantined) == (len(elements), 2, len(elements) - 2)
    aside = open_archive("acme", tmp_path / "data").quarantined()
    told = dict(zip(aside["row"], aside["reason"], strict=True))
    assert {row: why for row, why in told.items() if row != '{"b": tru}'} == BAD_ELEMENTS
