"""How the brand answered one episode: the response of the facts, and the tables on it that a report draws."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench import answer, facts, origin, statement

if TYPE_CHECKING:
    from workbench.study import Found, Study


@dataclass(frozen=True)
class Audit:
    """The response as the facts hold it, the statements it rests on, and its tables by name."""

    facts: facts.Response
    said: list[statement.Statement]
    tables: dict[str, pd.DataFrame]


def response(study: Study, found: Found, began: origin.Origin | None) -> Audit:
    """What was said and answered in `found`, whose messages are in the table `on_topic`; `began` is its origin."""
    connection, one = study.connection, found.episode
    first = (began.platform, began.mention_id) if began else ("", "")
    said = statement.find(connection, one, study.plan, first, began.at if began else one.course.onset)
    answers = answer.find(connection, one, study.history.last or one.course.end or one.until)
    tables = {"waits": answers.curve, "backlog": answers.backlog(), "worklist": _worklist(answers)}
    return Audit(_response(said, answers, found, began), said, tables)


def _response(
    said: list[statement.Statement], answers: answer.Answers, found: Found, began: origin.Origin | None
) -> facts.Response:
    end = found.episode.course.end or found.episode.until
    first = next((s for s in said if s.type != "update"), said[0] if said else None)
    moments = [s.at for s in said] + [end]
    silences = [(b - a).total_seconds() / 60 for a, b in itertools.pairwise(moments)]
    needing = len(answers.waits)
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
        first_statement=_first_statement(first, found, began) if first else None,
        statements=len(said),
        longest_silence_minutes=max(silences) if said else None,
        needs_reply=needing,
        answered=answers.answered,
        unanswered=needing - answers.answered,
        median_reply_minutes=answers.reply_minutes(0.5),
        p90_reply_minutes=answers.reply_minutes(0.9),
        median_wait_minutes=answers.wait_minutes(0.5),
        p90_wait_minutes=answers.wait_minutes(0.9),
    )


def _first_statement(first: statement.Statement, found: Found, began: origin.Origin | None) -> facts.FirstStatement:
    rang = found.alarm_at
    return facts.FirstStatement(
        mention_id=first.mention_id,
        created_at=first.at.to_pydatetime(),
        platform=first.platform,
        minutes_after_origin=(first.at - began.at).total_seconds() / 60 if began else None,
        minutes_after_onset=(first.at - found.episode.course.onset).total_seconds() / 60,
        minutes_after_alarm=(first.at - rang).total_seconds() / 60 if rang is not None else None,
        on_origin_platform=first.platform == began.platform if began else None,
        speaker=first.speaker,
    )


def _worklist(answers: answer.Answers) -> pd.DataFrame:
    waiting = answers.waits[answers.waits["answered_at"].isna()]
    return waiting.drop(columns="answered_at").rename(columns={"minutes": "waiting_minutes"}).reset_index(drop=True)
