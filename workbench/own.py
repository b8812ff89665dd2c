"""Which messages are the brand's own, and who speaks in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.plan import Plan

if TYPE_CHECKING:
    import duckdb


#: What others than the brand say; needs the table `own`.
OTHERS = "(FROM mentions ANTI JOIN own USING (platform, id))"
#: What others than the brand say on the topic; needs the table `on_topic` and the table `own`.
OTHERS_ON_TOPIC = "(FROM on_topic ANTI JOIN own USING (platform, id))"


def mark(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Makes the table `own_accounts` (platform, handle, since, until, person) and the table `own`: mentions by them.

    `person` is the spokesperson whose account it is, null for the brand's. Handles are compared without case. What is
    called a post, points at nothing and begins with a person's handle is a reply: many exports don't say so. A table,
    since nearly every reading leaves them out.
    """
    rows = [
        (platform, account.handle.lower(), account.from_, account.until, person.name if person else None)
        for platform, account, person in plan.own_accounts()
    ]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE own_accounts"
        " (platform VARCHAR, handle VARCHAR, since TIMESTAMPTZ, until TIMESTAMPTZ, person VARCHAR)"
    )
    if rows:
        connection.executemany("INSERT INTO own_accounts VALUES ($1, $2, $3, $4, $5)", rows)
    connection.execute(
        r"""
        CREATE OR REPLACE TEMP TABLE own AS
        SELECT m.* REPLACE (CASE WHEN m.kind = 'post' AND m.parent_id IS NULL AND regexp_matches(m.text, '^\s*@\w')
            AND NOT EXISTS (FROM own_accounts a
                WHERE a.platform = m.platform AND starts_with(lower(ltrim(m.text)), '@' || a.handle))
            THEN 'reply' ELSE m.kind END AS kind), o.person FROM mentions m JOIN own_accounts o
        ON m.platform = o.platform AND lower(m.author) = o.handle
        AND (o.since IS NULL OR m.created_at >= o.since) AND (o.until IS NULL OR m.created_at < o.until)
        """
    )
