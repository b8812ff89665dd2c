"""What people asked: questions gathered by meaning and by who asks, held against the answers of the hub."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import alike, cores, facts, intent, need, same, tone
from workbench.askers import asker
from workbench.plan import Plan

if TYPE_CHECKING:
    import duckdb

#: A group is told of when so many people asked it: below, its words might be somebody's own.
PEOPLE = 3
#: An answer is a question's own where it is so much of the answers to it, and so many times its share of all answers.
STANDING, OWN = 0.25, 1.5
#: The share of its people who use each word that names a group: a common slip of the pen is no name.
COMMON = 0.05
#: Words of a group's name, and questions that are shown as examples of it.
WORDS, EXAMPLES = 4, 5
_SENTENCE = re.compile(r"[^.!?¿؟？。！\n]+[?؟？]+")
_SPOKEN = re.compile(r"[^\W\d_]{2,}(?:[''’][^\W\d_]+)?")
COLUMNS = ("platform", "id", "created_at", "author", "author_id", "kind", "text", "lang")


@dataclass(frozen=True)
class Asked:
    """`groups`: the questions, most asked first. `table`: each question that is in one of them, with its `group`,
    `wording` and `asker`, and `answered_at`, `answer` where we answered it: people's words, for the analyst.
    """

    groups: list[facts.Question]
    table: pd.DataFrame


def find(connection: duckdb.DuckDBPyConnection, plan: Plan, since: pd.Timestamp, until: pd.Timestamp) -> Asked:
    """What was asked on the topic within [since, until]; needs the tables `own` and `on_topic`."""
    asked = _asked(connection, since, until)
    mute = frozenset(plan.own_words()) | intent.small_words()
    times = asked["wording"].value_counts(sort=False)
    wordings = sorted(times.index, key=lambda text: (-times[text], text))
    counts = [int(times[text]) for text in wordings]
    ruler = alike.space(wordings, counts, mute)
    langs = asked.drop_duplicates("wording").set_index("wording")["lang"].to_dict()
    read = cores.spread(_intents, [(text, langs[text]) for text in wordings])
    after = dict(zip(wordings, read, strict=True))
    known = plan.hub.faq if plan.hub else []
    gathered = same.gather(wordings, counts, after, known, ruler)
    asked["group"] = asked["wording"].map(gathered.groups).astype("Int64")
    asked["faq"] = asked["group"].map(gathered.answers).astype(object)
    asked["intent"] = pd.Series([after[text] for text in asked["wording"]], asked.index, dtype=object)
    people = asked["author_id"].fillna(asked["author"]).fillna(asked["id"])
    asked["person"] = asked["platform"] + " " + people.astype(str)
    told = asked.groupby("group")["person"].nunique()
    order = asked["group"].value_counts().loc[lambda sizes: told.reindex(sizes.index) >= PEOPLE]
    ranked = sorted(order.items(), key=lambda item: (-item[1], item[0]))
    numbers = {group: place for place, (group, _) in enumerate(ranked, 1)}
    asked["group"] = asked["group"].map(numbers).astype("Int64")
    table = asked[asked["group"].notna()].sort_values(["group", "created_at", "platform", "id"]).reset_index(drop=True)
    found = [_question(rows, plan, ruler, mute) for _, rows in table.groupby("group")]
    return Asked(found, table.drop(columns=["person", "author_id", "faq", "intent"]))


def _intents(questions: list[tuple[str, str | None]]) -> list[intent.Intent | None]:
    return [intent.of(text, lang) for text, lang in questions]


def wording(text: str) -> str:
    """The question in `text`, without handles and links: the sentences that end in a question mark, else all of it."""
    own = _plain(need.own_words(text))
    return " ".join(" ".join(_SENTENCE.findall(own)).split()) or own


def _plain(text: str) -> str:
    return " ".join(re.sub(r"(?:https?://|www\.)\S+|[@＠]\w+", " ", text).split())


def _asked(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    rows = connection.execute(
        """
        WITH answer AS (
            SELECT platform, parent_id AS id, min_by(created_at, (created_at, id)) AS at,
                   min_by(text, (created_at, id)) AS text
            FROM own WHERE kind <> 'repost' AND parent_id IS NOT NULL GROUP BY ALL
        )
        SELECT m.platform, m.id, epoch_us(m.created_at), m.author, m.author_id, m.kind, m.text, m.lang,
               epoch_us(a.at), a.text
        FROM on_topic m ANTI JOIN own o ON o.platform = m.platform AND o.id = m.id
        LEFT JOIN answer a ON a.platform = m.platform AND a.id = m.id
        WHERE m.created_at >= $since AND m.created_at <= $until AND m.kind <> 'repost'
        ORDER BY m.created_at, m.platform, m.id
        """,
        {"since": since, "until": until},
    ).fetchall()
    asked = zip(rows, cores.spread(_wordings, [(text, lang) for *_, text, lang, _, _ in rows]), strict=True)
    asking = [(*row, said) for row, said in asked if said]
    table = pd.DataFrame(asking, columns=[*COLUMNS, "answered_at", "answer", "wording"], dtype=object)
    for column in ("created_at", "answered_at"):
        table[column] = pd.to_datetime(table[column].astype("Int64"), unit="us", utc=True)
    said = zip(table["text"], table["author"], table["platform"], table["kind"], strict=True)
    table["asker"] = [asker(need.own_words(text), *who) for text, *who in said]
    return table


def _wordings(messages: list[tuple[str, str | None]]) -> list[str | None]:
    """The question in each message as (text, lang); None in one that asks nothing."""
    return [wording(text) if tone.asks(need.own_words(text), lang) else None for text, lang in messages]


def _question(rows: pd.DataFrame, plan: Plan, ruler: alike.Space, mute: frozenset[str]) -> facts.Question:
    faq = next(iter(rows["faq"].dropna()), None)
    after = None if faq else rows["intent"].iloc[0]
    words = _words(rows, ruler, mute | (set(_SPOKEN.findall(intent.PLAIN[after].lower())) if after else set()))
    answered = rows["answered_at"].dropna()
    who = Counter(rows["asker"])
    return facts.Question(
        question=faq or _plain_question(after, words),
        intent=after,
        asked=len(rows),
        answered_by_hub=None if not (plan.hub and plan.hub.faq) else faq is not None,
        examples=rows.drop_duplicates("wording")["id"].head(EXAMPLES).tolist(),
        words=words,
        askers={name: who[name] for name in ("customers", "staff", "press", "investors") if who[name]},
        first_asked_at=rows["created_at"].min().to_pydatetime(),
        first_answered_at=answered.min().to_pydatetime() if len(answered) else None,
        answered=len(answered),
    )


def _plain_question(after: str | None, words: list[str]) -> str:
    """What they were after and the words that tell it, in nobody's own wording."""
    told = ", ".join(words)
    if after is None:
        return told or intent.WORDLESS
    return f"{intent.PLAIN[after]} ({told})" if told else intent.PLAIN[after]


def _words(rows: pd.DataFrame, ruler: alike.Space, mute: frozenset[str]) -> list[str]:
    """The words that tell the group best, in the order in which they are said; each is used by several people."""
    users: dict[str, set[str]] = {}
    places: dict[str, list[int]] = {}
    for text, person in zip(rows["wording"], rows["person"], strict=True):
        for place, word in enumerate(_SPOKEN.findall(text.lower())):
            users.setdefault(word, set()).add(person)
            places.setdefault(word, []).append(place)
    least = max(PEOPLE, rows["person"].nunique() * COMMON)
    telling = {
        word: len(people) * ruler.weights.get(alike.stems(word)[0], 0.0) ** 2
        for word, people in users.items()
        if len(people) >= least and word not in mute
    }
    best = sorted(telling, key=lambda word: (-telling[word], word))[:WORDS]
    return sorted(best, key=lambda word: (float(np.mean(places[word])), word))


def draft(asked: Asked) -> str:
    """A draft of the questions that the hub does not answer yet, as YAML for the plan's `hub.faq`.

    The question is in the words in which it was put most often; the answer is the one that we gave it most often,
    without the name of whom it was for; empty where we gave none, or only what we said to everything. Both are for
    people to rewrite.
    """
    import yaml

    everywhere = Counter(_plain(text) for text in asked.table["answer"].dropna())
    parts = []
    for number, one in enumerate(asked.groups, 1):
        if one.answered_by_hub:
            continue
        rows = asked.table[asked.table["group"] == number]
        told = [_plain(text) for text in rows["answer"].dropna()]
        entry = [{"question": _commonest(rows["wording"]), "answer": _own_answer(told, everywhere)}]
        parts.append(f"# asked {one.asked} times\n{yaml.safe_dump(entry, allow_unicode=True, sort_keys=False)}")
    return "".join(parts)


def _own_answer(told: list[str], everywhere: Counter[str]) -> str:
    """A question's own answer among those `told`: a standing one, and not what was said `everywhere`; else empty."""
    here, total = Counter(told), everywhere.total()
    own = [
        text
        for text in told
        if here[text] >= STANDING * here.total()
        and (total == here.total() or here[text] * total > OWN * everywhere[text] * here.total())
    ]
    return _commonest(own) if own else ""


def _commonest(said: Iterable[str]) -> str:
    """What was said most often; of several the shortest, then the first in the alphabet."""
    times = Counter(said)
    return min(times, key=lambda text: (-times[text], len(text), text))
