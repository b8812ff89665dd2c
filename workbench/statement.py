"""What the brand said about the crisis in public, and who said it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from workbench.episode import Episode
from workbench.plan import Plan
from workbench.topic import ENOUGH_EVIDENCE

if TYPE_CHECKING:
    import duckdb

Type = Literal["apology", "update"]

#: How an official message about a crisis is recognised where it does not use the crisis's own words.
OFFICIAL = re.compile(
    r"\b(statement|update|apologi[sz]\w*|apolog(y|ies)|sorry|regret\w*|investigat\w+|aware of|recall\w*|latest:|"
    r"our hearts|our thoughts|comunicado|disculp\w+|lamentamos|stellungnahme|entschuldig\w+|excuses|désolé\w*|"
    r"desculp\w+|atvain\w+|paziņojum\w+)\b",
    re.IGNORECASE,
)
APOLOGY = re.compile(
    r"\b(apologi[sz]\w*|apolog(y|ies)|(so|very|truly|deeply|are|am|'re|'m) sorry|disculp\w+|perd[oó]n|entschuldig\w+|"
    r"excuses|désolé\w*|desculp\w+|atvain\w+)\b",
    re.IGNORECASE,
)
UPDATE = re.compile(
    r"^\W*(\[[^\]]*\]\W*)?(update|latest|actualizaci[oó]n|aktualisierung|mise à jour|atualização)\b", re.IGNORECASE
)
GREETING = r"^\W*(\[[^\]]*\]\W*)?((hi|hello|hey|dear) ?(all|everyone|everybody)?\W+)?"
EVERYBODY = re.compile(r"\b(everyone|everybody|all of you|to all|a todos|an alle|à tous|visiem)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """A public message of the brand or a spokesperson about the crisis, apart from answers to single customers."""

    at: pd.Timestamp
    mention_id: str
    platform: str
    author: str
    speaker: str
    text: str
    type: Type | None


def find(
    connection: duckdb.DuckDBPyConnection, episode: Episode, plan: Plan, origin: tuple[str, str], since: pd.Timestamp
) -> list[Statement]:
    """The statements from `since` (the origin's time) to the episode's end, in order.

    Needs the tables `own` (see `own.mark`) and `nearby` (see `topic.mark`). `origin`: platform and id of the first
    message on the topic, which is no statement even when it is the brand's own.
    """
    rows = connection.execute(
        """
        SELECT epoch_us(o.created_at) AS at, o.platform, o.id, o.author, o.person, o.text, o.kind,
               coalesce(n.score, 0) AS score, o.parent_id, parent.id IS NOT NULL AS threads_own
        FROM own o
        LEFT JOIN nearby n ON n.platform = o.platform AND n.id = o.id
        LEFT JOIN own parent ON parent.platform = o.platform AND parent.id = o.parent_id
        WHERE o.created_at >= $since AND o.created_at <= $until AND o.kind <> 'repost' AND o.visibility = 'public'
        ORDER BY o.created_at, o.platform, o.id
        """,
        {"since": since, "until": episode.course.end or episode.until},
    ).fetchall()
    found: dict[tuple[str, str], Statement] = {}
    thread: dict[tuple[str, str], tuple[str, str]] = {}
    for at, platform, key, author, person, text, kind, score, parent, threads_own in rows:
        if (platform, key) == origin or _to_one_customer(kind, text, threads_own):
            continue
        head = (platform, parent) if (platform, parent) in found else thread.get((platform, parent))
        if head:
            # The next part of a thread is no statement of its own; it is read as one text with its head.
            thread[platform, key] = head
            found[head] = replace(found[head], text=f"{found[head].text} {text}")
            continue
        # A product that is the matter is also advertised: one word of the topic makes no statement.
        if score > ENOUGH_EVIDENCE or OFFICIAL.search(text):
            moment = pd.Timestamp(at, unit="us", tz="UTC")
            speaker = person or named(text, plan) or author
            found[platform, key] = Statement(moment, key, platform, author, speaker, text, None)
    return [replace(said, type=_type(said.text)) for said in found.values()]


def _to_one_customer(kind: str, text: str, threads_own: bool) -> bool:
    """An answer to one person; a thread of one's own, or words to everybody, are for all."""
    if kind not in ("reply", "comment"):
        return False
    return not threads_own and not EVERYBODY.search(text)


def _type(text: str) -> Type | None:
    if UPDATE.search(text):
        return "update"
    return "apology" if APOLOGY.search(text) else None


def named(text: str, plan: Plan) -> str | None:
    """The spokesperson whom `text` names as speaking: by full name, or by first name where it opens or signs."""
    for person in plan.spokespersons:
        if re.search(rf"\b{re.escape(person.name)}\b", text, re.IGNORECASE):
            return person.name
    for person in plan.spokespersons:
        first = re.escape(person.name.split()[0])
        opens = rf"{GREETING}(i am |i'm |i’m |this is |it's )?{first}\b"
        if re.search(opens, text, re.IGNORECASE) or re.search(rf"\W{first}\W*$", text):
            return person.name
    return None
