"""Who asks: customers, staff, press or investors, by what they say of themselves."""

from __future__ import annotations

import re
from typing import Literal

Asker = Literal["customers", "staff", "press", "investors"]

_PRESS = re.compile(
    r"\b(journalists?|reporters?|(?:i am|i'm|we are) (?:writing|working on) (?:a|an) (?:story|article|piece)|"
    r"on deadline|request for comment|for comment|newsroom|our readers|our viewers|journalist(?:in|en)?|presseanfrage|"
    r"redaktion|periodistas?|redacción|nuestros lectores|journalistes?|rédaction|nos lecteurs|jornalistas?|redação|"
    r"nossos leitores|žurnālist\w*|redakcij\w*)\b",
    re.IGNORECASE,
)
_INVESTORS = re.compile(
    r"\b(share ?holders?|stock ?holders?|investors?|my shares|my stock|our shares|dividends?|aktionär\w*|anleger\w*|"
    r"meine aktien|dividende\w*|accionistas?|inversor(?:a|es|as)?|mis acciones|dividendos?|actionnaires?|"
    r"investisseurs?|mes actions|acionistas?|investidor(?:a|es|as)?|minhas ações|akcionār\w*|investor[ius]\w*|"
    r"manas akcijas)\b|\$[A-Z]{1,5}\b",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\b(i work (?:at|for)|i'm (?:an? )?(?:employee|staff)|as an? (?:employee|member of staff)|we employees|my shift|"
    r"my co-?workers|my manager (?:at|says|told)|ich arbeite (?:bei|für|im)|als (?:mitarbeiter|angestellte)\w*|"
    r"meine schicht|trabajo (?:en|para)|soy emplead[oa]|como emplead[oa]|mi turno|je travaille (?:chez|pour)|"
    r"(?:en tant que|comme) (?:salari|employ)é\w*|trabalho (?:na|no|para|em)|sou funcionári[oa]|como funcionári[oa]|"
    r"meu turno|(?:es )?strādāju|kā darbiniec\w*|kā darbiniek\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
#: Handles that name a newsroom.
_NEWSROOM = re.compile(r"(news|press|gazette|herald|tribune|reporter|zeitung|diario|noticias|jornal)", re.IGNORECASE)


def asker(text: str, author: str | None, platform: str, kind: str) -> Asker:
    """Who asks in `text`; a customer, where nothing says otherwise."""
    if platform == "news" or kind == "article" or _PRESS.search(text) or (author and _NEWSROOM.search(author)):
        return "press"
    if _STAFF.search(text):
        return "staff"
    return "investors" if _INVESTORS.search(text) else "customers"
