"""What followed a statement: how people took it, and volume and tone against what the time before would have led to.

Nothing here is a cause: other things happened at the same time, and the report says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import facts, proportion, tone
from workbench.languages import key

if TYPE_CHECKING:
    import duckdb

    from workbench.baseline import Baseline
    from workbench.episode import Episode
    from workbench.statement import Statement

#: The rounded top of a peak is no decline yet.
LAG = pd.Timedelta(hours=1)
#: At most so long before and after a statement is looked at, in buckets of this width: no course holds for longer.
BEFORE, AFTER, BUCKET = pd.Timedelta(hours=6), pd.Timedelta(hours=3), pd.Timedelta(minutes=15)
#: How far a continued course is off by itself, as a standard deviation of its logarithm. Fitted there, not derived: at
#: moments of simulated crises at which nothing was said 87 % of the intervals held "no change" without it, 95 % with
#: it; on other archives the interval is as wide as those crises were unsteady.
DRIFT = 0.4
#: Buckets and messages before a statement without which no course can be continued.
LEAST_BUCKETS, LEAST_MESSAGES = 8, 40
#: Messages whose tone is read on either side: those with the smallest hashes, so that no order can change them.
READ = 2000
#: A wave that a statement opened begins within this time, and of what it points at so much is the statement.
WAVE, POINTED = pd.Timedelta(hours=24), 0.25

ROSE = key("the statement came while the volume still rose: what would have followed without it cannot be said")
FEW = key("too little was said between the peak and the statement to continue its course")
ENDS = key("the archive ends too soon after the statement")
NO_RHYTHM = key("without a baseline the daily rhythm cannot be told from a change")


def taken(connection: duckdb.DuckDBPyConnection, one: Episode, said: Statement) -> facts.Reception:
    """How people took a statement: replies and quotes in the archive, their tone, replies per like, a second wave.

    `replies_per_like` is of the platform's own counts, null where the export has none: many replies to few likes are a
    sign of rejection. `second_wave`: within a day a wave began in which it was what people pointed at.
    """
    which = {"platform": said.platform, "id": said.mention_id}
    rows = connection.execute(
        """
        SELECT text, lang, kind FROM mentions ANTI JOIN own USING (platform, id)
        WHERE platform = $platform AND parent_id = $id AND kind IN ('reply', 'comment', 'quote')
        ORDER BY created_at, id
        """,
        which,
    ).fetchall()
    likes, replies = connection.execute(
        "SELECT max(likes), max(replies) FROM mentions WHERE platform = $platform AND id = $id", which
    ).fetchall()[0]
    tones = [one for one in tone.read([text for text, _, _ in rows], [lang for _, lang, _ in rows]) if one]
    return facts.Reception(
        replies=sum(kind != "quote" for _, _, kind in rows),
        quotes=sum(kind == "quote" for _, _, kind in rows),
        replies_per_like=replies / likes if likes and replies is not None else None,
        read=len(tones),
        negative=_share(tones, "negative"),
        positive=_share(tones, "positive"),
        second_wave=any(_opened(connection, said, wave.start, wave.stop) for wave in one.waves[1:]),
    )


def _share(tones: Sequence[str], which: str) -> facts.Difference | None:
    if not tones:
        return None
    share, low, high = proportion.wilson(tones.count(which), len(tones))
    return facts.Difference(share=share, low=low, high=high)


def _opened(connection: duckdb.DuckDBPyConnection, said: Statement, start: pd.Timestamp, stop: pd.Timestamp) -> bool:
    """Whether the statement opened the wave of [start, stop)."""
    if not said.at <= start <= said.at + WAVE:
        return False
    at_it, at_any = connection.execute(
        """
        SELECT count(*) FILTER (platform = $platform AND parent_id = $id), count(parent_id) FROM on_topic
        WHERE created_at >= $start AND created_at < $stop
        """,
        {"platform": said.platform, "id": said.mention_id, "start": start, "stop": stop},
    ).fetchall()[0]
    return bool(at_any and at_it >= POINTED * at_any)


def after(
    connection: duckdb.DuckDBPyConnection,
    one: Episode,
    baseline: Baseline | None,
    at: pd.Timestamp,
    last: pd.Timestamp,
) -> facts.AfterStatement | str:
    """Volume and tone on the topic after a statement `at` a time, against what led up to it; or why it can't be said.

    Volume: `against`, from an hour past the peak on, so much time after as before, three hours at most. Tone: the share
    of negative messages after, less that before. `last` is the last minute the archive covers.
    """
    if baseline is None:
        return NO_RHYTHM
    past = min(at - (one.course.peak + LAG), BEFORE) // BUCKET
    if past <= 0:
        return ROSE
    if past < LEAST_BUCKETS:
        return FEW
    coming = min(past, AFTER // BUCKET)
    if at + coming * BUCKET > last:
        return ENDS
    rows = connection.execute(
        """
        SELECT floor((epoch(created_at) - epoch($at::TIMESTAMPTZ)) / $width)::BIGINT AS bucket, count(*) FROM on_topic
        WHERE created_at >= $since AND created_at < $until GROUP BY bucket ORDER BY bucket
        """,
        {"at": at, "width": BUCKET.total_seconds(), "since": at - past * BUCKET, "until": at + coming * BUCKET},
    ).fetchall()
    heard = dict(rows)
    counts = np.array([float(heard.get(bucket, 0)) for bucket in range(-past, coming)])
    starts = pd.date_range(at - past * BUCKET, periods=past + coming, freq=BUCKET)
    rhythm = baseline.at(pd.DatetimeIndex(starts), round(BUCKET.total_seconds() / 60))
    found = against(counts, past, rhythm)
    if found is None:
        return FEW
    tones = _tones(connection, at, coming * BUCKET)
    return found.model_copy(update={"hours": coming * BUCKET / pd.Timedelta(hours=1), "negative_change": tones})


def against(counts: NDArray[np.float64], past: int, rhythm: NDArray[np.float64]) -> facts.AfterStatement | None:
    """Change of `counts` from bucket `past` on against the exponential course of those before; None for too few.

    Poisson regression of the counts before on time, the daily `rhythm` as offset, continued; errors widened by the
    over-dispersion seen (quasi-Poisson: McCullagh & Nelder 1989, ch. 6). The interval (95 %, on the logarithm) holds
    the fit's uncertainty (delta method), the scatter of what came after, and DRIFT.
    """
    if past < LEAST_BUCKETS or counts[:past].sum() < LEAST_MESSAGES or past >= len(counts):
        return None
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    time = np.column_stack([np.ones(len(counts)), (np.arange(len(counts)) - past) / past])
    offset = np.log(rhythm / rhythm.mean())
    model = GLM(counts[:past], time[:past], family=Poisson(), offset=offset[:past]).fit()
    scatter = max(float(model.pearson_chi2) / (past - 2), 1.0)
    course = np.exp(time[past:] @ model.params + offset[past:])
    expected, seen = float(course.sum()), float(counts[past:].sum())
    slope = course @ time[past:]
    covariance = np.asarray(model.cov_params()) * scatter
    error = float(np.sqrt(slope @ covariance @ slope / expected**2 + scatter / expected + DRIFT**2))
    ratio = max(seen, 0.5) / expected
    return facts.AfterStatement(
        volume_change=seen / expected - 1,
        low=ratio * float(np.exp(-proportion.Z * error)) - 1,
        high=ratio * float(np.exp(proportion.Z * error)) - 1,
        expected=expected,
        observed=int(seen),
    )


def _tones(connection: duckdb.DuckDBPyConnection, at: pd.Timestamp, span: pd.Timedelta) -> facts.Difference | None:
    """The negative share after `at` less that before, in `span` on either side; None where nothing could be read."""
    sides = []
    for since in (at, at - span):
        rows = connection.execute(
            """
            SELECT text, lang FROM on_topic ANTI JOIN own USING (platform, id)
            WHERE created_at >= $since AND created_at < $until AND kind <> 'repost'
            ORDER BY hash(platform, id), platform, id LIMIT $most
            """,
            {"since": since, "until": since + span, "most": READ},
        ).fetchall()
        tones = [one for one in tone.read([text for text, _ in rows], [lang for _, lang in rows]) if one]
        if not tones:
            return None
        sides.append(proportion.wilson(tones.count("negative"), len(tones)))
    change, low, high = proportion.difference(*sides)
    return facts.Difference(share=change, low=low, high=high)
