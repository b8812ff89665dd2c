"""Reply times on customer-support archives beside the same computed directly with SQL on the export.

    python -m benchmarks.support

reads what `WORKBENCH_SHARED` holds under `archives/support` and prints a table: for each brand's account, messages
said to it, those with a reply, and the median minutes to the first one, ours and SQL's. Every message counts here,
whether or not it needed an answer, so that both sides count the same.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.measured.tables import table
from workbench import archive, need, own, threads
from workbench.engine import connect
from workbench.plan import Plan, parse

#: Accounts with fewer messages tell nothing.
LEAST = 30
#: The first reply of an account to each message that it replied to or that names it, from the CSV alone.
DIRECT = """
WITH said AS (
    SELECT tweet_id AS id, author_id AS author, text, nullif(in_response_to_tweet_id, '') AS parent,
           try_strptime(created_at, '%a %b %d %H:%M:%S %z %Y') AS moment
    FROM read_csv($file, all_varchar = true, header = true)
), to_us AS (
    SELECT DISTINCT s.id, s.moment FROM said s LEFT JOIN said p ON p.id = s.parent
    WHERE s.author <> $account AND s.moment IS NOT NULL
      AND (p.author = $account
           OR list_contains(regexp_extract_all(lower(s.text), '@([\\w.-]*\\w)', 1), lower($account)))
), first AS (
    SELECT parent AS id, min(moment) AS moment FROM said WHERE author = $account AND moment IS NOT NULL GROUP BY parent
)
SELECT count(*), count(f.moment), median(epoch(f.moment - t.moment) / 60) FROM to_us t LEFT JOIN first f USING (id)
"""


def accounts(file: Path) -> list[str]:
    """The accounts in the export that write under a name, with at least LEAST messages, most first."""
    with connect() as connection:
        rows = connection.execute(
            f"""
            SELECT author_id FROM read_csv($file, all_varchar = true, header = true)
            WHERE NOT regexp_full_match(author_id, '[0-9]+')
            GROUP BY author_id HAVING count(*) >= {LEAST} ORDER BY count(*) DESC, author_id
            """,
            {"file": str(file)},
        ).fetchall()
    return [name for (name,) in rows]


def directly(file: Path, account: str) -> tuple[int, int, float | None]:
    """Messages to `account`, those it replied to, and the median minutes to the first reply, by SQL on the export."""
    with connect() as connection:
        said, replied, median = connection.execute(DIRECT, {"file": str(file), "account": account}).fetchall()[0]
    return said, replied, median


def ours(opened: archive.Archive, account: str) -> tuple[int, int, float | None, str | None]:
    """The same out of the archive, by what the reports use, and why it can't be told where it can't."""
    plan: Plan = parse(f"brand: {opened.brand}\naccounts: {{twitter: [{account}]}}")
    connection = opened.connection()
    own.mark(connection, plan)
    connection.execute("CREATE OR REPLACE TEMP TABLE on_topic AS SELECT *, 0.0 AS score FROM mentions LIMIT 0")
    since, until = pd.Timestamp("2000-01-01", tz="UTC"), pd.Timestamp("2030-01-01", tz="UTC")
    said = need.addressed(connection, since, until)
    first = threads.first_answers(connection, said)
    direct = said.merge(first[~first["in_thread"].astype(bool)], on=["platform", "id"])
    minutes = (direct["answered_at"] - direct["created_at"]).dt.total_seconds() / 60
    median = float(minutes.median()) if len(minutes) else None
    return len(said), len(direct), median, threads.unlinked(connection, since, until)


def compared(file: Path, brand: str, data: Path) -> list[tuple[object, ...]]:
    """A line an account: what was counted by us and by SQL."""
    archive.load(brand, [file], data=data)
    opened = archive.open_archive(brand, data)
    rows: list[tuple[object, ...]] = []
    for account in accounts(file):
        direct, here = directly(file, account), ours(opened, account)
        rows.append((account, *direct[:2], _minutes(direct[2]), *here[:2], _minutes(here[2]), here[3] or "as SQL"))
    return rows


def _minutes(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def main() -> None:
    """Prints the comparison; says so where the shared folder is not there."""
    shared = os.environ.get("WORKBENCH_SHARED")
    if not shared:
        print("WORKBENCH_SHARED names no folder: nothing to compare")
        return
    files = {"first": "twcs-first-5000/twcs.csv",
             "replies": "twcs-brand-replies-only/AppleSupport.csv"}  # fmt: skip
    head = ("account", "SQL: said", "replied", "median min", "ours: said", "replied", "median min", "verdict")
    for brand, name in files.items():
        with tempfile.TemporaryDirectory() as folder:
            rows = compared(Path(shared) / "archives" / "support" / name, brand, Path(folder))
        print(f"\n{name}\n\n{table(head, rows)}")


if __name__ == "__main__":
    main()
