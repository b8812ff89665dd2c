"""How people speak of something: what is wrong, what pleases, whether they turn to the brand, whether they copy.

Anger alone does not make a crisis: football crowds curse, memes complain for fun. But who is only amused asks nothing
of the brand, and joy shows in signs that every language shares.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import tone
from workbench.proportion import difference, wilson

if TYPE_CHECKING:
    import duckdb

#: Messages read, the ones with the smallest hashes.
SAMPLE = 1000
#: Below this share of readable messages their tone says nothing of the rest.
LEAST_SCORED = 0.2
#: How many stories a few stories are.
STORIES = 3

_JOY = re.compile("[😀😃😄😁😊😇🙂🥰😍🤩😘☺🤗😎🎉🥳✨🌟⭐💪🙌👏👍❤🧡💛💚💙💜💖💗💕🎁🏆]|[:=]-?[)D]|<3|\\^_*\\^")
_NOT_SAID = re.compile(r"https?://\S+|www\.\S+|[@＠]\S+")
_WORD = re.compile(r"[^\W\d_]{2,}")

#: What is weighed: the ratio of the share to the ordinary share, its weight, what is added to both so that little
#: evidence weighs little, and the bounds of the ratio's logarithm. Drawn from earlier ones, chosen on half of the
#: generated cases, to what tells all of them apart best since tone is read anew.
_WEIGHTS: dict[str, tuple[float, float, float, float]] = {
    "troubled": (2.0, 0.08, -1.0, 1.0),
    "pleased": (-1.2, 0.08, -1.2, 1.0),
    "turning": (2.4, 0.1, -1.5, 0.4),
}
#: Joy is not held against what is usual: some brands' people never use its signs. A share that weighs as much as one
#: more, and the most that it can weigh.
_JOYFUL, _MOST_JOYFUL = 0.1, 1.5
#: What speaks for a crisis before anything is read, since a large volume on one topic is no good sign; and what more
#: where the tone can't be read.
_LARGE, _UNREAD = 0.35, 0.9
#: In a crisis at least so many of the readable messages see something wrong, or so many times the ordinary share, or
#: at most this share of the usual pleasure is left: sobriety alone, as in talk of shares and prices, is none.
_LEAST_TROUBLED, _TIMES_TROUBLED, _PLEASURE_LEFT = 0.2, 1.5, 0.25
#: From this share of copies on, and up to that, copying weighs; and how much in the end.
_COPIED, _ALL_COPIED, _MOST_COPIED = 0.3, 0.5, 1.4


@dataclass(frozen=True)
class Mood:
    """Of what others than the brand wrote, reposts left out: the share that could be read, and of that how many see
    something wrong or are pleased; of all, how many turn to the brand and how many ask, added up; how many show joy in
    signs; and how many tell one of three stories in nearly the same words. `messages`: how many were read.
    """

    scored: float
    troubled: float
    pleased: float
    turning: float
    joyful: float
    copied: float
    messages: int = SAMPLE


#: What is taken to be ordinary where nothing ordinary is known.
ORDINARY = Mood(1.0, 0.15, 0.25, 0.5, 0.1, 0.1)


def read(connection: duckdb.DuckDBPyConnection, relation: str, since: pd.Timestamp, until: pd.Timestamp) -> Mood | None:
    """The mood of `relation` in [since, until); None where nobody wrote. Needs the tables of `own.mark`."""
    rows = connection.execute(
        rf"""
        SELECT text, lang,
               parent_id IN (SELECT id FROM own)
               OR list_has_any(regexp_extract_all(lower(text), '@([\w.-]*\w)', 1),
                               (SELECT coalesce(list(handle), []) FROM own_accounts)) AS addressed
        FROM (
            SELECT platform, id, text, lang, parent_id FROM {relation} ANTI JOIN own USING (platform, id)
            WHERE created_at >= $since AND created_at < $until AND text IS NOT NULL AND kind IS DISTINCT FROM 'repost'
            ORDER BY hash(platform, id), platform, id LIMIT {SAMPLE}
        ) ORDER BY hash(platform, id), platform, id
        """,
        {"since": since, "until": until},
    ).fetchall()
    if not rows:
        return None
    texts = [(text, lang) for text, lang, _ in rows]
    # All at once first: each is remembered.
    pleased = tone.shares(texts)[2]
    wrong = [one for one in (tone.troubled(text, lang) for text, lang in texts) if one is not None]
    turning = sum(bool(addressed) for *_, addressed in rows) + sum(tone.asks(text, lang) for text, lang in texts)
    stories = Counter(" ".join(sorted(set(_WORD.findall(_NOT_SAID.sub(" ", text.lower()))))) for text, _ in texts)
    return Mood(
        scored=len(wrong) / len(rows),
        troubled=sum(wrong) / max(len(wrong), 1),
        pleased=pleased or 0.0,
        turning=turning / len(rows),
        joyful=sum(bool(_JOY.search(text)) for text, _ in texts) / len(rows),
        copied=sum(count for _, count in stories.most_common(STORIES) if count > 1) / len(rows),
        messages=len(rows),
    )


def grave(during: Mood, usual: Mood) -> bool:
    """Whether enough people see something wrong for a crisis, whatever else speaks for it; true if not known."""
    return (
        during.scored < LEAST_SCORED
        or during.troubled >= min(_LEAST_TROUBLED, _TIMES_TROUBLED * usual.troubled)
        or during.pleased <= _PLEASURE_LEFT * usual.pleased
    )


def beyond_chance(during: Mood, usual: Mood) -> bool:
    """Whether more people see something wrong, or fewer are pleased, by more than chance makes of so few messages.

    True where the tone can't be read. Newcombe's interval of the difference (see `proportion`).
    """
    now, before = (max(round(mood.scored * mood.messages), 1) for mood in (during, usual))
    wrong, pleased = (
        (wilson(round(here * now), now), wilson(round(there * before), before))
        for here, there in ((during.troubled, usual.troubled), (during.pleased, usual.pleased))
    )
    worse = difference(*wrong)[1] > 0 or difference(*reversed(pleased))[1] > 0
    return worse or during.scored < LEAST_SCORED


def evidence(during: Mood, usual: Mood) -> dict[str, float]:
    """What speaks for a crisis (above 0) and against it, by name; a crisis is where the sum is above 0."""
    readable = during.scored >= LEAST_SCORED
    found = {"large": _LARGE, "unread": 0.0 if readable else _UNREAD}
    for name, (weight, least, low, high) in _WEIGHTS.items():
        if readable or name == "turning":
            ratio = (getattr(during, name) + least) / (getattr(usual, name) + least)
            found[name] = weight * float(np.clip(np.log(ratio), low, high))
    found["joyful"] = -min(during.joyful / _JOYFUL, _MOST_JOYFUL)
    found["copied"] = -_MOST_COPIED * float(np.clip((during.copied - _COPIED) / (_ALL_COPIED - _COPIED), 0, 1))
    return found
