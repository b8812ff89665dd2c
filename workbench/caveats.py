"""What a report can't say, and why; what the archive under it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench import bursts, coverage, decay, facts, origin, receipt
from workbench.baseline import BAND
from workbench.languages import key
from workbench.study import Found, Study, moment

if TYPE_CHECKING:
    import duckdb


def unknown(
    study: Study, found: Found, began: origin.Origin | None, fall: decay.Decay | None, observable: bool
) -> dict[str, str]:
    """Why each null of the facts is null."""
    reasons: dict[str, str] = {}
    if not (study.plan.hub and study.plan.hub.urls):
        reasons["response.hub"] = key("the plan names no hub")
    if not study.plan.business_hours:
        reasons["response.answering.business_hours"] = key("the plan names no business hours")
    if found.alarm_at is None:
        reasons["detection.alarm_at"] = key(
            "without hindsight no alarm would have rung: volume alone never stood out enough"
        )
    if study.history.baseline is None:
        reasons["crisis.expected"] = str(study.history.unknown)
        reasons["recovery.baseline_at"] = str(study.history.unknown)
    if found.crisis.peak_ratio is None:
        reasons["crisis.peak_ratio"] = study.history.unknown or key("ordinarily there is less than one mention a day")
    if began is None:
        reasons["origin"] = key(
            "no message before the window is surely on the topic: the archive may begin within the crisis"
        )
    if found.crisis.end is None:
        reasons["crisis.end"] = key("it still went on when the archive ended")
    if fall is None:
        waves = (
            key("{n} waves overlap").format(n=len(found.episode.waves))
            if len(found.episode.waves) > 1
            else key("the excess did not fade evenly: it rose again in between")
            if found.episode.course.overlapping
            else key("too few hours after the peak, or no sure decline")
        )
        reasons["recovery.half_life_minutes"] = waves
    if found.judgement.scored is None or found.judgement.negative_during is None:
        reasons["sentiment.negative_share"] = key(
            "none of the messages is in a language that is read for tone (en, es, de, fr, pt, lv)"
        )
    if not observable:
        accounts = key("the plan names no account of the brand") if not study.plan.own_accounts() else (
            key("the archive holds no message by the accounts that the plan names")
        )  # fmt: skip
        reasons["response"] = accounts
    return reasons


def quality(study: Study, observable: bool) -> facts.Quality:
    """What the archive of `study` is made of."""
    receipts, sources = receipt.once(study.archive.receipts()), _sources(study)
    ours = {platform for platform, _, _ in study.plan.own_accounts()}
    mentions, simulated = study.connection.execute(
        "SELECT count(*), avg(starts_with(id, 'sim-')::INT) FROM mentions"
    ).fetchall()[0]
    return facts.Quality(
        mentions=mentions,
        quarantined=sum(entry.quarantined for entry in receipts),
        duplicates=sum(entry.duplicates for entry in receipts),
        response_observable=observable,
        gaps=[facts.Gap(start=a.to_pydatetime(), until=b.to_pydatetime()) for a, b in study.history.gaps],
        first=moment(study.history.first),
        last=moment(study.history.last),
        simulated_share=simulated,
        exports=len(receipts),
        read=sum(entry.read for entry in receipts),
        loaded=sum(entry.loaded for entry in receipts),
        ignored=sum(entry.ignored for entry in receipts),
        sources=sources,
        limits=[
            facts.Limit(
                kind=one.kind,
                platform=one.platform,
                start=one.start,
                until=one.until,
                missing=one.missing,
                what=one.what if one.kind in ("query", "sample") else None,
            )
            for one in study.limits
        ],
        absent=sorted(ours - {one.platform for one in sources}),
    )


def _sources(study: Study) -> list[facts.Source]:
    """The platforms of the archive, the largest first."""
    rows = study.connection.execute(
        """
        SELECT platform, count(*) AS mentions, epoch_us(min(created_at)), epoch_us(max(created_at))
        FROM mentions GROUP BY platform ORDER BY mentions DESC, platform
        """
    ).fetchall()
    minutes = len(study.history.hourly) * 60
    return [
        facts.Source(
            platform=platform,
            mentions=mentions,
            first=pd.Timestamp(first, unit="us", tz="UTC").to_pydatetime(),
            last=pd.Timestamp(last, unit="us", tz="UTC").to_pydatetime(),
            least_gap_minutes=coverage.MOST_EXPECTED * minutes / mentions if study.history.baseline else None,
        )
        for platform, mentions, first, last in rows
    ]


def settings(study: Study) -> facts.Settings:
    """What the search went by."""
    return facts.Settings(
        threshold=bursts.THRESHOLD,
        least_excess=bursts.MIN_EXCESS,
        band=BAND,
        ordinary_days=_ordinary_days(study),
    )


def _ordinary_days(study: Study) -> float | None:
    """Days from which what is ordinary was learnt: bursts and time without collection left out."""
    if study.history.baseline is None:
        return None
    ordinary = ~study.history.baseline.masked
    for start, stop in study.history.gaps:
        ordinary[start : stop - pd.Timedelta(hours=1)] = False
    return float(ordinary.sum()) / 24


def observable(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the brand's own messages are in the archive at all: without them its answers can't be seen."""
    return bool(connection.execute("SELECT count(*) FROM own").fetchall()[0][0])
