"""Where it began, as far as this archive can tell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from workbench import facts, references
from workbench.episode import Episode
from workbench.topic import ENOUGH_EVIDENCE

if TYPE_CHECKING:
    import duckdb

Sure = Literal["high", "medium", "low"]
#: Platform, id, author, time in microseconds since 1970, ours or not, evidence.
Candidate = tuple[str, str, str | None, int, bool, float]
#: The first messages on the topic, among which the post that they all point at is looked for …
EARLY = 30
#: … one that at least so many, and so large a share of them, answer, quote or repost …
POINTING, POINTING_SHARE = 3, 0.2
#: … and that is no older than this when the first message does not point at it itself: who is angry also answers what
#: the brand said last.
RECENT, RECENT_POINTED = pd.Timedelta(hours=1), pd.Timedelta(hours=24)
#: Evidence that leaves no doubt: in an archive of many matters a word or two reaches ENOUGH_EVIDENCE.
NO_DOUBT = 1.5 * ENOUGH_EVIDENCE
#: The topic's words of which the handle of an account may be made that people speak of: `kylie` and `jenner`.
NAMES, LEAST_NAME = 8, 6
#: Others that might be the origin.
OTHERS, CANDIDATES = 3, 50
#: A first message is surely the origin when others follow within this time, and hardly when none does in the longer.
FOLLOWED, LONE = pd.Timedelta(hours=2), pd.Timedelta(hours=12)

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
    _mark_routine(connection)
    candidates = _first(connection, episode)
    if not candidates:
        return None
    # Before the peak, and no statement of ours on what others had said already.
    clear = [one for one in candidates if one[5] >= NO_DOUBT or one[4]]
    if clear and clear[0][3] <= episode.course.peak.timestamp() * 1e6 and not clear[0][4]:
        candidates = clear
    alone, (first, *later) = _followed(candidates)
    at = pd.Timestamp(first[3], unit="us", tz="UTC")
    began = Origin(first[0], first[1], first[2], at, first[4], None)
    began = _pointed_at(connection, _spoken_of(connection, began, episode), until)
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


def _mark_routine(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the temporary table `routine`: what the brand says in the same words on different days."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE routine AS SELECT text FROM own WHERE kind <> 'repost' AND text IS NOT NULL
        GROUP BY text HAVING max(created_at) - min(created_at) > INTERVAL 1 DAY
        """
    )


def _first(connection: duckdb.DuckDBPyConnection, episode: Episode) -> list[Candidate]:
    """The first messages that are surely on the topic.

    Not what the brand tells single customers, which sounds alike all year, nor a post of its own that nobody on the
    topic takes up. The fore-runners begin where the course says; a lone message on similar words days earlier is none.
    """
    return connection.execute(
        """
        SELECT t.platform, t.id, t.author, epoch_us(t.created_at), o.id IS NOT NULL, t.score
        FROM on_topic t LEFT JOIN own o ON o.platform = t.platform AND o.id = t.id
        WHERE t.score > $evidence AND t.created_at >= $since AND (
            o.id IS NULL OR o.kind NOT IN ('reply', 'comment') AND o.text NOT IN (FROM routine) AND (
                SELECT count(*) FROM on_topic r ANTI JOIN own USING (platform, id)
                WHERE r.platform = t.platform AND r.parent_id = t.id) >= 2)
        ORDER BY t.created_at, t.platform, t.id LIMIT $some
        """,
        {"evidence": _surely(episode), "since": episode.course.onset_interval[0], "some": CANDIDATES},
    ).fetchall()


def _followed(candidates: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The first of `candidates` that nobody took up within LONE, and the others from the origin on.

    Similar words said days before began nothing. A post of the brand's own did, once it is among them.
    """
    for place, (one, after) in enumerate(itertools.pairwise(candidates)):
        if one[4] or after[3] - one[3] < LONE / pd.Timedelta(microseconds=1):
            return candidates[:place], candidates[place:]
    return [], candidates


def _surely(episode: Episode) -> float:
    """Evidence from which a message is surely on the topic; any, where everything is (`topic.EVERYTHING`)."""
    return min(episode.topic.threshold, ENOUGH_EVIDENCE) if episode.topic.threshold < 0 else ENOUGH_EVIDENCE


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
            SELECT platform, id, count(DISTINCT pointer) AS pointing, min(created_at) AS first FROM (
                SELECT platform, parent_id AS id, id AS pointer, created_at FROM early WHERE parent_id IS NOT NULL
                UNION ALL SELECT platform, id, pointer, created_at FROM linked)
            GROUP BY platform, id
        )
        SELECT p.platform, p.id, p.pointing, (SELECT count(*) FROM early), m.author, epoch_us(m.created_at),
               o.id IS NOT NULL, m.id IS NULL,
               coalesce(o.kind IN ('reply', 'comment') OR o.text IN (FROM routine), false),
               EXISTS (FROM mentions b WHERE b.platform = $place AND b.id = $began AND b.parent_id = p.id)
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
    platform, key, _, _, author, micros, owned, absent, _, direct = rows[0]
    if absent:
        return _trace(connection, began, platform, key)
    at = pd.Timestamp(micros, unit="us", tz="UTC")
    if not pd.Timedelta(0) <= began.at - at <= (RECENT_POINTED if direct else RECENT):
        return began
    return replace(began, platform=platform, mention_id=key, author=author, at=at, owned=owned)


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
