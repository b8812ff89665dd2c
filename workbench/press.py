"""Statements that only the press carried: an article that quotes the brand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench import official
from workbench.episode import Episode
from workbench.plan import Plan
from workbench.topic import LEAST_EVIDENCE

if TYPE_CHECKING:
    import duckdb

#: Words of a quotation or a statement that must stand in another for the two to be the same.
SAME_QUOTE = 0.6
_QUOTE = re.compile(r"[\"“„«»‟”‘‚「『]([^\"“”„«»‟」』]{20,})[\"”“»«’‘」』]")
#: A person or a company is said to have spoken.
_SPOKE = re.compile(
    r"\b(sa(id|ys)|told|stated?|statement|announced|apologi[sz]e[ds]?|wrote|added|confirmed|denie[ds]|rejects?|rejected|"
    r"sagte|sagt|teilte\w*|erkl[aä]rte?|schrieb|best[aä]tigte|entschuldigte|wies|stellungnahme|"
    r"dijo|declar[oó]|afirm\w+|asegur[oó]|explic[oó]|inform[oó]|comunicado|pidi[oó]|"
    r"a (d[eé]clar[eé]|dit|affirm[eé]|expliqu[eé]|annonc[eé]|indiqu[eé])|d[eé]clare|selon|communiqu[eé]|"
    r"disse|declarou|informou|explicou|nota|"
    r"sac[iī]ja|teica|pazi[nņ]oja|nor[aā]d[iī]ja|pavest[iī]ja|skaidroja|"
    r"заявил\w*|сообщил\w*|сказал\w*|рассказал\w*)\b|述べた|語った|発表した|コメント|表示|قال|صرح|أعلن",
    re.IGNORECASE,
)
#: Whoever speaks for a company without being named.
_SPEAKER = re.compile(
    r"\b(spokes(man|woman|person)|representative|sprecher(in)?|portavoz|vocer[oa]|porte-parole|porta-voz|"
    r"p[aā]rst[aā]v(is|e)|пресс-служб\w+|представител\w+)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def carried(
    connection: duckdb.DuckDBPyConnection, episode: Episode, plan: Plan, since: pd.Timestamp, said: Sequence[str]
) -> list[dict[str, Any]]:
    """Articles that quote the brand on the crisis, the first of each quotation, as rows of `statement.find`.

    An article quotes it when it names a spokesperson of the plan (or the brand, and somebody who speaks for it) as
    having spoken, with words between quotation marks; what repeats a text of `said` is no statement of its own.
    """
    rows = connection.execute(
        """
        SELECT epoch_us(n.created_at), n.platform, n.id, n.author, n.title, n.text, n.lang, n.score
        FROM nearby n LEFT JOIN own o ON o.platform = n.platform AND o.id = n.id
        WHERE o.id IS NULL AND (n.kind = 'article' OR n.platform IN ('news', 'blog')) AND n.kind <> 'repost'
          AND n.visibility = 'public' AND n.created_at >= $since AND n.created_at <= $until
        ORDER BY n.created_at, n.platform, n.id
        """,
        {"since": since, "until": episode.course.end or episode.until},
    ).fetchall()
    known = [_words(text) for text in said]
    found = []
    for at, platform, key, author, title, text, lang, score in rows:
        quote = quoted(f"{title or ''}. {text}", plan)
        if quote is None or not (score > LEAST_EVIDENCE or official.surely(quote)):
            continue
        words = _words(quote)
        if any(len(words & other) >= SAME_QUOTE * len(words) for other in known):
            continue
        known.append(words)
        person = next((one.name for one in plan.spokespersons if _holds(text, one.name)), plan.brand)
        moment = pd.Timestamp(at, unit="us", tz="UTC")
        # The rest of the article is the paper's words, not the brand's.
        row = {"at": moment, "platform": platform, "id": key, "author": author or platform, "person": person}
        found.append({**row, "text": quote, "lang": lang})
    return found


def quoted(text: str, plan: Plan) -> str | None:
    """What `text` quotes of the brand; None where it quotes nothing of it."""
    quotes = _QUOTE.findall(text)
    if not quotes or not _SPOKE.search(text):
        return None
    named = any(_holds(text, person.name) for person in plan.spokespersons)
    ours = any(_holds(text, name) for name in [plan.brand, *plan.terms]) and bool(_SPEAKER.search(text))
    return " ".join(quotes) if named or ours else None


def _holds(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
