"""A load happens wholly or not at all, says what became of every row, and can be done again."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbench.archive import brands, load, open_archive
from workbench.errors import UsageError, WorkbenchError
from workbench.readers.mapping import parse_map
from workbench.receipt import Receipt, once

EXPORTS = Path(__file__).parent / "fixtures" / "exports"


def export(file: Path, ids: Sequence[int], start: str = "2026-03-04T14:10:00+00:00", platform: str = "twitter") -> Path:
    """A file in the `mentions` format with one message an hour."""
    first = dt.datetime.fromisoformat(start)
    rows = (
        {
            "platform": platform,
            "id": str(number),
            "created_at": (first + dt.timedelta(hours=number)).isoformat(),
            "text": f"message {number}",
        }
        for number in ids
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def counts(receipts: Sequence[Receipt]) -> list[tuple[int, int, int, int]]:
    return [(entry.read, entry.loaded, entry.duplicates, entry.quarantined) for entry in receipts]


def files_under(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_loading_twice_changes_nothing_but_leaves_a_receipt(tmp_path: Path) -> None:
    file = export(tmp_path / "a.jsonl", [*range(100), 7, 7])
    data = tmp_path / "data"
    assert counts(load("acme", [file], data=data)) == [(102, 100, 2, 0)]
    before = open_archive("acme", data).mentions()
    assert counts(load("acme", [file], data=data)) == [(102, 0, 102, 0)]
    archive = open_archive("acme", data)
    assert archive.version == 1
    assert before.equals(archive.mentions())
    assert [(entry.loaded, entry.version) for entry in archive.receipts()] == [(100, 1), (0, 1)]


def test_an_export_that_comes_again_counts_once(tmp_path: Path) -> None:
    data, one = tmp_path / "data", export(tmp_path / "a.jsonl", range(3))
    other = export(tmp_path / "b.jsonl", range(3, 6))
    renamed = tmp_path / "c.jsonl"
    renamed.write_bytes(one.read_bytes())
    for file in (one, one, renamed, other, renamed):
        load("acme", [file], data=data)
    receipts = open_archive("acme", data).receipts()
    assert len(receipts) == 5
    assert [(entry.file, entry.loaded) for entry in once(receipts)] == [("a.jsonl", 3), ("b.jsonl", 3)]


def test_duplicates_between_the_files_of_one_call_and_between_months(tmp_path: Path) -> None:
    first, second = export(tmp_path / "a.jsonl", range(1000)), export(tmp_path / "b.jsonl", range(500, 1600))
    data = tmp_path / "data"
    assert counts(load("acme", [first, second], data=data)) == [(1000, 1000, 0, 0), (1100, 600, 500, 0)]
    moved = export(tmp_path / "c.jsonl", range(3), start="2030-01-01T00:00:00+00:00")
    assert counts(load("acme", [moved], data=data)) == [(3, 0, 3, 0)]
    assert counts(load("acme", [export(tmp_path / "d.jsonl", range(3), platform="reddit")], data=data)) == [
        (3, 3, 0, 0)
    ]
    assert counts(load("other", [first], data=data)) == [(1000, 1000, 0, 0)]
    assert len(open_archive("acme", data).mentions()) == 1603


def test_the_source_of_every_row_is_known_by_base_name(tmp_path: Path) -> None:
    load("acme", [export(tmp_path / 'it\'s [a] "name" é.jsonl', range(3))], data=tmp_path / "da ta [é]* '")
    rows = open_archive("acme", tmp_path / "da ta [é]* '").mentions()
    assert list(zip(rows.source_file, rows.source_row, strict=True)) == [
        ('it\'s [a] "name" é.jsonl', number) for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: folder / "gone.jsonl", r"gone\.jsonl does not exist: check the spelling"),
        (lambda folder: folder, r" is a directory: name the export files in it"),
        (lambda folder: _file(folder, b""), r"export is empty: export it again"),
        (lambda folder: _file(folder, b"\n \r\n"), r"export holds only blanks"),
        (lambda folder: _file(folder, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9), r"is in no format that we know"),
        (lambda folder: _file(folder, b"<html><body>a,b</body></html>"), r"is in no format that we know"),
        (
            lambda folder: _file(folder, b"PK\x03\x04 and so on"),
            r"is a damaged zip file, or one of an uncommon kind \(File is not a zip file\)",
        ),
        (lambda folder: _file(folder, b"\x1f\x8b\x08\x00 nonsense"), r"is a damaged or truncated gzip file"),
        (
            lambda folder: _file(
                folder, b'[{"created_at": "x", "id_str": "1", "text": "y", "user": {"screen_name": "bo"},\n"lang"'
            ),
            r"export is broken JSON \(Expecting .*\): nothing of it was loaded",
        ),
    ],
)
def test_files_that_cant_be_read_say_so_and_leave_nothing(tmp_path: Path, make: object, message: str) -> None:
    good = export(tmp_path / "good.jsonl", range(3))
    with pytest.raises(WorkbenchError, match=message) as caught:
        load("acme", [good, make(tmp_path)], data=tmp_path / "data")  # type: ignore[operator]
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "data").exists()


def _file(folder: Path, content: bytes) -> Path:
    file = folder / "export"
    file.write_bytes(content)
    return file


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_files_and_folders_without_permission(tmp_path: Path) -> None:
    file = export(tmp_path / "a.jsonl", range(3))
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(WorkbenchError, match="can't be written"):
        load("acme", [file], data=locked / "data")
    file.chmod(0)
    with pytest.raises(WorkbenchError, match="can't be opened"):
        load("acme", [file], data=tmp_path / "data")


@pytest.mark.parametrize("brand", ["../acme", "Acme", "", "a/b", "a" * 65])
def test_a_brand_name_that_is_no_folder_name_is_refused(tmp_path: Path, brand: str) -> None:
    with pytest.raises(UsageError, match="can't be a brand name"):
        load(brand, [export(tmp_path / "a.jsonl", range(3))], data=tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_mapping_for_a_file_that_has_its_own_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a\.jsonl is JSON lines of the mention table: --map is for tables"):
        load("acme", [export(tmp_path / "a.jsonl", range(3))], data=tmp_path, mapping={"text": "body"})


def test_everything_quarantined_is_still_an_archive(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"platform":"twitter","id":"1","created_at":"soon","text":"=cmd|\'/c calc\'!A0"}\n')
    assert counts(load("acme", [file], data=tmp_path)) == [(1, 0, 0, 1)]
    load("acme", [file], data=tmp_path)
    archive = open_archive("acme", tmp_path)
    assert (archive.version, len(archive.mentions()), len(archive.receipts())) == (0, 0, 2)
    assert archive.quarantined().row.tolist() == [file.read_text().strip()]
    assert archive.quarantined().load_id.tolist() == [archive.receipts()[0].load_id]


KILLED = """
import os, sys
from pathlib import Path
from workbench import archive, merge, receipt, table
def die(*args, **more): os.kill(os.getpid(), 9)
def after(work): return lambda *args, **more: (work(*args, **more), die())
what = sys.argv[2]
if what == "parsing": merge.settle = die
if what == "writing": receipt.store = die
if what == "before the commit": table.commit = die
if what == "after the commit": table.commit = after(table.commit)
archive.load("acme", [Path(name) for name in sys.argv[3:]], data=sys.argv[1])
"""


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("before the commit", True),
        ("parsing", False),
        ("writing", False),
        ("before the commit", False),
        ("after the commit", False),
    ],
)
def test_a_killed_load_is_as_before_or_as_after_and_the_next_finishes_the_work(
    tmp_path: Path, moment: str, first: bool
) -> None:
    data = tmp_path / "data"
    old, new = export(tmp_path / "old.jsonl", range(5)), export(tmp_path / "new.jsonl", range(3, 9))
    bad = tmp_path / "bad.jsonl"
    bad.write_text(new.read_text() + "{}\n")
    if not first:
        load("acme", [old], data=data)
    done = subprocess.run([sys.executable, "-c", KILLED, data, moment, new, bad], check=False)
    assert done.returncode == -9
    arrived = moment == "after the commit"
    before = [str(number) for number in ((range(9) if arrived else range(5)) if not first else range(3, 9))]
    if first and not arrived:
        assert brands(data) == []
    else:
        archive = open_archive("acme", data)
        assert archive.mentions().id.tolist() == before
        assert len(archive.receipts()) == (0 if first else 1) + (2 if arrived else 0)
        assert len(archive.quarantined()) == (1 if arrived else 0)
    load("acme", [new, bad], data=data)
    archive = open_archive("acme", data)
    assert archive.mentions().id.tolist() == [str(number) for number in (range(3, 9) if first else range(9))]
    assert len(archive.quarantined()) == 1
    known = {entry.load_id for entry in archive.receipts()}
    left = [name for name in files_under(data / "archive") if not name.startswith("_delta_log")]
    assert all(any(load_id in name for load_id in known) for name in left), left


def test_two_loads_at_once_both_succeed_and_share_no_row(tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = [export(tmp_path / f"{number}.jsonl", range(number * 80, number * 80 + 100)) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda file: load("acme", [file], data=data)[0], files))
    archive = open_archive("acme", data)
    assert archive.mentions().id.astype(int).tolist() == list(range(340))
    assert sum(entry.loaded for entry in receipts) == 340
    assert sorted(entry.version for entry in receipts) == [1, 2, 3, 4]
    assert files_under(data / "archive" / "_loading") == []


WAITING = """
import sys
from pathlib import Path
from workbench import archive, loading
print("ready", flush=True)
sys.stdin.readline()
print(archive.load("acme", [Path(sys.argv[2])], data=sys.argv[1])[0].loaded)
"""


def test_two_processes_that_load_at_once_both_succeed_and_share_no_row(tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = [export(tmp_path / f"{number}.jsonl", range(number * 800, number * 800 + 1000)) for number in range(3)]
    loads = [
        subprocess.Popen(
            [sys.executable, "-c", WAITING, data, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for file in files
    ]
    assert [load.stdout.readline() for load in loads if load.stdout] == ["ready\n"] * 3
    for running in loads:
        assert running.stdin
        running.stdin.write("go\n")
        running.stdin.flush()
    told = [running.communicate()[0] for running in loads]
    assert [running.returncode for running in loads] == [0, 0, 0]
    archive = open_archive("acme", data)
    assert archive.mentions().id.astype(int).tolist() == list(range(2600))
    assert sum(map(int, told)) == sum(entry.loaded for entry in archive.receipts()) == 2600
    assert sorted(entry.version for entry in archive.receipts()) == [1, 2, 3]
    assert files_under(data / "archive" / "_loading") == []


ABROAD = """
import sys
from pathlib import Path
from workbench import archive, table
table._MANY = int(sys.argv[3])
archive.load("acme", [Path(sys.argv[2])], data=sys.argv[1], timezone="Europe/Riga")
"""


def test_months_are_written_the_same_alone_together_and_wherever_the_machine_stands(tmp_path: Path) -> None:
    first = dt.datetime(2026, 1, 20)
    hours = [(first + dt.timedelta(hours=3 * hour)).isoformat(" ") for hour in range(500)]
    table = tmp_path / "a.csv"
    table.write_text("platform,date,author,text\n" + "".join(f"twitter,{hour},bo,at {hour}\n" for hour in hours))
    found = []
    for number, (many, zone) in enumerate([(1, "Asia/Tokyo"), (200, "UTC"), (10_000, "America/New_York")]):
        data = tmp_path / str(number)
        command = [sys.executable, "-c", ABROAD, str(data), str(table), str(many)]
        subprocess.run(command, check=True, env=os.environ | {"TZ": zone})
        found.append(open_archive("acme", data).sql("select * from mentions order by source_row"))
        months = "select regexp_extract(filename, 'month=([0-9-]+)', 1), strftime(created_at, '%Y-%m'), count(*)"
        with open_archive("acme", data).connection() as connection:
            files = f"read_parquet('{data}/archive/*/*/*.parquet', filename = true)"
            written = connection.execute(f"{months} from {files} group by all order by all").fetchall()
        assert written == [
            ("2026-01", "2026-01", 97),
            ("2026-02", "2026-02", 224),
            ("2026-03", "2026-03", 179),
        ]
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


def test_a_kind_that_is_blank_is_no_kind(tmp_path: Path) -> None:
    row: dict[str, str | None] = {"platform": "twitter", "created_at": "2026-03-04T14:10:00Z", "text": "yes"}
    rows = [
        row | {"id": str(number), "parent_id": "1", "kind": kind}
        for number, kind in enumerate(["", " ", "Post ", None, "shout"])
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert counts(load("acme", [tmp_path / "a.jsonl"], data=tmp_path)) == [(5, 4, 0, 1)]
    assert open_archive("acme", tmp_path).mentions().kind.tolist() == ["reply", "reply", "post", "reply"]


def test_a_load_says_what_it_does(tmp_path: Path) -> None:
    said: list[str] = []
    load("acme", [export(tmp_path / "a.jsonl", range(3))], data=tmp_path, progress=said.append)
    language = "telling the language of texts where the export does not"
    assert said[-3:] == ["reading a.jsonl as mentions", language, "writing 3 mentions"]


def test_the_cases_have_the_rows_that_their_truth_says(tmp_path: Path, shared: Path) -> None:
    for truth in sorted(shared.glob("cases/*/truth.json")):
        expected = json.loads(truth.read_text())["archive"]
        (receipt,) = load(truth.parent.name, [truth.parent / "mentions.jsonl.gz"], data=tmp_path)
        assert counts([receipt]) == [(expected["rows"], expected["unique_mentions"], expected["duplicates"], 0)]


@pytest.mark.parametrize(
    ("name", "maps", "timezone", "expected"),
    [
        ("support/twcs-first-5000/twcs.csv", ["author=author_id"], None, (3183, 3182, 0, 1)),
        (
            "crises/boeing-737max-2019-03/*.csv",
            ["platform=:twitter", "created_at=#1", "text=#2"],
            "UTC",
            (1500, 1494, 6, 0),
        ),
        ("crises/target-nasa-shirt-2017-06/*.csv", ["platform=:twitter", "kind=type"], "-", (4843, 4835, 8, 0)),
        ("formats/crowdtangle-csv/db2_rows.csv", [], None, (382, 382, 0, 0)),
        ("tone/*.csv", ["author=name"], None, (5146, 5146, 0, 0)),
    ],
)
def test_real_tables(
    tmp_path: Path, shared: Path, name: str, maps: list[str], timezone: str | None, expected: tuple[int, int, int, int]
) -> None:
    (file,) = (shared / "archives").glob(name)
    zone = "America/New_York" if timezone == "-" else timezone
    assert counts(load("real", [file], data=tmp_path, mapping=parse_map(maps), timezone=zone)) == [expected]


def test_nested_originals_count_once_as_python_counts_them(tmp_path: Path, shared: Path) -> None:
    import gzip

    (file,) = (shared / "archives" / "throughput").glob("*.jsonl.gz")
    part = tmp_path / "part.jsonl"
    with gzip.open(file, "rt", encoding="utf-8") as stream, part.open("w", encoding="utf-8") as out:
        out.writelines(line for number, line in enumerate(stream) if number % 10 == 0)
    own: list[str] = []
    nested: set[str] = set()
    for line in part.read_text(encoding="utf-8").splitlines():
        status = json.loads(line)
        own.append(status["id_str"])
        outer = status.get("retweeted_status") or {}
        inner = [outer, status.get("quoted_status") or {}, outer.get("quoted_status") or {}]
        nested |= {entry["id_str"] for entry in inner if entry}
    alone = nested - set(own)
    (receipt,) = load("real", [part], data=tmp_path / "data")
    assert counts([receipt]) == [(len(own) + len(alone), len(set(own)) + len(alone), len(own) - len(set(own)), 0)]


def test_the_language_is_read_from_the_text_where_the_export_does_not_say_it(tmp_path: Path) -> None:
    texts = {
        "1": ("es", "the brakes of my car do not work"), "2": (None, "the brakes of my car do not work"),
        "3": ("und", "die Bremsen von meinem Auto gehen nicht"), "4": (None, "ok lol"), "5": (None, ""),
        "6": (None, "the brakes of my car do not work"), "7": (None, "los frenos de mi coche no funcionan"),
    }  # fmt: skip
    file = tmp_path / "spoken.jsonl"
    with file.open("w") as out:
        for number, (lang, text) in texts.items():
            row = {
                "platform": "twitter",
                "id": number,
                "created_at": "2026-03-04T10:00:00Z",
                "text": text,
                "lang": lang,
            }
            out.write(json.dumps(row) + "\n")
    load("acme", [file], data=tmp_path)
    rows = open_archive("acme", tmp_path).mentions()
    found = dict(zip(rows.id, rows.lang.fillna(""), strict=True))
    assert found == {"1": "es", "2": "en", "3": "de", "4": "", "5": "", "6": "en", "7": "es"}


def test_a_message_about_one_of_several_files_names_it(tmp_path: Path) -> None:
    told = export(tmp_path / "told.jsonl", range(3))
    untold = tmp_path / "untold.csv"
    untold.write_text("id,date,text,platform\n1,2026-03-04 14:10:00,it broke,twitter\n")
    with pytest.raises(WorkbenchError, match=r"^untold\.csv: the times in the column 'date' have no zone"):
        load("acme", [told, untold], data=tmp_path / "data")
    assert brands(tmp_path / "data") == []


def test_an_export_in_which_nothing_was_found_is_read_again(tmp_path: Path) -> None:
    empty, said = tmp_path / "empty.csv", list[str]()
    empty.write_text("id,created_at,text,platform\n")
    for _ in range(2):
        assert counts(load("acme", [empty], data=tmp_path / "data", progress=said.append)) == [(0, 0, 0, 0)]
    assert "these very files were loaded before" not in said
