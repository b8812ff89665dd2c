"""Packed files, members of archives, workbooks, formats of the user's own, and drafted mappings."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections import deque
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import yaml
import zstandard

from workbench.archive import load, open_archive
from workbench.errors import UsageError, WorkbenchError
from workbench.readers import compression, workbook
from workbench.readers.draft import draft, preview
from workbench.readers.intake import intake
from workbench.readers.mapping import Mapping, make_mapping, parse_map
from workbench.readers.own import own_formats
from workbench.readers.part import parts
from workbench.readers.source import head_of, peek

HEADER = "tweet_id,created_at,text\n"
ROWS = HEADER + "1,2026-03-04T14:10:00Z,one\n2,2026-03-04T14:11:00Z,two\n"
OTHER = HEADER + "3,2026-03-04T14:12:00Z,three\n"
MENTION = '{"platform": "other", "id": "9", "created_at": "2026-03-04T14:13:00Z", "text": "nine"}\n'


def zipped(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def tarred(file: Path, mode: str, members: dict[str, bytes]) -> Path:
    with tarfile.open(file, mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file


def sheet(rows: list[list[str | float]]) -> str:
    """A worksheet's XML: text inline, numbers as such; one that can be a day of our time is styled as a date."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            if isinstance(cell, str)
            else f'<c r="{chr(65 + place)}{number}"{" s=" + chr(34) + "1" + chr(34) if 40_000 < cell < 60_000 else ""}>'
            f"<v>{cell!r}</v></c>"
            for place, cell in enumerate(row)
            if cell != ""
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>"


def book(sheets: dict[str, list[list[str | float]]], hidden: str = "") -> bytes:
    """The smallest XLSX file with these sheets; `hidden` names one that is not shown."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" state="{"hidden" if name == hidden else "visible"}"'
        f' r:id="r{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    linked = "".join(
        f'<Relationship Id="r{number}" Type="{office}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="xml" ContentType="text/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r0" Type="{office}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}">{linked}<Relationship Id="s"'
        f' Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf/><xf numFmtId="22"/></cellXfs></styleSheet>',
    }
    files |= {f"xl/worksheets/sheet{number}.xml": sheet(rows) for number, rows in enumerate(sheets.values(), 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def found(file: Path, folder: Path | None = None) -> list[tuple[str, str]]:
    """The name of every part of `file` with its format."""
    return [
        (part.name, chosen.name) for part, _, chosen in intake([file], Mapping(), "auto", folder, lambda text: None)
    ]


@pytest.mark.parametrize(
    ("kind", "pack"),
    [
        ("gzip", gzip.compress),
        ("zstd", zstandard.ZstdCompressor().compress),
        ("bzip2", bz2.compress),
        ("xz", lzma.compress),
    ],
)
def test_a_packed_file_is_read_whole_or_not_at_all(tmp_path: Path, kind: str, pack: object) -> None:
    packed = tmp_path / "export"
    packed.write_bytes(pack(ROWS[:40].encode()) + pack(ROWS[40:].encode()))  # type: ignore[operator]
    assert peek(packed).text == ROWS
    packed.write_bytes(packed.read_bytes()[:-5])
    with pytest.raises(WorkbenchError, match=rf"export is a damaged or truncated {kind} file"):
        peek(packed)


def test_every_member_of_an_archive_is_a_file_of_its_own(tmp_path: Path) -> None:
    members = {
        "a/posts.csv": ROWS.encode(),
        "more.csv.gz": gzip.compress(OTHER.encode()),
        "../../up.jsonl": MENTION.encode(),
        "__MACOSX/._posts.csv": b"\x00\x05\x16\x07",
        ".DS_Store": b"x",
        "empty.csv": b"",
        "book.xlsx": book({"Posts": [["tweet id", "created at", "text"], ["8", "2026-03-04T14:14:00Z", "eight"]]}),
    }
    file = zipped(tmp_path / "all.zip", members)
    receipts = load("acme", [file], data=tmp_path / "data")
    assert [(entry.file, entry.format, entry.read, entry.loaded) for entry in receipts] == [
        ("all.zip:a/posts.csv", "csv", 2, 2),
        ("all.zip:more.csv.gz", "csv", 1, 1),
        ("all.zip:up.jsonl", "mentions", 1, 1),
        ("all.zip:book.xlsx", "csv", 1, 1),
    ]
    rows = open_archive("acme", tmp_path / "data").mentions()
    assert sorted(zip(rows.id, rows.source_file, rows.source_row, strict=True)) == [
        ("1", "all.zip:a/posts.csv", 1),
        ("2", "all.zip:a/posts.csv", 2),
        ("3", "all.zip:more.csv.gz", 1),
        ("8", "all.zip:book.xlsx", 1),
        ("9", "all.zip:up.jsonl", 1),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.zip", "data"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_is_read_like_a_zip(tmp_path: Path, mode: str) -> None:
    members = {"posts.csv": ROWS.encode(), "more.csv.bz2": bz2.compress(OTHER.encode()), "n.jsonl": MENTION.encode()}
    file = tarred(tmp_path / "all.tar", mode, members)
    receipts = load("acme", [file], data=tmp_path / "data")
    assert [(entry.file, entry.loaded) for entry in receipts] == [
        ("all.tar:posts.csv", 2),
        ("all.tar:more.csv.bz2", 1),
        ("all.tar:n.jsonl", 1),
    ]
    file.write_bytes(file.read_bytes()[: 2600 if mode == "w" else file.stat().st_size // 2])
    with pytest.raises(WorkbenchError, match="damaged or truncated"):
        load("acme", [file], data=tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_what_stands_beside_exports_is_told_in_the_receipt(tmp_path: Path) -> None:
    members = {"README.txt": b"see inside", "posts.csv": ROWS.encode(), "logo.png": b"\x89PNG\r\n\x1a\n" + bytes(200)}
    receipts = load("acme", [zipped(tmp_path / "all.zip", members)], data=tmp_path / "data")
    assert [(entry.file, entry.format, entry.read, entry.loaded) for entry in receipts] == [
        ("all.zip:posts.csv", "csv", 2, 2),
        ("all.zip:2 in no known format (README.txt, logo.png)", "passed-over", 0, 0),
    ]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"README.txt": b"see inside"}, r"all\.zip:README\.txt is in no format that we know"),
        ({}, r"all\.zip holds no file: pack it again"),
        ({"inner.zip": b"PK\x03\x04 and so on"}, r"inner\.zip is an archive inside an archive: unpack .*all\.zip"),
    ],
)
def test_an_archive_without_an_export(tmp_path: Path, members: dict[str, bytes], message: str) -> None:
    file = zipped(tmp_path / "all.zip", members)
    with pytest.raises(WorkbenchError, match=message):
        found(file)


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path / "all.zip", {"posts.csv": ROWS.encode()})
    content = bytearray(file.read_bytes())
    content[6] |= 1  # the flag in the member's own header, and in the list at the end
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    with pytest.raises(WorkbenchError, match=r"posts\.csv is encrypted: unpack it with its password"):
        found(file)


@pytest.mark.parametrize("content", [b"PK\x03\x04 and so on", b"PK\x05\x06"])
def test_a_damaged_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "all.zip"
    file.write_bytes(content)
    with pytest.raises(WorkbenchError, match=r"all\.zip is a damaged zip file"):
        found(file)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.ZstdCompressor().compress])
def test_a_bomb_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: object) -> None:
    monkeypatch.setattr(compression, "_FREE", 1 << 16)
    file = tmp_path / "bomb"
    file.write_bytes(pack(b"0" * (1 << 24)))  # type: ignore[operator]
    with pytest.raises(WorkbenchError, match="bomb unpacks to more than 250 times its size"):
        deque((deque(data, 0) for _, data in parts(file)), 0)


def test_a_bomb_in_a_zip_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "_FREE", 1 << 16)
    file = zipped(tmp_path / "bomb.zip", {"posts.csv": HEADER.encode() + b"0" * (1 << 24)})
    with pytest.raises(WorkbenchError, match=r"posts\.csv unpacks to more than 250 times its size"):
        load("acme", [file], data=tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_workbook_keeps_ids_and_clocks(tmp_path: Path) -> None:
    """Text stays text; a number too long for a spreadsheet is no id; 46085.59 is a moment on the account's clock."""
    rows: list[list[str | float]] = [
        ["Everything about Acme"],
        [],
        ["Tweet Id", "Created At", "Text", "Likes", "Permalink"],
        ["1357614726088445952", 46085.590277777781, "as text", 3.0, "https://twitter.com/a/status/1357614726088445952"],
        [
            1.357614726088446e18,
            46085.590277777781,
            "as number",
            12.0,
            "https://twitter.com/b/status/1357614726088445953",
        ],
        [17.0, 46085.590277777781, "short, with\na line", 0.0, ""],
    ]
    file = tmp_path / "book.xlsx"
    file.write_bytes(book({"Data": rows, "Notes": [["secret"]]}, hidden="Notes"))
    (receipt,) = load("acme", [file], data=tmp_path / "data", timezone="Europe/Riga")
    assert (receipt.file, receipt.read, receipt.loaded) == ("book.xlsx", 3, 3)
    with open_archive("acme", tmp_path / "data").connection() as connection:
        query = "select id, created_at::varchar, text, likes from mentions order by source_row"
        assert connection.execute(query).fetchall() == [
            ("1357614726088445952", "2026-03-04 12:10:00+00", "as text", 3),
            ("1357614726088445953", "2026-03-04 12:10:00+00", "as number", 12),
            ("17", "2026-03-04 12:10:00+00", "short, with\na line", 0),
        ]


def test_each_sheet_is_a_part(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["tweet id", "created at", "text"], ["1", "2026-03-04T14:14:00Z", "one"]]
    file = tmp_path / "book.xlsx"
    file.write_bytes(book({"March": rows, "About": [["Made by a tool"]], "April": [*rows, ["2", rows[1][1], "two"]]}))
    assert found(file) == [
        ("book.xlsx:March", "csv"),
        ("book.xlsx:April", "csv"),
        ("book.xlsx:1 in no known format (About)", "passed-over"),
    ]
    receipts = load("acme", [file], data=tmp_path / "data")
    assert [(entry.read, entry.loaded, entry.duplicates) for entry in receipts] == [(1, 1, 0), (2, 1, 1), (0, 0, 0)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            r"is a spreadsheet that can't be read .*: take its password off",
        ),
        (book({"Data": []}), r"is a spreadsheet with nothing in it"),
        (
            b"PK\x03\x05".join(book({"Data": [["a", "b"]]}).rsplit(b"PK\x03\x04", 1)),
            r"is a spreadsheet that can't be read",
        ),
    ],
)
def test_a_workbook_that_cant_be_read(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "book.xls"
    file.write_bytes(content)
    with pytest.raises(WorkbenchError, match=message):
        found(file)


def test_a_sheet_with_a_cell_in_the_last_corner_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_CELLS", 100)
    file = tmp_path / "book.xlsx"
    wide: list[str | float] = [*[""] * 20, "x"]
    narrow: list[str | float] = ["y"]
    file.write_bytes(book({"Data": [wide, *[narrow] * 9]}))
    with pytest.raises(WorkbenchError, match=r"a sheet of 10 rows and 21 columns"):
        found(file)


OWN = """
name: acme-listening
title: an export of Acme Listening
must: [Mention Ref, Posted On, Snippet]
columns:
  id: Mention Ref
  text: [Full Text, Snippet]
  author: Handle
  platform: Network
  likes: Reactions
join: {created_at: [Posted On, At]}
values: {platform: {X: twitter, FB: facebook}}
timezone: Europe/Riga
day_first: true
"""


def test_a_format_of_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "formats"
    folder.mkdir(parents=True)
    (folder / "acme.yml").write_text(OWN)
    file = tmp_path / "export.csv"
    file.write_text(
        "Acme Listening\nperiod;March\nMention Ref;Posted On;At;Handle;Network;Snippet;Reactions\n"
        '5;03/04/2026;14:10;@ada;X;"broke; smells";1,200\n6;03/04/2026;14:11;bo;fb;same;\n'
    )
    (receipt,) = load("acme", [file], data=tmp_path / "data")
    assert (receipt.format, receipt.read, receipt.loaded) == ("acme-listening", 2, 2)
    with open_archive("acme", tmp_path / "data").connection() as connection:
        query = "select platform, id, created_at::varchar, author, text, likes from mentions order by id"
        assert connection.execute(query).fetchall() == [
            ("twitter", "5", "2026-04-03 11:10:00+00", "ada", "broke; smells", 1200),
            ("facebook", "6", "2026-04-03 11:11:00+00", "bo", "same", None),
        ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("must: [Mention Ref, Posted On, Snippet]", "must: [Snippet]"), r"acme\.yml is wrong at must: "),
        (("  author: Handle", "  shoe_size: Handle"), r"'shoe_size' is no mention column"),
        (("timezone: Europe/Riga", "timezone: Mars/North"), r"'Mars/North' is no time zone"),
        (("name: acme-listening", "name: [a"), r"acme\.yml is not YAML"),
        (("day_first: true", "colour: red"), r"acme\.yml is wrong at colour"),
    ],
)
def test_a_wrong_format_of_ones_own(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    (tmp_path / "acme.yml").write_text(OWN.replace(*change))
    with pytest.raises(UsageError, match=message):
        own_formats(tmp_path)


def test_the_documented_example_of_a_format_works(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    table = page.partition("```csv\n")[2].partition("```")[0]
    assert 0 < len(example.splitlines()) < 30
    folder = tmp_path / "data" / "formats"
    folder.mkdir(parents=True)
    (folder / "own.yml").write_text(example)
    (tmp_path / "export.csv").write_text(table)
    (receipt,) = load("acme", [tmp_path / "export.csv"], data=tmp_path / "data")
    assert receipt.format == yaml.safe_load(example)["name"]
    assert receipt.loaded == len(table.splitlines()) - 1 > 0


ODD = (
    "Mention ref,Posted on,Snippet body,Who,Where,Mood: x\n"
    '7781,04.03.2026 14:10,"The mixer broke, again, and nobody answers",ada,https://www.facebook.com/x/posts/55,bad\n'
    '7782,14.03.2026 14:12,"Same here: three weeks old \x1b[31m# no comment",bo,https://www.facebook.com/x/posts/56,bad\n'
)


def test_a_drafted_mapping_marks_its_guesses_and_loads(tmp_path: Path) -> None:
    file, saved = tmp_path / "odd.csv", tmp_path / "odd.yml"
    file.write_text(ODD)
    text = draft(file)
    saved.write_text(text)
    assert yaml.safe_load(text) == {
        "columns": {
            "created_at": "Posted on",
            "url": "Where",
            "id": "Mention ref",
            "text": "Snippet body",
            "author": "Who",
            "platform": ":facebook",
        },
        "timezone": "UTC",
    }
    assert "  text: Snippet body  # guess: its values are the longest, such as The mixer broke, again" in text
    assert "#   Mood: x, such as bad" in text
    flat = parse_map([str(saved)])
    shown = preview(file, make_mapping(flat), 1)
    assert shown.split("\n")[:3] == [
        "platform         facebook",
        "id               7781",
        "created_at       2026-03-04 14:10:00+00",
    ]
    (receipt,) = load("acme", [file], data=tmp_path / "data", mapping=flat)
    assert (receipt.read, receipt.loaded) == (2, 2)


def test_a_draft_says_what_it_did_not_find(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("alpha,beta\n1,2\n3,4\n")
    text = draft(file)
    assert "  # created_at: missing, and without it nothing can be loaded" in text
    assert yaml.safe_load(text) == {"columns": {"platform": ":other"}}
    file.write_text('{"a": 1}\n')
    with pytest.raises(WorkbenchError, match=r"holds no table"):
        draft(file)


def test_a_draft_of_json_sees_what_stands_in_objects_and_lists(tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    inner = {"content": "It broke", "published": 1773497400000, "tags": ["a", "bcdefghijklmnop"]}
    file.write_text(json.dumps({"status": "ok", "result": {"data": [{"data": inner}, {"data": inner}]}}))
    text = draft(file)
    columns = {"created_at": "data.published", "text": "data.content", "platform": ":other"}
    assert yaml.safe_load(text) == {"columns": columns}
    assert "  text: data.content  # guess: by the end of its name, such as It broke" in text
    (receipt,) = load("acme", [file], data=tmp_path / "data", mapping=columns)
    assert (receipt.format, receipt.read, receipt.loaded, receipt.duplicates) == ("json", 2, 1, 1)


def test_a_sheet_of_sums_beside_the_messages_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    sums: list[list[str | float]] = [["Report", "Acme"], ["Mentions", 2.0], ["Reach", 900.0]]
    mentions: list[list[str | float]] = [
        ["Mentions of Acme"], ["Date", "Time", "Content", "URL", "Author"],
        ["2026-03-14", "14:10", "It broke", "https://twitter.com/ada/status/2001", "ada"],
    ]  # fmt: skip
    file.write_bytes(book({"Summary": sums, "Mentions": mentions}))
    receipts = load("acme", [file], data=tmp_path / "data", timezone="UTC")
    assert [(one.file, one.format, one.loaded) for one in receipts] == [
        ("book.xlsx:Mentions", "csv", 1),
        ("book.xlsx:1 in no known format (Summary)", "passed-over", 0),
    ]
    file.write_bytes(book({"Summary": sums, "More": sums}))
    with pytest.raises(WorkbenchError, match=r"book\.xlsx:Summary has no column with a time or none with a text"):
        load("acme", [file], data=tmp_path / "other")


def test_heads_of_parts_name_the_part(tmp_path: Path) -> None:
    file = zipped(tmp_path / "all.zip", {"blank.csv": b"\n\n"})
    with pytest.raises(WorkbenchError, match=r"all\.zip:blank\.csv holds only blanks"):
        deque((head_of(part, data) for part, data in parts(file)), 0)
