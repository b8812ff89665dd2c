"""How the brand chose to answer: posture, what it told people first, copied replies, early offers of compensation.

Postures are those of situational crisis communication theory (Coombs 2007, Corporate Reputation Review 10:163):
deny, diminish, rebuild, and bolster beside one of them. Which one the words take is a proposal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from workbench import facts, official, wording

if TYPE_CHECKING:
    import duckdb

    from workbench.facts.response import Posture

#: What the theory recommends by how much responsibility people attribute. For a victim cluster it is information alone,
#: and denial where the matter is a rumour.
RECOMMENDED: dict[str, tuple[Posture, ...]] = {
    "victim": ("inform", "deny"), "accidental": ("diminish", "rebuild"), "preventable": ("rebuild",),
}  # fmt: skip
#: A reply is copied when so many others hold the same words; fewer replies than LEAST tell nothing.
COPIES, LEAST = 3, 10
#: An offer before the peak, or within so long of the origin, is early.
EARLY = pd.Timedelta(hours=24)

_BOLSTER = re.compile(
    r"\b(?:thank(?:s| you)|grateful|proud|for (?:over |more than )?\d+ years|our record|gracias|orgullos\w+|"
    r"danke\w*|stolz|"
    r"merci|fiers?|obrigad[oa]s?|orgulh\w+|paldies|lepni|lepojam\w*)\b",
    re.IGNORECASE,
)
_INSTRUCT = re.compile(
    r"\b(?:please (?:stop|do not|don't|check|call|visit|return|contact|stay|use|avoid|change|keep|bring)|"
    r"do not (?:use|eat|"
    r"drive)|stop using|check (?:the|your|if|whether)|call (?:us|\d)|hotline|helpline|emergency line|return (?:it|the)|"
    r"all details|questions and answers|step by step|dejen? de|compruebe\w*|llame\w*|tel[eé]fono|devu[eé]lv\w+|"
    r"toda la informaci[oó]n|bitte|hotline|pr[uü]fen sie|rufen sie|alle einzelheiten|veuillez|merci de|v[eé]rifiez|"
    r"appelez|"
    r"num[eé]ro vert|toutes les informations|verifiquem?|liguem?|por favor|todas as informa[cç][oõ]es|l[uū]dzu|"
    r"p[aā]rbaudiet|zvaniet|visa inform[aā]cija)\b|https?://",
    re.IGNORECASE,
)
_COMPENSATE = re.compile(
    r"\b(?:refund\w*|reimburs\w+|compensat\w+|voucher\w*|gift card\w*|free (?:of charge|replacement|month|shipping)|"
    r"credit to|"
    r"reembols\w+|indemni[sz]\w+|compensa\w+|vale de|cup[oó]n|erstatt\w+|entsch[aä]dig\w+|gutschein\w*|kostenlos\w*|"
    r"rembours\w+|d[eé]dommag\w+|bon d'achat|gratuit\w*|ressarci\w+|indeniz\w+|vale-\w+|kompens\w+|atmaks\w+|kupon\w*|"
    r"d[aā]vanu kart\w+)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"@\S+|https?://\S+|\W+")


def read(
    connection: duckdb.DuckDBPyConnection,
    heard: facts.Response,
    bounds: tuple[dt.datetime, dt.datetime],
    peak: dt.datetime,
) -> facts.Strategy:
    """How the brand answered between `bounds` (origin and end): from its statements and its replies to people.

    Needs the table `own`. What it fits (`recommended`, `fits`) is left to `held`.
    """
    since, until = bounds
    rows = connection.execute(
        """
        SELECT epoch_us(created_at), id, text, kind IN ('reply', 'comment') FROM own
        WHERE created_at >= $since AND created_at <= $until AND kind <> 'repost' AND visibility = 'public'
        ORDER BY created_at, platform, id
        """,
        {"since": since, "until": until},
    ).fetchall()
    offers = [pd.Timestamp(at, unit="us", tz="UTC") for at, _, text, _ in rows if _COMPENSATE.search(text)]
    first = heard.timeline[0].text if heard.timeline else None
    share, most = copied([text for _, _, text, reply in rows if reply])
    taken = [posture(entry.text, entry.phrases) for entry in heard.timeline]
    return facts.Strategy(
        postures=list(dict.fromkeys(one for one in taken if one)),
        bolstered=any(_BOLSTER.search(entry.text) for entry in heard.timeline) if heard.timeline else None,
        instructing_first=bool(_INSTRUCT.search(first)) if first else None,
        adjusting_first=heard.timeline[0].type in ("holding", "apology") if first else None,
        copied_reply_share=share,
        most_copied=most,
        compensation_at=offers[0].to_pydatetime() if offers else None,
        compensation_early=offers[0] < max(pd.Timestamp(peak), since + EARLY) if offers else None,
    )


def held(found: facts.Strategy, cluster: str | None, agreed: str | None) -> facts.Strategy:
    """`found` with what theory recommends for the `cluster`, whether a posture fits it, and what was `agreed`."""
    recommended = list(RECOMMENDED.get(cluster or "", ()))
    return found.model_copy(
        update={
            "recommended": recommended,
            "fits": any(one in recommended for one in found.postures) if recommended and found.postures else None,
            "as_agreed": agreed in found.postures if agreed and found.postures else None,
        }
    )


def posture(text: str, borne: Collection[str] | None = None) -> Posture | None:
    """The posture that the wording of a statement takes; the least accommodating where it takes several.

    `borne`: the marks of its wording; read from the text where not given. An apology for how others feel, or one that
    plays the matter down, does not rebuild. None for an empty text.
    """
    if not text.strip():
        return None
    found = wording.marked(text) if borne is None else set(borne)
    kind = official.type_of(text, first=True)
    if found & {"non_apology", "excuse", "blame_shifting"}:
        return "diminish"
    if kind == "correction" or "defensive" in found:
        return "deny"
    return "rebuild" if "responsibility" in found or kind == "apology" else "inform"


def copied(replies: Sequence[str]) -> tuple[float | None, int | None]:
    """The share of `replies` whose words, names and links left out, stand in two others at least; and the most copies.

    None for fewer than ten replies.
    """
    if len(replies) < LEAST:
        return None, None
    seen = Counter(_NAMED.sub(" ", text.lower()).strip() for text in replies)
    many = [count for count in seen.values() if count >= COPIES]
    return sum(many) / len(replies), max(many, default=0)
