"""Which messages needed an answer: said to the brand, in the words of the person who wrote them, asking or complaining.

A question, a complaint, a call for help or an accusation says so itself. In a crisis people also just tell the brand
what happened to them, or say to its face what it did; words for every such thing can't be listed. So what is said to
the brand on the crisis's topic counts too where its author speaks of themselves or to the brand, unless they praise,
laugh, or pass something on. Applause is no praise where most of what is said to the brand on the topic is displeased.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from workbench import cores, language, tone, triage
from workbench.lexicon.needing import (
    ACCUSES,
    APPLAUSE,
    DEMANDS,
    FED_UP,
    FORGIVES,
    LAUGHS,
    LINK,
    MOCKS,
    NOT_SAID,
    PERSON,
    QUOTED,
    SPEAKS_TO,
)

if TYPE_CHECKING:
    import duckdb

COLUMNS = ("platform", "id", "created_at", "author", "author_id", "conversation_id", "text", "lang", "url")

#: Kinds of message that want an answer whatever they are about, and kinds that nobody waits behind.
ASKING: tuple[triage.Kind, ...] = ("help", "complaint", "question", "criticism")
PASSED_ON: tuple[triage.Kind, ...] = ("news", "praise", "spam")


def asks_or_complains(text: str, lang: str | None) -> bool:
    """Whether `text` asks, complains, calls for help or accuses; what it quotes is somebody else's.

    A message of unknown language is read as if it were English.
    """
    own = own_words(text)
    if FORGIVES.search(own):
        return tone.asks(own, lang)
    return (
        tone.asks(own, lang)
        or tone.complains(own, lang)
        or tone.asks_for_help(own, lang)
        or bool(
            (ACCUSES.search(own) or FED_UP.search(own) or DEMANDS.search(own) or MOCKS.search(own))
            and not LINK.search(own)
        )
    )


def tells(text: str, lang: str | None) -> bool:
    """Whether somebody tells of themselves or speaks to the brand, and neither praises, laughs nor passes a link on.

    What is in a language that nobody here reads is taken to.
    """
    own = own_words(text)
    if own != text or LINK.search(own) or LAUGHS.search(own) or FORGIVES.search(own):
        return False
    meant = tone.of(own, lang)
    if meant is None:
        return bool(re.search(r"\w", NOT_SAID.sub(" ", own)))
    return meant != "positive" and bool(SPEAKS_TO.match(own) or PERSON.search(NOT_SAID.sub(" ", own)))


def own_words(text: str) -> str:
    """`text` without the message that it quotes at its end."""
    return QUOTED.split(text, maxsplit=1)[0]


def addressed(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """Messages said to the brand within [since, until]: COLUMNS, on_topic, kind (`triage.kind`), and needs (whether it
    needed an answer).

    Inbound, no repost, and a reply to, or a mention of, one of its accounts. Needs the tables of `own.mark` and
    `on_topic.mark`.
    """
    rows = connection.execute(
        r"""
        WITH inbound AS (
            SELECT m.* FROM mentions m ANTI JOIN own USING (platform, id)
            WHERE m.created_at >= $since AND m.created_at <= $until AND m.kind <> 'repost'
        ), handles AS (SELECT platform, list(DISTINCT handle) AS handles FROM own_accounts GROUP BY platform),
        addressed AS (
            SELECT i.* FROM inbound i SEMI JOIN own o ON o.platform = i.platform AND o.id = i.parent_id
            UNION
            SELECT i.* FROM inbound i JOIN handles h USING (platform)
            WHERE list_has_any(regexp_extract_all(lower(i.text), '@([\w.-]*\w)', 1), h.handles)
        )
        SELECT a.platform, a.id, epoch_us(a.created_at) AS created_at, a.author, a.author_id, a.conversation_id, a.text,
               a.lang, a.url, t.id IS NOT NULL AS on_topic
        FROM addressed a LEFT JOIN on_topic t USING (platform, id)
        ORDER BY a.created_at, a.platform, a.id
        """,
        {"since": since, "until": until},
    ).fetchall()
    # As objects, so that a language that is not known stays None.
    table = pd.DataFrame(rows, columns=[*COLUMNS, "on_topic"], dtype=object)
    table["created_at"] = pd.to_datetime(table["created_at"], unit="us", utc=True)
    messages = list(zip(table["text"], table["lang"], table["on_topic"], strict=True))
    read = cores.spread(_read, messages)
    table["kind"] = [kind for kind, _ in read]
    displeased = table.loc[table["on_topic"].astype(bool), "kind"].isin(ASKING).mean() > 0.5
    table["needs"] = [
        needs or (displeased and kind == "praise" and _needs(*message, kind, displeased))
        for message, (kind, needs) in zip(messages, read, strict=True)
    ]
    return table.astype({"needs": bool, "on_topic": bool})


def _read(messages: list[tuple[str, str | None, bool]]) -> list[tuple[triage.Kind, bool]]:
    """The kind of each message as (text, lang, on_topic), and whether it needs an answer in a mood that is good."""
    own = [(own_words(text), lang) for text, lang, _ in messages]
    # All at once first: each is remembered.
    tone.shares([(text, language.guess(text, lang) or "en") for text, lang in own])
    return [(kind, _needs(*message, kind, False)) for message, kind in zip(messages, triage.kinds(own), strict=True)]


def _needs(text: str, lang: str | None, on_topic: bool, kind: triage.Kind, displeased: bool) -> bool:
    """Whether a message to the brand needs an answer; `displeased`: most of what is said on the topic is."""
    own = own_words(text)
    if asks_or_complains(text, lang):
        return True
    if FORGIVES.search(own):
        return False
    applauds = displeased and kind == "praise" and APPLAUSE in own
    return kind in ASKING or (on_topic and (applauds or (kind not in PASSED_ON and tells(text, lang))))
