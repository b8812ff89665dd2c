"""The hub in a crisis: who linked it first, how many replies carry it, whether questions fell after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from workbench import facts, tone
from workbench.plan import Plan

if TYPE_CHECKING:
    import duckdb

_BEFORE_HOST = re.compile(r"^(?:https?:)?(?://)?(?:www\.)?", re.IGNORECASE)
#: As much time as is compared before and after the first link, at most.
COMPARED = pd.Timedelta(hours=24)


def follow(
    connection: duckdb.DuckDBPyConnection, plan: Plan, since: pd.Timestamp, until: pd.Timestamp, said: pd.DataFrame
) -> tuple[facts.Hub | None, list[str]]:
    """The plan's hub within [since, until], and the ids of our first messages that link it; None without a hub.

    `said`: what was said to us (`need.addressed`). Needs the tables of `own.mark`. Of several addresses the one that
    we linked first counts. A link through a shortening service is not seen where the export does not resolve it.
    """
    urls = plan.hub.urls if plan.hub else []
    if not urls:
        return None, []
    links = _links(connection, urls, since, until)
    ours, others = links[links["owned"]], links[~links["owned"]]
    first = ours["created_at"].min() if len(ours) else None
    replies = _replies(connection, since, until)
    carrying = replies & set(zip(ours["platform"], ours["id"], strict=True))
    hub = facts.Hub(
        url=str(ours["url"].iloc[0]) if len(ours) else urls[0],
        first_linked_at=first,
        others_linked_at=others["created_at"].min() if len(others) else None,
        links_by_others=len(others),
        share_of_replies=len(carrying) / len(replies) if replies else None,
    )
    if first is not None:
        _questions(hub, said, first, since, until)
    return hub, ours["id"].head(5).tolist()


def links_to(link: str, url: str) -> bool:
    """Whether `link` leads to `url` or to something below it; scheme, www, case of the host and query don't matter."""
    there, wanted = _plain(link), _plain(url)
    return there == wanted or there.startswith(wanted + "/")


def _plain(link: str) -> str:
    host, slash, path = re.split(r"[?#]", _BEFORE_HOST.sub("", link.strip()), maxsplit=1)[0].partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/.,;:!)")


def _links(
    connection: duckdb.DuckDBPyConnection, urls: list[str], since: pd.Timestamp, until: pd.Timestamp
) -> pd.DataFrame:
    """Messages that link one of `urls`, in order: created_at, platform, id, url (the plan's), owned."""
    hosts = sorted({_plain(url).partition("/")[0] for url in urls})
    rows = connection.execute(
        r"""
        WITH linked AS (
            SELECT *, list_concat(coalesce(links, []),
                regexp_extract_all(text, '(?i)(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/?\S*')) AS found
            FROM mentions WHERE created_at >= $since AND created_at <= $until AND kind <> 'repost'
        )
        SELECT epoch_us(l.created_at), l.platform, l.id, l.found, o.id IS NOT NULL AS owned
        FROM linked l LEFT JOIN (SELECT DISTINCT platform, id FROM own) o USING (platform, id)
        WHERE len(list_filter(l.found, lambda link: len(
            list_filter($hosts::VARCHAR[], lambda host: contains(lower(link), host))) > 0)) > 0
        ORDER BY l.created_at, l.platform, l.id
        """,
        {"since": since, "until": until, "hosts": hosts},
    ).fetchall()
    matched = [
        (pd.Timestamp(at, unit="us", tz="UTC"), platform, key, url, owned)
        for at, platform, key, found, owned in rows
        if (url := next((url for url in urls if any(links_to(link, url) for link in found)), None))
    ]
    table = pd.DataFrame(matched, columns=["created_at", "platform", "id", "url", "owned"])
    return table.astype({"owned": bool})


def _replies(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> set[tuple[str, str]]:
    """Our public replies to others; what hangs under a message of our own is a thread."""
    rows = connection.execute(
        """
        SELECT DISTINCT o.platform, o.id FROM own o
        LEFT JOIN own parent ON parent.platform = o.platform AND parent.id = o.parent_id
        WHERE o.kind IN ('reply', 'comment') AND o.visibility = 'public' AND parent.id IS NULL
          AND o.created_at >= $since AND o.created_at <= $until
        """,
        {"since": since, "until": until},
    ).fetchall()
    return {(platform, key) for platform, key in rows}


def _questions(
    hub: facts.Hub, said: pd.DataFrame, first: pd.Timestamp, since: pd.Timestamp, until: pd.Timestamp
) -> None:
    """Fills in the questions an hour, and their share of what was said to us, before and after the first link."""
    span = min(first - since, until - first, COMPARED)
    if span <= pd.Timedelta(0):
        return
    hours = span / pd.Timedelta(hours=1)
    for name, begins in (("before", first - span), ("after", first)):
        there = said[(said["created_at"] >= begins) & (said["created_at"] < begins + span)]
        asked = sum(tone.asks(text, lang) for text, lang in zip(there["text"], there["lang"], strict=True))
        setattr(hub, f"questions_{name}", asked / hours)
        setattr(hub, f"question_share_{name}", asked / len(there) if len(there) else None)
