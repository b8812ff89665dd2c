"""Erasure: a person, or what is too old, leaves for good: every copy that this folder holds, every older version."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import archive, copies, plan, privacy, suppression, table
from workbench.copies import Person
from workbench.engine import connect, literal
from workbench.errors import WorkbenchError
from workbench.facts import Facts
from workbench.scratch import load_id, locked, scratch

if TYPE_CHECKING:
    import duckdb

#: Where the receipts of erasures are, in the archive's folder.
ERASURES = "_erasures"
#: SQL that is true for what they wrote, and for what others repeat of it.
_OF_PERSON = (
    "((platform, id) in (select platform, id from theirs)"
    " or (kind in ('repost', 'quote') and (platform, parent_id) in (select platform, id from theirs))"
    " or exists (select 1 from said where contains(rows.text, said.text)))"
)
#: A message shorter than this may well be said by somebody else in the same words, characters.
_OWN_WORDS = 30


@dataclass
class Erasure:
    """What an erasure took away. It names nobody."""

    brand: str
    at: str
    what: str
    messages: int = 0
    blanked: int = 0
    quarantined: int = 0
    incoming: list[str] = field(default_factory=list)
    notes: int = 0
    reports: list[str] = field(default_factory=list)


def forget(
    brand: str,
    author: str,
    platform: str | None = None,
    *,
    data: Path | str | None = None,
    reports: Path | str = "reports",
    progress: Callable[[str], None] | None = None,
) -> Erasure:
    """Removes the account `author` (a handle or an id; on `platform`, else on all) and what repeats it. What was taken.

    Their messages go, and others' reposts and quotes of them; in other messages their name is blanked. So it is in the
    quarantine, the notes, the labels; files in `incoming` that hold the name lose those lines, or go where they have no
    lines; all reports of the brand go, to be made again. Done again after a crash it finishes the work.
    Raises WorkbenchError where a legal hold is in force, or the brand has no archive.
    """
    folder, say = archive.data_folder(data), progress or (lambda message: None)
    name = author.strip().removeprefix("@")
    if not name:
        raise WorkbenchError("nobody to forget: give the account's handle or id with --author")
    _allowed(brand, folder)
    archive.open_archive(brand, folder)
    done = Erasure(brand, _now(), "a person")
    with scratch(folder, say) as work, connect(work / "spill") as connection, locked(folder, say):
        say("looking for everything of theirs")
        person = _person(connection, folder, brand, name, platform)
        _suppress(folder, brand, person, platform)
        _register(connection, person)
        # the archive comes last: it is what tells, after a crash, which words and numbers were this person's
        done.quarantined = copies.clean_loads(connection, folder, brand, person)
        done.incoming, done.notes = copies.clean_files(folder, person)
        _drop_reports(Path(reports), brand, done)
        _rewrite(connection, folder, brand, work, done, _OF_PERSON, person.names)
        _store(folder, done)
    return done


def retain(
    brand: str,
    months: int,
    data: Path | str | None = None,
    reports: Path | str = "reports",
    now: dt.datetime | None = None,
) -> Erasure | None:
    """Removes the messages of `brand` that are older than `months`, and the reports on crises of that time; None where
    there are no such messages.

    Raises WorkbenchError where a legal hold is in force.
    """
    folder = archive.data_folder(data)
    cut = _months_before(now or dt.datetime.now(dt.UTC), months)
    old = archive.open_archive(brand, folder).sql(
        "select count(*) as n from mentions where created_at < $cut::timestamptz", cut=cut.isoformat()
    )
    if not int(old["n"].iloc[0]):
        return None
    _allowed(brand, folder)
    done = Erasure(brand, _now(), f"older than {months} months, before {cut:%Y-%m-%d}")
    silent = lambda message: None  # noqa: E731
    with scratch(folder, silent) as work, connect(work / "spill") as connection, locked(folder, silent):
        gone = f"created_at < {literal(cut.isoformat())}::timestamptz"
        _rewrite(connection, folder, brand, work, done, gone, frozenset())
        _drop_reports(Path(reports), brand, done, cut)
        _store(folder, done)
    return done


def erasures(brand: str, data: Path) -> list[dict[str, object]]:
    """The receipts of all erasures of `brand`, oldest first."""
    found = [
        json.loads(file.read_text(encoding="utf-8")) for file in sorted((data / "archive" / ERASURES).glob("*.json"))
    ]
    return [entry for entry in found if entry["brand"] == brand]


def _allowed(brand: str, data: Path) -> None:
    hold = plan.read(brand, data).legal_hold
    if hold:
        raise WorkbenchError(
            f"{brand} is under a legal hold since {hold.since} ({hold.reason}): nothing is erased until it is taken out"
            " of the plan"
        )


def _person(connection: duckdb.DuckDBPyConnection, data: Path, brand: str, name: str, platform: str | None) -> Person:
    rows = archive.relation(data, archive.open_table(data), brand)
    here = f"and platform = {literal(platform)}" if platform else ""
    theirs = f"(lower(author) = {literal(name.lower())} or author_id = {literal(name)}) {here}"
    found = connection.execute(f"select distinct platform, author, author_id from ({rows}) where {theirs}").fetchall()
    accounts = frozenset((where, number) for where, _, number in found if number)
    listed = ", ".join(f"({literal(where)}, {literal(number)})" for where, number in sorted(accounts)) or "(null, null)"
    own = f"({theirs}) or (platform, author_id) in ({listed})"
    messages = connection.execute(f"select platform, id, text, author from ({rows}) where {own}").fetchall()
    names = {name.lower()} | {handle.lower() for *_, handle in messages if handle}
    texts = frozenset(text for _, _, text, _ in messages if len(text) >= _OWN_WORDS)
    return Person(frozenset(names), accounts, frozenset((where, number) for where, number, _, _ in messages), texts)


def _suppress(data: Path, brand: str, person: Person, platform: str | None) -> None:
    from workbench.mention import PLATFORMS

    secret = privacy.key(data)
    where = [platform] if platform else list(PLATFORMS)
    marks = [suppression.mark(secret, "author", place, name) for name in person.names for place in where]
    marks += [suppression.mark(secret, "author_id", place, name) for name in person.names for place in where]
    marks += [suppression.mark(secret, "author_id", place, number) for place, number in person.accounts]
    marks += [suppression.mark(secret, "id", place, number) for place, number in person.messages]
    suppression.add(brand, data, marks)


def _register(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    connection.execute("create table theirs (platform varchar, id varchar)")
    connection.execute("create table said (text varchar)")
    if person.messages:
        connection.executemany("insert into theirs values (?, ?)", [list(pair) for pair in sorted(person.messages)])
    if person.texts:
        connection.executemany("insert into said values (?)", [[text] for text in sorted(person.texts)])


def _rewrite(
    connection: duckdb.DuckDBPyConnection,
    data: Path,
    brand: str,
    work: Path,
    done: Erasure,
    gone: str,
    names: frozenset[str],
) -> None:
    """One commit that leaves out what is `gone` and blanks `names`; then the files of older versions are deleted."""
    found, folder, actions = archive.open_table(data), data / "archive", list[object]()
    if found is None:
        return
    pattern = literal(suppression.words(names)) if names else None
    texts = [*suppression.TEXTS, "source_file", "array_to_string(links, ' ')"] if names else []
    named = [f"regexp_matches({name}, {pattern}, 'i')" for name in texts]
    for number, place in enumerate(table.places(found, brand)):
        rows = table.rows_of(folder, place)
        marks = f"coalesce({gone}, false) as gone, coalesce({' or '.join(named) or 'false'}, false) as named"
        connection.execute(f"create or replace table judged as select rows.*, {marks} from ({rows}) as rows")
        out, blank, all_ = connection.execute(
            "select count(*) filter (gone), count(*) filter (named and not gone), count(*) from judged"
        ).fetchone() or (0, 0, 0)
        done.messages, done.blanked = done.messages + out, done.blanked + blank
        if out == all_:
            actions.append(table.removed(place))
        elif out or blank:
            kept = suppression.blanked(
                "select * exclude (gone, named) from judged where not gone", names, "source_file"
            )
            actions += table.replace(connection, work / "out", folder, place, kept, f"{work.name}-{number}.parquet")
    if actions:
        table.commit(found, work.name, actions)  # type: ignore[arg-type]
    _delete_stale(data, brand)


def _delete_stale(data: Path, brand: str) -> None:
    """Deletes the files that only older versions of the table hold, for good."""
    current = archive.open_table(data)
    folder = data / "archive"
    kept = set(table.places(current, brand)) if current else set()
    for file in (folder / f"brand={brand}").glob("month=*/*.parquet"):
        if str(file.relative_to(folder)) not in kept:
            file.unlink()


def _drop_reports(reports: Path, brand: str, done: Erasure, before: dt.datetime | None = None) -> None:
    """Removes the reports of `brand`: all, or those on a crisis that began `before`."""
    folder = reports / brand
    if folder.is_dir():
        gone = [found for found in folder.iterdir() if found.is_dir() and not (before and _since(found, before))]
        done.reports = sorted(found.name for found in gone)
        for found in gone if before else [folder]:
            shutil.rmtree(found)


def _since(report: Path, moment: dt.datetime) -> bool:
    """Whether all that the report tells of happened from `moment` on; False where its facts don't say."""
    try:
        found = Facts.read(report / "facts.json")
    except (OSError, ValueError):
        return False
    told = [found.crisis and found.crisis.onset, found.origin and found.origin.created_at]
    return bool(found.crisis) and all(at >= moment for at in told if at)


def _store(data: Path, done: Erasure) -> None:
    file = data / "archive" / ERASURES / f"{load_id()}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(done), indent=1) + "\n", encoding="utf-8")


def _months_before(moment: dt.datetime, months: int) -> dt.datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = moment.day
    while True:  # 31 March less one month is the last day of February
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            day -= 1


def _now() -> str:
    return dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
