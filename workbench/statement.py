"""What the brand said about the crisis in public, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench import official, press, wording
from workbench.episode import Episode
from workbench.official import Type
from workbench.plan import Plan
from workbench.topic import ENOUGH_EVIDENCE

if TYPE_CHECKING:
    import duckdb

#: A post is routine when so much of its words stand in one that the brand made before.
SAME_WORDS = 0.6
#: The parts of a thread follow one another within this time; what comes later is a statement of its own.
THREAD = pd.Timedelta(minutes=15)
#: One word with so much evidence for the topic must be in what may be a statement by its wording.
SOME_EVIDENCE = 2.0
#: Marks of wording that no ordinary post bears.
CRISIS_MARKS = ("responsibility", "compassion", "corrective_action", "defensive", "non_apology", "blame_shifting")
#: Earlier posts that are read to know the routine.
EARLIER = 500
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(https?://|www\.)\S+|@\w+")
GREETING = (
    r"^\W*(\[[^\]]*\]\W*)?((hi|hello|hey|dear|hola|buen[oa]s (?:días|tardes|noches)|hallo|guten (?:tag|morgen|abend)|"
    r"liebe|bonjour|bonsoir|olá|oi|bom dia|boa (?:tarde|noite)|sveiki|labdien|labrīt|labvakar) ?"
    r"(all|everyone|everybody|a tod[oa]s|zusammen|alle|à tous|à toutes et à tous|a todos|pessoal|visi|visiem)?\W+)?"
)


@dataclass(frozen=True)
class Statement:
    """A public message of the brand or a spokesperson about the crisis, apart from answers to single customers."""

    at: pd.Timestamp
    mention_id: str
    platform: str
    author: str
    speaker: str
    text: str
    lang: str | None
    type: Type


@dataclass(frozen=True)
class Heard:
    """What the brand posted to all since the origin: the statements, and what else went on (time, id, text)."""

    statements: list[Statement]
    went_on: list[tuple[pd.Timestamp, str, str]]


def find(
    connection: duckdb.DuckDBPyConnection, episode: Episode, plan: Plan, origin: tuple[str, str], since: pd.Timestamp
) -> Heard:
    """The statements from `since` (the origin's time) to the episode's end, in order, and what else was posted to all.

    Needs the tables `own` (see `own.mark`) and `nearby` (see `on_topic.mark`). `origin`: platform and id of the first
    message on the topic, which is no statement even when it is the brand's own, nor is what repeats it. A statement is
    to all, is no post such as the brand always makes, and is on the topic or speaks as brands do in a crisis.
    """
    until = episode.course.end or episode.until
    posts = _to_all(_own(connection, since, until))
    before = [_words(text) for text in _earlier(connection, since, origin)]
    telling = {str(word): float(weight) for word, weight in episode.topic.weights.items() if weight > SOME_EVIDENCE}
    heads: dict[tuple[str, str], dict[str, Any]] = {}
    part_of: dict[tuple[str, str], tuple[str, str]] = {}
    for post in posts:
        key = (post["platform"], post["id"])
        if key == origin:
            continue
        head = part_of.get((post["platform"], post["parent_id"]))
        if head and post["at"] - heads[head]["until"] <= THREAD and not _routine(heads[head]["text"], before):
            # The next part of a thread is no statement of its own; it is read as one text with its head.
            part_of[key] = head
            heads[head] |= {"text": f"{heads[head]['text']} {post['text']}", "until": post["at"]}
            heads[head]["score"] = max(heads[head]["score"], post["score"])
            continue
        part_of[key], heads[key] = key, {**post, "until": post["at"]}
    said = [post for post in heads.values() if not _routine(post["text"], before) and _speaks(post, telling)]
    other = [post for post in heads.values() if post not in said]
    carried = press.carried(connection, episode, plan, since, [post["text"] for post in said])
    ordered = sorted([*said, *carried], key=lambda post: (post["at"], post["platform"], post["id"]))
    return Heard(
        [_statement(post, plan, number) for number, post in enumerate(ordered)],
        [(post["at"], post["id"], post["text"]) for post in other],
    )


def _own(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> list[dict[str, Any]]:
    """The brand's public messages of that time, reposts left out."""
    cursor = connection.execute(
        """
        SELECT epoch_us(o.created_at) AS at, o.platform, o.id, o.author, o.person, o.text, o.lang, o.kind,
               coalesce(n.score, 0) AS score, o.parent_id, parent.kind AS parent_kind
        FROM own o
        LEFT JOIN nearby n ON n.platform = o.platform AND n.id = o.id
        LEFT JOIN own parent ON parent.platform = o.platform AND parent.id = o.parent_id
        WHERE o.created_at >= $since AND o.created_at <= $until AND o.kind <> 'repost' AND o.visibility = 'public'
        ORDER BY o.created_at, o.platform, o.id
        """,
        {"since": since, "until": until},
    )
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"at": pd.Timestamp(row["at"], unit="us", tz="UTC")} for row in rows]


def _to_all(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that answer no single person: posts, words to everybody, and what continues either."""
    kept, keys = [], set()
    for row in rows:
        parent = (row["platform"], row["parent_id"])
        if (
            row["kind"] not in ("reply", "comment")
            or official.to_everybody(row["text"])
            or parent in keys
            or row["parent_kind"] not in (None, "reply", "comment")
        ):
            kept.append(row)
            keys.add((row["platform"], row["id"]))
    return kept


def _earlier(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, origin: tuple[str, str]) -> list[str]:
    """Texts of the brand's last posts before `since`, and the origin's where it is the brand's own."""
    rows = connection.execute(
        """
        SELECT text FROM own WHERE (platform = $platform AND id = $id)
        OR (created_at < $since AND kind NOT IN ('reply', 'comment', 'repost')) GROUP BY text
        ORDER BY max(created_at) DESC, text LIMIT $most
        """,
        {"since": since, "platform": origin[0], "id": origin[1], "most": EARLIER},
    ).fetchall()
    return [text for (text,) in rows]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(_LINK.sub(" ", text.lower())))


def _routine(text: str, before: Sequence[set[str]]) -> bool:
    """Whether one of the posts `before` holds most of the words of `text`."""
    words = _words(text)
    return bool(words) and any(len(words & earlier) >= SAME_WORDS * len(words) for earlier in before)


def _speaks(post: dict[str, Any], telling: dict[str, float]) -> bool:
    """Whether the post is about the crisis: by words that only a statement has, or by the topic's and no advertising.

    A product that is the matter is also advertised: its name alone makes no statement.
    """
    text = post["text"]
    if official.surely(text) or _owns_up(text, post["lang"]):
        return True
    evidence = max((telling.get(word, 0.0) for word in _words(text)), default=0.0)
    if official.perhaps(text):
        return evidence > SOME_EVIDENCE
    return max(evidence, post["score"]) > ENOUGH_EVIDENCE and not official.sells(text)


def _owns_up(text: str, lang: str | None) -> bool:
    """Whether the wording accepts, feels, mends or denies, in phrases that no ordinary post has."""
    return not wording.foreseen(text, lang).isdisjoint(CRISIS_MARKS)


def _statement(post: dict[str, Any], plan: Plan, number: int) -> Statement:
    speaker = post["person"] or named(post["text"], plan) or post["author"]
    return Statement(
        at=post["at"],
        mention_id=post["id"],
        platform=post["platform"],
        author=post["author"],
        speaker=speaker,
        text=post["text"],
        lang=post["lang"],
        type=official.type_of(post["text"], first=number == 0),
    )


#: How somebody presents themselves: "here is Ada", "soy Ada", "je suis Ada".
PRESENTS = (
    r"(?:(?:i am|i['’]m|this is|it['’]s|my name is|here is|soy|les habla|habla|me llamo|aquí|ich bin|hier ist|"
    r"hier spricht|hier schreibt|mein name ist|je suis|je m['’]appelle|ici|c['’]est|(?:eu )?sou(?: [oa])?|"
    r"aqui é(?: [oa])?|aqui fala(?: [oa])?|meu nome é|es esmu|mani sauc|šeit|te) )?"
)


def named(text: str, plan: Plan) -> str | None:
    """The spokesperson whom `text` names as speaking: by full name, or by first name where it opens or signs."""
    for person in plan.spokespersons:
        if re.search(rf"\b{re.escape(person.name)}\b", text, re.IGNORECASE):
            return person.name
    for person in plan.spokespersons:
        first = re.escape(person.name.split()[0])
        opens = rf"{GREETING}{PRESENTS}{first}\b"
        if re.search(opens, text, re.IGNORECASE) or re.search(rf"\W{first}\W*$", text):
            return person.name
    return None
