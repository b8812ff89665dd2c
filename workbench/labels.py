"""What people say of a sample of the workbench's own judgements on one crisis, and how often these were right.

Half of a sample is drawn from what a judgement said yes to, half from the rest, in an order that only the messages' ids
set: drawing again gives the same messages, and more of them where more are wanted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from workbench import accuracy, confirmed, facts, need, origin, side_file, statement, tone
from workbench.mention import brand_name

if TYPE_CHECKING:
    import pandas as pd

    from workbench.study import Found, Study

Judgement = Literal["topic", "needs", "statement", "tone"]
#: Those of messages, and the marks of a statement's wording, which `confirmed` keeps.
Labelled = Literal["topic", "needs", "statement", "tone", "wording"]
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
#: What people are asked; yes or no.
QUESTIONS: dict[Judgement, str] = {
    "topic": "Is it about this crisis?",
    "needs": "Does it need an answer by the brand?",
    "statement": "Does the brand speak of this crisis here, to everybody?",
    "tone": "Is it negative towards the brand?",
}


@dataclass(frozen=True)
class Judged:
    """A message, and whether the workbench says yes to the judgement's question."""

    platform: str
    id: str
    text: str
    yes: bool


#: What people said, by crisis, judgement, platform and id.
Labels = dict[tuple[str, str, str, str], bool]


def judged(study: Study, found: Found, judgement: Judgement) -> list[Judged]:
    """All messages that `judgement` was made of in `found`, whose messages are in the table `on_topic`."""
    connection, one = study.connection, found.episode
    since, until = one.course.onset, one.course.end or one.until
    if judgement == "needs":
        said = need.addressed(connection, since, until)
        columns = (said[name] for name in ("platform", "id", "text", "needs"))
        return [Judged(platform, key, text, bool(yes)) for platform, key, text, yes in zip(*columns, strict=True)]
    if judgement == "statement":
        since, statements = spoken(study, found)
        known = {(said.platform, said.mention_id) for said in statements}
        own = connection.execute(
            "SELECT platform, id, text FROM own WHERE created_at >= $since AND created_at <= $until"
            " AND kind <> 'repost' AND visibility = 'public' ORDER BY platform, id",
            {"since": since, "until": until},
        ).fetchall()
        return [Judged(platform, key, text, (platform, key) in known) for platform, key, text in own]
    rows = connection.execute(
        """
        SELECT m.platform, m.id, m.text, m.lang, t.id IS NOT NULL AS topical
        FROM mentions m
        LEFT JOIN (SELECT DISTINCT platform, id FROM on_topic) t ON t.platform = m.platform AND t.id = m.id
        WHERE m.created_at >= $since AND m.created_at <= $until AND m.kind <> 'repost' AND m.text IS NOT NULL
        ORDER BY m.platform, m.id
        """,
        {"since": since, "until": until},
    ).fetchall()
    if judgement == "topic":
        return [Judged(platform, key, text, topical) for platform, key, text, _, topical in rows]
    # What the brand says of itself has no tone towards it.
    ours = set(connection.execute("SELECT platform, id FROM own").fetchall())
    rows = [row for row in rows if row[4] and row[:2] not in ours]
    tones = tone.read([row[2] for row in rows], [row[3] for row in rows])
    return [
        Judged(platform, key, text, felt == "negative")
        for (platform, key, text, _, _), felt in zip(rows, tones, strict=True)
        if felt is not None
    ]


def spoken(study: Study, found: Found) -> tuple[pd.Timestamp, list[statement.Statement]]:
    """The brand's statements in `found`, whose messages are in the table `on_topic`, and since when they count."""
    connection, one = study.connection, found.episode
    began = origin.find(connection, one)
    first = (began.platform, began.mention_id) if began else ("", "")
    since = min(one.course.onset, began.at) if began else one.course.onset
    return since, statement.find(connection, one, study.plan, first, since).statements


def draw(all_: list[Judged], size: int) -> list[Judged]:
    """`size` of the messages, half of them with a yes as far as there are as many, yes and no mixed."""
    ordered = sorted(all_, key=_lot)
    yes, no = [one for one in ordered if one.yes], [one for one in ordered if not one.yes]
    wanted = max(min(len(yes), size - size // 2), size - len(no))
    return sorted([*yes[:wanted], *no[: size - wanted]], key=_lot)


def _lot(one: Judged) -> str:
    return hashlib.sha256(f"{one.platform}\0{one.id}".encode("utf-8", "replace")).hexdigest()


def checked(all_: list[Judged], judgement: Judgement, crisis: str, labels: Labels) -> accuracy.Checked:
    """The labels that were given to the messages of one judgement, counted."""
    yes = no = yes_seen = yes_right = no_seen = no_missed = 0
    for one in all_:
        so = labels.get((crisis, judgement, one.platform, one.id))
        if one.yes:
            yes, yes_seen, yes_right = yes + 1, yes_seen + (so is not None), yes_right + (so is True)
        else:
            no, no_seen, no_missed = no + 1, no_seen + (so is not None), no_missed + (so is True)
    return accuracy.Checked(yes, no, yes_seen, yes_right, no_seen, no_missed)


def measured(study: Study, found: Found) -> dict[Labelled, accuracy.Checked]:
    """By judgement what people labelled of it in `found`, whose messages are in the table `on_topic`; else nothing."""
    crisis = found.crisis.id
    labels = read(study.archive.brand, study.archive.data)
    given = {judgement for of, judgement, _, _ in labels if of == crisis}
    counted: dict[Labelled, accuracy.Checked] = {
        one: checked(judged(study, found, one), one, crisis, labels) for one in JUDGEMENTS if one in given
    }
    if so := confirmed.read(study.archive.brand, study.archive.data):
        texts = {(one.platform, one.mention_id): one.text for one in spoken(study, found)[1]}
        if not so.keys().isdisjoint(texts):
            counted["wording"] = confirmed.checked(texts, so)
    return counted


def told(given: dict[Labelled, accuracy.Checked]) -> list[facts.Accuracy]:
    """The same as the facts hold it."""
    found = []
    for judgement, one in given.items():
        right, covered = accuracy.precision(one), accuracy.recall(one)
        found.append(
            facts.Accuracy(
                judgement=judgement,
                labelled=one.yes_seen + one.no_seen,
                precision=right[0] if right else None,
                precision_interval=right[1:] if right else None,
                recall=covered[0] if covered else None,
                recall_interval=covered[1:] if covered else None,
            )
        )
    return found


def read(brand: str, data: Path) -> Labels:
    """What people said so far; nothing where there is no file."""
    entries = side_file.read(_path(brand, data))
    return {(one["crisis"], one["judgement"], one["platform"], one["id"]): bool(one["so"]) for one in entries}


def write(brand: str, data: Path, labels: Labels) -> None:
    """Keeps `labels`, in place of what was kept."""
    entries = [
        {"crisis": crisis, "judgement": judgement, "platform": platform, "id": key, "so": so}
        for (crisis, judgement, platform, key), so in sorted(labels.items())
    ]
    side_file.write(_path(brand, data), entries)


def _path(brand: str, data: Path) -> Path:
    return data / "labels" / f"{brand_name(brand)}-accuracy.json"
