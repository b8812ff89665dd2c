"""The rows that can't be mentions: put aside, listed while they are open, handed out to be mended and loaded again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.engine import column, literal
from workbench.readers.mapping import FIELDS

if TYPE_CHECKING:
    import pandas

    from workbench.loading import Load

#: `row` is the text of the row as it stood, `known` what could be read of it (JSON), `ticket` an id for a mention that
#: mends a row without one.
COLUMNS = {
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
    "reason": "VARCHAR",
    "row": "VARCHAR",
    "platform": "VARCHAR",
    "id": "VARCHAR",
    "known": "VARCHAR",
    "ticket": "VARCHAR",
    "load_id": "VARCHAR",
}
#: As much of a quarantined row as is kept, characters.
_LONGEST = 2 << 20
_TICKET = "'q-' || left(sha256(concat_ws(chr(31), source_file, source_row, row)), 16)"


def put_aside(load: Load, target: Path) -> None:
    """Writes the quarantined rows of all files of the load to `target`."""
    lines = load.scratch / "quarantine.jsonl"
    with lines.open("w", encoding="utf-8") as out:
        for number, opened in enumerate(load.opened):
            wrong = f"select place from places where file = {number} and reason is not null and not suppressed"
            known = ", ".join(f"{name} := {name}" for name in FIELDS)
            refused = load.connection.execute(
                f"""select source_row, rows.reason, platform, nullif(id, regexp_extract(id, '^x-.*')),
                    to_json(struct_pack({known}))::varchar
                from ({opened.reading.rows}) as rows semi join ({wrong}) using (place) order by place"""
            ).fetchall()
            texts = opened.reading.raw([row for row, *_ in refused])
            for row, *rest in refused:
                entry = dict(zip(("reason", "platform", "id", "known"), rest, strict=True))
                entry |= {"source_file": opened.name, "source_row": row, "row": texts.get(row, "")[:_LONGEST]}
                out.write(json.dumps(entry, ensure_ascii=False) + "\n")
    read = {name: kind for name, kind in COLUMNS.items() if name not in ("ticket", "load_id")}
    types = ", ".join(f"{name}: {literal(kind)}" for name, kind in read.items())
    rows = (
        f"select *, {_TICKET} as ticket, {literal(load.id)} as load_id from"
        f" read_json({literal(str(lines))}, format = 'newline_delimited', columns = {{{types}}})"
    )
    load.connection.execute(f"copy ({rows}) to {literal(str(target))} (format parquet, compression zstd)")


def still_open(files: Sequence[Path]) -> str:
    """A SELECT of the rows in `files` (made by `put_aside`) that no mention in the relation `mentions` mends.

    A row that was put aside more than once counts once, with what the latest load says of it.
    """
    if not files:
        return f"select {', '.join(f'null::{kind} as {name}' for name, kind in COLUMNS.items())} where false"
    listed = ", ".join(literal(escape(str(file))) for file in files)
    names = [name for name in COLUMNS if name not in ("load_id", "ticket")]
    latest = ", ".join(f"arg_max({column(name)}, load_id) as {column(name)}" for name in names)
    return f"""select {latest}, ticket, min(load_id) as load_id
        from read_parquet([{listed}], hive_partitioning = false) as aside
        where ticket not in (select id from mentions)
            and not exists (from mentions where mentions.platform = aside.platform and mentions.id = aside.id)
        group by ticket order by min(load_id), source_file, source_row, ticket"""


def export(rows: pandas.DataFrame, target: Path) -> int:
    """Writes open rows to `target` as JSON lines of the mention table, to be mended and loaded; how many.

    Beside what could be read of a row stand its `source_file`, `source_row`, `reason` and `row`, which loading passes
    over. A row without an id has its ticket for one, by which it is recognised when it comes back.
    """
    required = dict.fromkeys(("platform", "id", "created_at", "text"))
    with target.open("w", encoding="utf-8") as out:
        for row in rows.to_dict("records"):
            known = {name: value for name, value in json.loads(row["known"]).items() if value is not None}
            told = {name: row[name] for name in ("reason", "source_file", "source_row", "row")}
            out.write(
                json.dumps(
                    required | known | {"id": row["id"] if isinstance(row["id"], str) else row["ticket"]} | told,
                    ensure_ascii=False,
                )
                + "\n"
            )
    return len(rows)
