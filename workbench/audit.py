"""How the brand answered one episode: the response of the facts, and the tables on it that a report draws."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench import (
    answer,
    answered,
    confirmed,
    events,
    facts,
    hub,
    official,
    origin,
    reception,
    statement,
    strategy,
    threads,
    wording,
    worklist,
)
from workbench.plan import Plan

if TYPE_CHECKING:
    from workbench.study import Found, Study


#: How long after its end a crisis is still looked after.
AFTER = pd.Timedelta(days=30)
#: How long routine posts and advertising should pause.
PAUSE = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Audit:
    """The response as the facts hold it, the statements it rests on, its tables by name, and what is evidence of what.

    `evidence`: mention ids by check, see `scorecard.Evidence`. `unknown`: why what is null is null, by dotted place.
    """

    facts: facts.Response
    said: list[statement.Statement]
    tables: dict[str, pd.DataFrame]
    evidence: dict[str, list[str]]
    unknown: dict[str, str]


def response(study: Study, found: Found, began: origin.Origin | None) -> Audit:
    """What was said and answered in `found`, whose messages are in the table `on_topic`; `began` is its origin."""
    connection, one = study.connection, found.episode
    heard = statements(study, found, began)
    said = heard.statements
    answers = answer.find(connection, one, study.history.last or one.course.end or one.until)
    open_ = worklist.table(answers, worklist.read(study.archive.brand, study.archive.data))
    tables = {
        "waits": answers.curve, "backlog": answers.backlog(), "worklist": open_, "answering": answers.each(),
    }  # fmt: skip
    body = _response(said, answers, found, began, _logged(study, found))
    body.answering = answered.figures(answers, study.plan)
    since = min(began.at, one.course.onset) if began else one.course.onset
    body.hub, linked = hub.follow(connection, study.plan, since, one.course.end or one.until, answers.said)
    body.aftercare = _aftercare(study, found)
    body.went_on, went_on = _went_on(heard, found, study.plan)
    body.answered_in_time = _in_time(answers, study.plan)
    so = confirmed.read(study.archive.brand, study.archive.data)
    for entry, one_said in zip(body.timeline, said, strict=True):
        entry.named, entry.role = _person(entry.speaker, study.plan)
        entry.reception = reception.taken(connection, one, one_said)
        wording.mark(entry, one_said.text)
        confirmed.enter(entry, so)
    body.strategy = strategy.read(connection, body, (since, one.course.end or one.until), one.course.peak)
    unknown = _unlinked(body, threads.unlinked(connection, one.course.onset, one.course.end or one.until))
    if unknown:
        tables = {name: rows.head(0) for name, rows in tables.items()}
    if body.first_statement and said:
        body.first_statement.named, body.first_statement.role = _person(said[0].speaker, study.plan)
        wording.mark(body.first_statement, said[0].text)
        confirmed.enter(body.first_statement, so)
        last = study.history.last or one.until
        followed = reception.after(connection, one, study.history.baseline, said[0].at, last)
        if isinstance(followed, str):
            unknown["response.after_statement"] = followed
        else:
            body.after_statement = followed
    return Audit(
        body, said, tables, {"waiting": open_["id"].head(5).tolist(), "hub": linked, "went on": went_on}, unknown
    )


def statements(study: Study, found: Found, began: origin.Origin | None) -> statement.Heard:
    """What the brand said publicly in `found`, whose messages are in the table `on_topic`; `began` is its origin."""
    first = (began.platform, began.mention_id) if began else ("", "")
    since = began.at if began else found.episode.course.onset
    return statement.find(study.connection, found.episode, study.plan, first, since)


def _unlinked(body: facts.Response, why: str | None) -> dict[str, str]:
    """Takes out of `body` what can't be told where it is not known what our replies answer, and says so."""
    if why is None:
        return {}
    taken = (
        "needs_reply", "answered", "answered_in_time", "unanswered", "median_reply_minutes", "p90_reply_minutes",
        "median_wait_minutes", "p90_wait_minutes", "answering",
    )  # fmt: skip
    for name in taken:
        setattr(body, name, None)
    return {f"response.{name}": why for name in taken}


def _logged(study: Study, found: Found) -> dict[events.What, dt.datetime]:
    """What the event log says of this crisis: what happened after the one before it was over."""
    onset, end = found.crisis.onset, found.crisis.end or found.episode.until.to_pydatetime()
    before = [one.crisis.end for one in study.found if one.crisis.end and one.crisis.end < onset]
    since = max(before, default=dt.datetime.min.replace(tzinfo=dt.UTC))
    return events.within(events.read(study.archive.brand, study.archive.data), since, end)


def _aftercare(study: Study, found: Found) -> facts.Aftercare | None:
    """Our replies in the 30 days after the end; None where nothing of them is in the archive."""
    end, last = found.episode.course.end, study.history.last
    if end is None or last is None or last <= end:
        return None
    until = min(end + AFTER, last)
    replies = study.connection.execute(
        """
        SELECT count(*) FROM own ANTI JOIN own AS thread ON own.platform = thread.platform AND own.parent_id = thread.id
        WHERE own.kind IN ('reply', 'comment') AND own.created_at > $end AND own.created_at <= $until
        """,
        {"end": end, "until": until},
    ).fetchall()[0][0]
    return facts.Aftercare(days=(until - end) / pd.Timedelta(days=1), replies=replies)


def _went_on(heard: statement.Heard, found: Found, plan: Plan) -> tuple[facts.WentOn | None, list[str]]:
    """Posts that were no statements, in the day after we first spoke, else could have known; and their ids.

    None where neither is known. A crisis of weeks pauses nobody's routine for weeks.

    Selling is what advertises by its words, or holds those of a campaign of the plan while it runs.
    """
    since = heard.statements[0].at if heard.statements else found.alarm_at
    if since is None:
        return None, []
    posts = [(at, key, text) for at, key, text in heard.went_on if since < at <= since + PAUSE]
    selling = sum(
        official.sells(text)
        or any(
            c.from_ <= at <= c.until and any(term.lower() in text.lower() for term in c.terms) for c in plan.campaigns
        )
        for at, _, text in posts
    )
    first = posts[0][0].to_pydatetime() if posts else None
    return facts.WentOn(posts=len(posts), selling=selling, first_at=first), [key for _, key, _ in posts]


def _in_time(answers: answer.Answers, plan: Plan) -> int | None:
    """How many were answered within the time that the plan names; None where it names none."""
    wanted = plan.targets.answered_share
    if wanted is None or wanted.within is None:
        return None
    return int((answers.waits["answered_at"].notna() & (answers.waits["minutes"] <= wanted.within)).sum())


def _person(speaker: str | None, plan: Plan) -> tuple[bool, str | None]:
    """Whether `speaker` is a spokesperson of the plan, and their role in it."""
    person = next((one for one in plan.spokespersons if one.name == speaker), None)
    return person is not None, person.role if person else None


def _response(
    said: list[statement.Statement],
    answers: answer.Answers,
    found: Found,
    began: origin.Origin | None,
    logged: dict[events.What, dt.datetime],
) -> facts.Response:
    end = found.episode.course.end or found.episode.until
    first = said[0] if said else None
    moments = [s.at for s in said] + [end]
    silences = [(b - a).total_seconds() / 60 for a, b in itertools.pairwise(moments)]
    needing = len(answers.waits)
    spoke = first.at.to_pydatetime() if first else None
    return facts.Response(
        timeline=[
            facts.TimelineEntry(
                at=s.at.to_pydatetime(),
                mention_id=s.mention_id,
                type=s.type,
                platform=s.platform,
                author=s.author,
                speaker=s.speaker,
                text=s.text,
            )
            for s in said
        ],
        first_statement=_first_statement(first, found, began, logged.get("knew")) if first else None,
        statements=len(said),
        longest_silence_minutes=max(silences) if said else None,
        needs_reply=needing,
        answered=answers.answered,
        unanswered=needing - answers.answered,
        median_reply_minutes=answers.reply_minutes(0.5),
        p90_reply_minutes=answers.reply_minutes(0.9),
        median_wait_minutes=answers.wait_minutes(0.5),
        p90_wait_minutes=answers.wait_minutes(0.9),
        known_at=logged.get("knew"),
        convened_at=logged.get("convened"),
        delays=events.delays(logged, began.at.to_pydatetime() if began else None, spoke),
    )


def _first_statement(
    first: statement.Statement, found: Found, began: origin.Origin | None, knew: dt.datetime | None
) -> facts.FirstStatement:
    rang = found.alarm_at
    return facts.FirstStatement(
        mention_id=first.mention_id,
        created_at=first.at.to_pydatetime(),
        platform=first.platform,
        minutes_after_origin=(first.at - began.at).total_seconds() / 60 if began else None,
        minutes_after_onset=(first.at - found.episode.course.onset).total_seconds() / 60,
        minutes_after_alarm=(first.at - rang).total_seconds() / 60 if rang is not None else None,
        minutes_after_known=(first.at - knew).total_seconds() / 60 if knew is not None else None,
        on_origin_platform=first.platform == began.platform if began else None,
        speaker=first.speaker,
    )
