"""What answers what: the first answer of each message, in its thread too, and whether the archive can tell at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from workbench.languages import key

if TYPE_CHECKING:
    import duckdb

#: So many steps up a thread are followed where the export does not name its first message.
STEPS = 25
#: A reply that points at nothing answers the last that the person whom it names first had said within this time.
_BY_NAME = """
    r.parent_id IS NULL AND starts_with(ltrim(r.text), '@')
    AND s.platform = r.platform AND lower(s.author) = regexp_extract(lower(r.text), '@([\\w.-]*\\w)', 1)
    AND s.created_at < r.created_at AND s.created_at >= r.created_at - INTERVAL 7 DAY
"""
#: Of our replies, the share whose parents must be in the archive for its reply times to mean anything …
LINKED = 0.1
#: … where there are so many of them.
ENOUGH = 5
#: How an answer hands over to a private channel. The abbreviations mean other things too ("5 pm", an MP): they count
#: after a word that asks for one, or before "us".
_PRIVATE = re.compile(
    r"\b(?:(?:our|your) (?:dms|inbox)|(?:a|us|via|by|in|through|send|check|una?|por|vía|al|un|ein\w*|per|"
    r"eure?|ihre?|en|par|votre|um|uma|"
    r"pela|na|no|mums|ar|caur) (?:dms?|pms?|pn|mp|md|inbox|direct)|(?:dm|pm|inbox) (?:us|me)|dms (?:are )?open|"
    r"(?:direct|private) (?:message|chat|msg)s?|(?:messages?|contact\w*|write to|reach|talk to) (?:us|you) (?:\w+ )?"
    r"(?:privately|in private)|privately|(?:message|e-?mail|call|phone|text|write to) us\b|"
    r"(?:mensajes?|mensagens?|mensagem|chat) (?:directos?|diretas?|diretos?|privad[oa]s?|intern[oa]s?)|"
    r"(?:por|en|al|no|em) (?:privado|interno)|escr[ií](?:be|ba)nos|ll[áa]m(?:a|e)nos|m[áa]nd(?:a|e)nos un|"
    r"fale conosco|cham[ea] (?:a gente|no|na)|nos cham[ea]|envi[ea] (?:uma|um) (?:mensagem|e-?mail)|"
    r"(?:direkt|privat)nachricht\w*|privaten? nachricht\w*|(?:schreib\w*|mail\w*|ruf\w*) (?:sie |du |ihr )?uns|"
    r"per (?:nachricht|e-?mail)|melde\w* (?:dich|euch|sie sich) (?:bitte )?(?:per|bei uns)|"
    r"(?:message|messages|messagerie) privée?s?|en privé|(?:écrivez|contactez|appelez)[- ]nous|"
    r"privātziņ\w*|privāt[aāiou]\w*|(?:uz)?raksti(?:et)? mums|(?:at)?sūti(?:et)? mums|zvani(?:et)? mums)\b",
    re.IGNORECASE,
)  # fmt: skip


def first_answers(connection: duckdb.DuckDBPyConnection, said: pd.DataFrame) -> pd.DataFrame:
    """The first answer of each message of `said` that has one: platform, id, answered_at, in_thread, private.

    An answer is a reply to the message (where replies point at nothing, one that begins with its author's handle), or
    without one (`in_thread`) a later message of the brand in the same
    conversation that speaks to its author first of all, or replies to what they wrote below it; a reply to something
    else of theirs answers that. `private`: it asks to go on in private, and no later one goes on in public: a hand-off.
    `said` has platform, id, created_at, author, conversation_id.
    """
    connection.register("said_to_us", said[["platform", "id", "created_at", "author", "conversation_id"]])
    _mark_threads(connection)
    rows = connection.execute(
        r"""
        WITH reply AS (
            SELECT o.*, t.top, regexp_extract_all(lower(o.text), '@([\w.-]*\w)', 1) AS named
            FROM own o LEFT JOIN threads t ON t.platform = o.platform AND t.id = o.id WHERE o.kind <> 'repost'
        ), direct AS (
            SELECT s.platform, s.id, r.created_at, r.id AS reply_id, r.text, false AS in_thread
            FROM said_to_us s JOIN reply r ON r.platform = s.platform AND r.parent_id = s.id
        ), by_name AS (
            SELECT r.platform, max_by(s.id, (s.created_at, s.id)) AS id, any_value(r.created_at), r.id AS reply_id,
                   any_value(r.text), false AS in_thread
            FROM reply r JOIN said_to_us s ON {by_name} GROUP BY r.platform, r.id
        ), in_thread AS (
            SELECT s.platform, s.id, r.created_at, r.id AS reply_id, r.text, true AS in_thread
            FROM said_to_us s JOIN threads t USING (platform, id)
            JOIN reply r ON r.platform = s.platform AND r.top = t.top
            LEFT JOIN mentions p ON p.platform = r.platform AND p.id = r.parent_id
            LEFT JOIN mentions pp ON pp.platform = p.platform AND pp.id = p.parent_id
            WHERE r.created_at > s.created_at AND r.parent_id IS NOT NULL AND r.parent_id <> s.id
              AND CASE WHEN lower(p.author) = lower(s.author) THEN s.id IN (p.parent_id, pp.parent_id)
                       ELSE r.named[1] = lower(s.author) END
        )
        SELECT platform, id, epoch_us(created_at), text, in_thread
        FROM (FROM direct UNION ALL FROM by_name UNION ALL FROM in_thread)
        ORDER BY platform, id, in_thread, created_at, reply_id
        """.replace("{by_name}", _BY_NAME)
    ).fetchall()
    connection.unregister("said_to_us")
    first: dict[tuple[str, str], list[object]] = {}
    for platform, message, at, text, in_thread in rows:
        private = asks_to_go_private(text)
        known = first.setdefault((platform, message), [at, in_thread, private])
        known[2] = known[2] and private
    table = pd.DataFrame(
        [[*message, *found] for message, found in first.items()],
        columns=["platform", "id", "answered_at", "in_thread", "private"],
    )
    table["answered_at"] = pd.to_datetime(table["answered_at"].astype("Int64"), unit="us", utc=True)
    return table


def _mark_threads(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the temporary table `threads`: platform, id and `top`, the thread's first message as far as is known.

    Where an export does not name it, it is found by going up from parent to parent.
    """
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE threads AS
        SELECT platform, id, coalesce(conversation_id, parent_id, id) AS top, conversation_id IS NULL AS climbs
        FROM mentions m WHERE EXISTS (FROM said_to_us s WHERE s.platform = m.platform AND s.id = m.id)
                           OR EXISTS (FROM own o WHERE o.platform = m.platform AND o.id = m.id)
        """
    )
    for _ in range(STEPS):
        moved = connection.execute(
            """
            UPDATE threads SET top = coalesce(m.conversation_id, m.parent_id), climbs = m.conversation_id IS NULL
            FROM mentions m
            WHERE threads.climbs AND m.platform = threads.platform AND m.id = threads.top
              AND coalesce(m.conversation_id, m.parent_id, m.id) <> threads.top
            """
        ).fetchall()
        if not moved or not moved[0][0]:
            break


def asks_to_go_private(text: str) -> bool:
    """Whether an answer hands the matter over to a private channel: "send us a direct message", in six languages."""
    return bool(_PRIVATE.search(text))


def unlinked(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> str | None:
    """Why it can't be told what our replies within [since, until] answer; None where it can."""
    replies, pointing, linked = connection.execute(
        f"""
        SELECT count(*), count(parent_id) + count(*) FILTER (named), count(*) FILTER (named OR there) FROM (
            SELECT r.parent_id, EXISTS (FROM mentions s WHERE {_BY_NAME}) AS named,
                   EXISTS (FROM mentions p WHERE p.platform = r.platform AND p.id = r.parent_id) AS there
            FROM own r WHERE r.created_at >= $since AND r.created_at <= $until AND r.kind IN ('reply', 'comment'))
        """,
        {"since": since, "until": until},
    ).fetchall()[0]
    if replies < ENOUGH or linked >= LINKED * replies:
        return None
    if pointing < LINKED * replies:
        return key("the archive does not say which messages our replies answer")
    return key("the messages that our replies answer are missing from the archive")
