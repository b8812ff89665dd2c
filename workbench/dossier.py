"""One episode in full: the facts, and the small tables that a report draws."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench import (
    audit,
    bursts,
    caveats,
    decay,
    episode,
    facts,
    happened,
    labels,
    origin,
    own,
    phases,
    plan,
    questions,
    recovery,
    scenario,
    scorecard,
    sentiment,
    series,
    statement,
    strategy,
    wording,
)
from workbench.episode import Episode
from workbench.facts import Facts
from workbench.happened import Happened
from workbench.history import History
from workbench.languages import key
from workbench.study import Found, Say, Study, moment

if TYPE_CHECKING:
    import duckdb

#: Settings of the search that are tried beside the usual one.
THRESHOLDS = (3.0, 4.0, bursts.THRESHOLD, 6.0, 8.0, 12.0)
#: How much of the time around a crisis the volume chart shows.
CONTEXT_BEFORE, CONTEXT_AFTER = pd.Timedelta(days=14), pd.Timedelta(days=3)


@dataclass(frozen=True)
class Dossier:
    """One report's facts, with mention ids, and its tables by name."""

    facts: Facts
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)


def characterize(study: Study, found: Found | None, now: dt.datetime, progress: Say | None = None) -> Dossier:
    """The dossier of `found`, or of a search that found no crisis; `now` is what the facts call their time."""
    if found is None:
        return _nothing_found(study, now)
    if progress:
        progress(f"characterising {found.crisis.id}")
    connection, one = study.connection, found.episode
    episode.mark(connection, one)
    again = recovery.return_check(connection, study.history, one)
    began = origin.find(connection, one)
    since = began.at if began else one.course.onset
    end = one.course.end or one.until
    minutes = series.counts(connection, 1, one.since, one.until, own.OTHERS_ON_TOPIC)
    fall = _decay(study, one, minutes)
    observable = caveats.observable(connection)
    heard = audit.response(study, found, began)
    asked = questions.find(connection, study.plan, one.course.onset, end)
    told = happened.find(study, found, began, minutes, fall, again, heard.said)
    unknown = caveats.unknown(study, found, began, fall, observable) | told.unknown | heard.unknown
    if heard.facts.first_statement and heard.facts.first_statement.responsibility is None:
        unknown["response.first_statement.responsibility"] = wording.UNREAD
    checked = labels.measured(study, found)
    body = Facts(
        **_head(study, now),
        crisis=found.crisis,
        detection=_detection(study, found),
        phases=phases.find(one.course, since, end, minutes),
        controls=None if found.controls is None else list(found.controls),
        origin=told.origin,
        cause=told.cause,
        spread=told.spread,
        subtopics=told.subtopics,
        stories=told.stories,
        claims=told.claims,
        comparison=told.comparison,
        sentiment=sentiment.felt(connection, found.judgement, one.course.onset, end, checked.get("tone")),
        response=heard.facts if observable else None,
        recovery=told.recovery,
        questions=asked.groups,
        quality=caveats.quality(study, observable).model_copy(update={"accuracy": labels.told(checked)}),
        unknown=unknown,
    )
    _hold_against_plan(body, study, found, heard)
    tables = {
        **_drawn(study, one, since, minutes.resample("h").sum(), fall),
        "evidence": _evidence(connection, body, told, heard.said),
        "questions": asked.table,
        **told.tables,
        **heard.tables,
    }
    return Dossier(body, tables)


def _head(study: Study, now: dt.datetime) -> dict[str, Any]:
    """What the facts say first: whose they are, of which archive, by which settings."""
    return {
        "brand": study.archive.brand,
        "name": study.plan.name(),
        "generated_at": now,
        "archive_version": study.archive.version,
        "archive_fingerprint": study.archive.fingerprint,
        "settings": caveats.settings(study),
    }


def _hold_against_plan(body: Facts, study: Study, found: Found, heard: audit.Audit) -> None:
    """Adds to `body` which scenario of the plan it was, whether the strategy was the agreed one, and the scorecard."""
    written = study.plan if plan.file_of(body.brand, study.archive.data).exists() else None
    body.plan = scenario.match(study.connection, study.plan, found, body.cause.verdict if body.cause else None)
    if body.response and body.response.strategy:
        cluster = body.cause.cluster if body.cause else None
        body.response.strategy = strategy.held(body.response.strategy, cluster, body.plan.strategy)
    examples = scenario.examples(study.connection, study.plan, body.plan)
    body.scorecard = scorecard.checks(body, written, {**heard.evidence, "scenario": examples})


def _drawn(
    study: Study, one: Episode, since: pd.Timestamp, hourly: pd.Series, fall: decay.Decay | None
) -> dict[str, pd.DataFrame]:
    """The tables of counts; `hourly`: what others said on the topic."""
    end = one.course.end or one.until
    return {
        "counts": counts_with_band(study.history, one.course.onset - CONTEXT_BEFORE, end + CONTEXT_AFTER, hourly),
        "spread": series.by_platform(study.connection, since, end, "on_topic"),
        "collected": series.by_platform(study.connection),
        "recovery": recovery.table(study.history, one, hourly, fall),
    }


def _decay(study: Study, one: Episode, minutes: pd.Series) -> decay.Decay | None:
    """The decay after the peak, where one wave alone fades."""
    baseline, curve = study.history.baseline, one.course
    if baseline is None or len(one.waves) > 1 or curve.overlapping:
        return None
    return decay.fit(minutes, one.usual, baseline, curve.peak, curve.end or one.until)


def _nothing_found(study: Study, now: dt.datetime) -> Dossier:
    reason = study.history.unknown or key(
        "no stretch of time stood out of what is ordinary on one topic and for the worse"
    )
    body = Facts(
        **_head(study, now),
        attention=[one.crisis for one in study.found],
        quality=caveats.quality(study, caveats.observable(study.connection)),
        unknown={"crisis": reason} | ({"crisis.expected": reason} if study.history.unknown else {}),
    )
    tables = {"counts": counts_with_band(study.history), "collected": series.by_platform(study.connection)}
    return Dossier(body, tables)


def _sensitivity(study: Study, found: Found) -> list[facts.Setting] | None:
    """The same search at other thresholds: does the verdict hang on a setting? None without a baseline."""
    if study.history.baseline is None:
        return None
    minutes = study.history.bucket
    counts = series.counts(study.connection, minutes)
    one = found.episode
    settings = []
    for threshold in THRESHOLDS:
        rang = bursts.find(counts, study.history.baseline, minutes, threshold)
        starts = [burst.start for burst in rang if burst.start < one.stop and burst.stop > one.start]
        settings.append(
            facts.Setting(threshold=threshold, found=bool(starts), start=moment(min(starts)) if starts else None)
        )
    return settings


def _detection(study: Study, found: Found) -> facts.Detection:
    rang = found.alarm_at
    delay = (rang - found.episode.course.onset).total_seconds() / 60 if rang is not None else None
    return facts.Detection(alarm_at=moment(rang), delay_minutes=delay, sensitivity=_sensitivity(study, found))


def counts_with_band(
    past: History,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
    on_topic: pd.Series | None = None,
) -> pd.DataFrame:
    """Hourly counts with their 99 % band: bucket, mentions, expected, low, high, on_topic; null where not known."""
    shown = past.hourly[since:until]
    table = pd.DataFrame({"bucket": shown.index, "mentions": shown.astype("int64").to_numpy()})
    low, high = past.baseline.band() if past.baseline else (None, None)
    expected = past.baseline.expected if past.baseline else None
    for column, values in (("expected", expected), ("low", low), ("high", high)):
        table[column] = float("nan") if values is None else values.reindex(shown.index).to_numpy()
    topical = on_topic.reindex(shown.index) if on_topic is not None else pd.Series(pd.NA, shown.index)
    table["on_topic"] = topical.astype("Int64").to_numpy()
    return table


def _evidence(
    connection: duckdb.DuckDBPyConnection, body: Facts, told: Happened, said: list[statement.Statement]
) -> pd.DataFrame:
    """Every message and account that the facts point at: role, platform, id, created_at, author, text, url.

    An account's row has an author alone.
    """
    roles = told.evidence() | {s.mention_id: "our statement" for s in said}
    if told.origin:
        roles = {told.origin.most_referenced or "": "most referenced", **roles, told.origin.mention_id: "origin"}
    rows = connection.execute(
        """
        SELECT platform, id, epoch_us(created_at) AS created_at, author, text, url FROM mentions
        WHERE id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY created_at, platform, id
        """,
        {"ids": sorted(roles)},
    ).fetchall()
    carriers = [*body.spread.amplifiers, *body.spread.sharers] if body.spread else []
    accounts = list(dict.fromkeys(carrier.author for carrier in carriers))
    rows += [(None, None, None, author, None, None) for author in accounts]
    table = pd.DataFrame(rows, columns=["platform", "id", "created_at", "author", "text", "url"], dtype=object)
    table["created_at"] = pd.to_datetime(table["created_at"], unit="us", utc=True)
    table["role"] = [roles.get(key, "account that carried it") for key in table["id"]]
    return table
