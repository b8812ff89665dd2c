"""Where it began, as far as this archive can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from workbench import early, facts, references
from workbench.early import LONE, NO_DOUBT
from workbench.episode import Episode
from workbench.topic import ENOUGH_EVIDENCE

if TYPE_CHECKING:
    import duckdb

Sure = Literal["high", "medium", "low"]
#: The first messages on the topic, among which the post that they all point at is looked for …
EARLY = 30
#: … one that at least so many, and so large a share of them, answer, quote or repost …
POINTING, POINTING_SHARE = 3, 0.2
#: … and that is no older than this when the first message does not point at it itself: who is angry also answers what
#: the brand said last.
RECENT, RECENT_POINTED = pd.Timedelta(hours=1), pd.Timedelta(hours=24)
#: The topic's words of which the handle of an account may be made that people speak of: `kylie` and `jenner`.
NAMES, LEAST_NAME = 8, 6
#: Others that might be the origin.
OTHERS = 3
#: A first message is surely the origin when others follow within this time.
FOLLOWED = pd.Timedelta(hours=2)

_REPOSTED = re.compile(r"^\s*RT\s+[@＠]([\w.]+)")


@dataclass(frozen=True)
class Origin:
    """The first message on the topic, and the id of the one that others answer, quote and repost most.

    `lost`: the id of a post that is not in the archive and survives in this message, which reposts, quotes or answers
    it; `owned` then tells whose that post was. `others`: what else it could be. `because`: why it is not sure.
    """

    platform: str
    mention_id: str
    author: str | None
    at: pd.Timestamp
    owned: bool
    most_referenced: str | None
    references: int = 0
    lost: str | None = None
    sure: Sure = "medium"
    because: tuple[str, ...] = ()
    others: tuple[tuple[str, str, pd.Timestamp, bool], ...] = ()

    def told(self, trigger: str | None = None) -> facts.Origin:
        """The origin as the facts hold it; `trigger` is what people entered."""
        return facts.Origin(
            platform=self.platform,
            mention_id=self.mention_id,
            created_at=self.at.to_pydatetime(),
            owned=self.owned,
            author=self.author,
            most_referenced=self.most_referenced,
            references=self.references,
            lost=self.lost,
            sure=self.sure,
            because=list(self.because),
            others=[
                facts.OtherOrigin(platform=place, mention_id=key, created_at=at.to_pydatetime(), owned=owned)
                for place, key, at, owned in self.others
            ],
            trigger=trigger,
        )


def find(connection: duckdb.DuckDBPyConnection, episode: Episode) -> Origin | None:
    """The origin of `episode`; needs the tables `on_topic` and `own`. None when no message is surely on the topic."""
    until = episode.course.end or episode.until
    alone, told = early.read(connection, episode)
    if not told:
        return None
    first, *later = told
    at = pd.Timestamp(first[3], unit="us", tz="UTC")
    began = Origin(first[0], first[1], first[2], at, first[4], None)
    began = _answered_most(connection, _pointed_at(connection, _spoken_of(connection, began, episode), until), until)
    key, count = references.most(connection, (began.platform, began.mention_id), began.at, until)
    sure, because = _sureness(began, [pd.Timestamp(one[3], unit="us", tz="UTC") for one in later], episode, first[5])
    others = [(one[0], one[1], pd.Timestamp(one[3], unit="us", tz="UTC"), one[4]) for one in (first, *alone, *later)]
    return replace(
        began,
        most_referenced=key,
        references=count,
        sure=sure,
        because=because,
        others=tuple(one for one in others if one[1] != began.mention_id)[:OTHERS],
    )


def _pointed_at(connection: duckdb.DuckDBPyConnection, began: Origin, until: pd.Timestamp) -> Origin:
    """`began`, or the post that the first messages on the topic answer, quote and repost, if its words say little.

    Where that post is not in the archive, the first message that points at it stands for it.
    """
    rows = connection.execute(
        """
        WITH early AS (
            SELECT * FROM on_topic ANTI JOIN own USING (platform, id)
            WHERE created_at >= $since AND created_at <= $until AND coalesce(score > $evidence, true)
            ORDER BY created_at, platform, id LIMIT $early
        ), linked AS (
            SELECT DISTINCT e.platform, e.id AS pointer, e.created_at,
                   regexp_extract(link, '([^/?#]+)/?([?#].*)?$', 1) AS id
            FROM (SELECT platform, id, created_at, unnest(links) AS link FROM early) e JOIN own_accounts a
            ON a.platform = e.platform AND list_contains(string_split(replace(lower(link), '@', ''), '/'), a.handle)
            WHERE NOT ends_with(lower(link), a.handle)
        ), pointed AS (
            SELECT platform, id, count(DISTINCT pointer) AS pointing, min(created_at) AS first,
                   bool_or(shared) AS shared FROM (
                SELECT platform, parent_id AS id, id AS pointer, created_at, kind IN ('repost', 'quote') AS shared
                FROM early WHERE parent_id IS NOT NULL
                UNION ALL SELECT platform, id, pointer, created_at, true FROM linked)
            GROUP BY platform, id
        )
        SELECT p.platform, p.id, p.pointing, (SELECT count(*) FROM early), m.author, epoch_us(m.created_at),
               o.id IS NOT NULL, m.id IS NULL,
               coalesce(o.kind IN ('reply', 'comment') OR o.text IN (FROM routine), false),
               EXISTS (FROM mentions b WHERE b.platform = $place AND b.id = $began AND b.parent_id = p.id), p.shared,
               (SELECT count(*) FROM on_topic t WHERE t.platform = $place AND t.parent_id = $began)
        FROM pointed p
        LEFT JOIN mentions m ON m.platform = p.platform AND m.id = p.id
        LEFT JOIN own o ON o.platform = p.platform AND o.id = p.id
        WHERE p.pointing >= $pointing ORDER BY p.pointing DESC, p.first, p.platform, p.id LIMIT 1
        """,
        {
            "since": began.at - RECENT,
            "until": until,
            "early": EARLY,
            "pointing": POINTING,
            "evidence": ENOUGH_EVIDENCE,
            "place": began.platform,
            "began": began.mention_id,
        },
    ).fetchall()
    if not rows or rows[0][2] < POINTING_SHARE * rows[0][3] or rows[0][8]:
        return began
    platform, key, _, _, author, micros, owned, absent, _, direct, shared, answers = rows[0]
    if absent:
        return _trace(connection, began, platform, key)
    at = pd.Timestamp(micros, unit="us", tz="UTC")
    # Who is angry also answers what the brand said last: that began nothing where others take up the first message.
    recent = pd.Timedelta(0) if answers >= POINTING and not shared else RECENT
    if not pd.Timedelta(0) <= began.at - at <= (RECENT_POINTED if direct else recent):
        return began
    return replace(began, platform=platform, mention_id=key, author=author, at=at, owned=owned)


def _answered_most(connection: duckdb.DuckDBPyConnection, began: Origin, until: pd.Timestamp) -> Origin:
    """`began`, or the post of the brand from just before it that a large share of all on the topic there answer.

    The first to be angry often write on their own; most answers come once the post is passed around. Answers alone tell
    nothing here either: it must have been shared more than any post of the brand before it.
    """
    if began.owned or began.lost:
        return began
    rows = connection.execute(
        """
        WITH said AS (
            SELECT t.platform, t.parent_id FROM on_topic t ANTI JOIN own USING (platform, id)
            WHERE t.kind <> 'repost' AND t.created_at >= $at AND t.created_at <= $until
        )
        SELECT o.platform, o.id, o.author, epoch_us(o.created_at), count(*) FILTER (s.parent_id = o.id) AS pointing
        FROM own o JOIN said s ON s.platform = o.platform
        WHERE o.created_at >= $since AND o.created_at <= $at AND o.kind NOT IN ('reply', 'comment', 'repost')
            AND o.text NOT IN (FROM routine)
            AND coalesce(o.reposts, 0) > (SELECT coalesce(max(reposts), 0) FROM own WHERE created_at < o.created_at)
        GROUP BY ALL HAVING pointing >= $pointing AND pointing >= $share * count(*)
        ORDER BY pointing DESC, o.id LIMIT 1
        """,
        {"since": began.at - RECENT, "at": began.at, "until": until, "pointing": POINTING, "share": POINTING_SHARE},
    ).fetchall()
    if not rows:
        return began
    platform, key, author, micros, _ = rows[0]
    at = pd.Timestamp(micros, unit="us", tz="UTC")
    return replace(began, platform=platform, mention_id=key, author=author, at=at, owned=True)


def _spoken_of(connection: duckdb.DuckDBPyConnection, began: Origin, episode: Episode) -> Origin:
    """`began`, or the most shared post before the peak of the account whose name is what people speak of.

    Such a post need not be in the topic's words, which are those of people who speak of its author; and an archive that
    does not say what answers what may still say how often a post was shared.
    """
    words = [word.casefold() for word in episode.topic.terms["term"].head(NAMES) if word.isascii() and word.isalpha()]
    if not words or began.owned:
        return began
    rows = connection.execute(
        """
        SELECT m.platform, m.id, m.author, epoch_us(m.created_at) FROM mentions m ANTI JOIN own o USING (platform, id)
        WHERE created_at >= $since AND created_at <= $until AND coalesce(reposts, 0) + coalesce(replies, 0) > 0
            AND kind <> 'repost' AND len(author) >= $least
            AND regexp_full_match(regexp_replace(lower(author), '[^a-z]', '', 'g'), $names)
        ORDER BY coalesce(reposts, 0) + coalesce(replies, 0) DESC, created_at, platform, id LIMIT 1
        """,
        {
            "since": episode.course.onset_interval[0] - RECENT,
            "until": episode.course.peak,
            "least": LEAST_NAME,
            "names": f"(real|the|official)?({'|'.join(words)}){{2,}}(official)?",
        },
    ).fetchall()
    if not rows:
        return began
    place, key, author, micros = rows[0]
    return replace(began, platform=place, mention_id=key, author=author, at=pd.Timestamp(micros, unit="us", tz="UTC"))


def _trace(connection: duckdb.DuckDBPyConnection, began: Origin, platform: str, lost: str) -> Origin:
    """The first message that points at a `lost` post, unless it came well after `began`."""
    rows = connection.execute(
        """
        SELECT m.id, m.author, epoch_us(m.created_at), m.text, m.links FROM mentions m
        WHERE m.platform = $platform
            AND (m.parent_id = $lost OR len(list_filter(m.links, lambda link: contains(link, $lost))) > 0)
        ORDER BY m.created_at, m.id LIMIT 50
        """,
        {"platform": platform, "lost": lost},
    ).fetchall()
    at = pd.Timestamp(rows[0][2], unit="us", tz="UTC")
    if at - began.at > RECENT:
        return began
    accounts = connection.execute("SELECT handle FROM own_accounts WHERE platform = $1", [platform]).fetchall()
    owned = _named({name for (name,) in accounts}, lost, [(text, links or []) for *_, text, links in rows])
    return replace(began, platform=platform, mention_id=rows[0][0], author=rows[0][1], at=at, owned=owned, lost=lost)


def _named(accounts: set[str], lost: str, traces: Iterable[tuple[str | None, list[str]]]) -> bool:
    """Whether what points at the post names one of `accounts` as its author: `RT @name`, or a link to it."""
    for text, links in traces:
        reposted = _REPOSTED.match(text or "")
        if reposted and reposted[1].lower() in accounts:
            return True
        if any(lost in link and {part.lstrip("@") for part in link.lower().split("/")} & accounts for link in links):
            return True
    return False


def _sureness(
    began: Origin, later: list[pd.Timestamp], episode: Episode, evidence: float
) -> tuple[Sure, tuple[str, ...]]:
    """How sure the origin is, and why it is not: codes that `report.told` puts into words."""
    because = []
    following = min((at - began.at for at in later if at > began.at), default=LONE)
    if following >= LONE:
        because.append("lone")
    if evidence < NO_DOUBT and not began.owned:
        because.append("weak words")
    if began.at - episode.since < pd.Timedelta(hours=24):
        because.append("archive begins")
    if began.lost:
        because.append("lost post")
    if episode.usual == 0:
        because.append("bounds set")
    if "lone" in because or "archive begins" in because or len(because) > 1:
        return "low", tuple(because)
    return "high" if not because and following <= FOLLOWED else "medium", tuple(because)
