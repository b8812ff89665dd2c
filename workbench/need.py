"""Which messages needed an answer: said to the brand, in the words of the person who wrote them, asking or complaining.

A question, a complaint, a call for help or an accusation says so itself. In a crisis people also just tell the brand
what happened to them, or say to its face what it did; words for every such thing can't be listed. So what is said to
the brand on the crisis's topic counts too where its author speaks of themselves or to the brand, unless they praise,
laugh, or pass something on. Applause is no praise where most of what is said to the brand on the topic is displeased.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from workbench import tone, triage

if TYPE_CHECKING:
    import duckdb

COLUMNS = ("platform", "id", "created_at", "author", "author_id", "conversation_id", "text", "lang", "url")

#: Kinds of message that want an answer whatever they are about, and kinds that nobody waits behind.
ASKING: tuple[triage.Kind, ...] = ("help", "complaint", "question", "criticism")
PASSED_ON: tuple[triage.Kind, ...] = ("news", "praise", "spam")
#: Somebody else's words begin here.
_QUOTED = re.compile(r"(?<!^)\bRT @")
_NOT_SAID = re.compile(r"@\S+|https?://\S+|www\.\S+")
_LINK = re.compile(r"https?://|www\.")
#: I, we and you in six languages, their forms and possessives; in Spanish the verb says "you" by its ending.
_PERSON = re.compile(
    r"\b(i|i'm|i’m|i've|i’ve|im|ive|me|my|mine|we|our|us|you|your|u|ur|"
    r"yo|mi|mis|nos|nuestr[oa]s?|vosotr[oa]s|ustede?s?|tus?|te|os|vuestr[oa]s?|\w{2,}(?:áis|éis|steis)|"
    r"ich|mein\w*|mir|mich|wir|uns\w*|ihr|euch|euer|eure\w*|du|dein\w*|"
    r"je|moi|mon|ma|mes|nous|notre|vous|votre|vos|"
    r"eu|meus?|minhas?|nós|noss[oa]s?|vocês?|"
    r"es|man|mans|mana|mani|manu|manai|mums|mūsu|jūs|jums|jūsu)\b|\b[jm][’']\w",
    re.IGNORECASE,
)
_LAUGHS = re.compile(
    r"\b(lo+l|lmf?ao+|rofl|(?:ja){2,}\w*|(?:ha){2,}\w*|k{3,}|mdr+|ptdr|hihi)\b|[😂🤣🍿💀]", re.IGNORECASE
)
#: That the brand knew, hid or lied, in six languages.
_ACCUSES = re.compile(
    r"\b(knew|kept (?:it )?(?:quiet|secret)|cover(?:ed|ing)?[ -]?up|hushed up|you (?:all )?lied|hid (?:it|this|the)|"
    r"(?:lo )?sabía(?:is|n|s)|callasteis|callaron|ocultasteis|ocultaron|encubri\w+|mentisteis|mintieron|"
    r"wusste(?:t|n)?|verschw(?:iegen|eigt|ieg)|vertusch\w+|gelogen|"
    r"saviez|savaient|savait|caché|cachiez|étouffé|menti|"
    r"sabiam|esconderam|encobriram|mentiram|"
    r"zinājāt|zināja|noklusē\w+|slēpāt|slēpa|melojāt)\b",
    re.IGNORECASE,
)  # fmt: skip

#: That somebody leaves, has been faithful for long, waits on the line, or is let down once more, in six languages.
_FED_UP = re.compile(
    r"\b((?:i(?:['’]m| am| have|['’]ve)? |am |we(?:['’]re)? )?(?:just )?(?:cancell?ing|cancell?ed my|closing my)|"
    r"(?:account|subscription|contract) (?:closed|cancell?ed)|"
    r"(?:voy a|vamos a) cancelar|me doy de baja|cancelo (?:mi|la|el)|(?:vou|vamos) cancelar|cancelei|cancelando|"
    r"(?:ich )?kündige|gekündigt|je résilie|je vais résilier|j[’']annule|(?:es )?laužu līgumu|atsakos no|anulēju|"
    r"(?:\d+|\w+) (?:years?|años|anos|jahre|ans|gadus) (?:(?:a|as a|de|als|der|treuer?|loyal|lojāls) )*"
    r"(?:customer|client[es]?|kund\w+|klient\w*)|loyal for \w+ years|"
    r"\d+ (?:minutes?|minutos|minuten|minūtes|hours?|horas|stunden|heures|stundas) "
    r"(?:on hold|waiting|esperando|gewartet|warten|d[’']attente|gaidu|gaidot)|"
    r"(?:has|have) doubled|se ha duplicado|el doble de|o dobro d[ao]|(?:hat|haben) sich verdoppelt|a doublé|"
    r"divkāršoj\w+)\b",
    re.IGNORECASE,
)  # fmt: skip
#: Praise for what went wrong once more: "in the rain again, well done", "brilliant, the screen is dead. again."
_CHEER = (
    r"(?:brilliant|well done|nice one|great job|good job|bravo|genial|enhorabuena|muy bien|klasse|na toll|parabéns|"
    r"ótimo|maravilha|félicitations|génial|lieliski|malači|apsveicu)\b"
)
_AGAIN = (
    r"(?:again|for the (?:second|third|fourth) time|otra vez|de nuevo|schon wieder|zum (?:zweiten|dritten) mal|"
    r"encore une fois|une fois de plus|de novo|outra vez|pela \w+ vez|atkal)\b"
)
_MOCKS = re.compile(
    rf"\b{_AGAIN}\W{{1,3}}{_CHEER}|\b{_CHEER}(?:\W+\w+){{3,15}}?\W+(?:{_AGAIN}|encore|wieder)\s*[.!]", re.IGNORECASE
)
#: Who opens with a handle speaks to somebody; applause.
_SPEAKS_TO, _APPLAUSE = re.compile(r"\s*[@＠]\w"), "👏"


def asks_or_complains(text: str, lang: str | None) -> bool:
    """Whether `text` asks, complains, calls for help or accuses; what it quotes is somebody else's.

    A message of unknown language is read as if it were English.
    """
    own = own_words(text)
    return (
        tone.asks(own, lang)
        or tone.complains(own, lang)
        or tone.asks_for_help(own, lang)
        or bool((_ACCUSES.search(own) or _FED_UP.search(own) or _MOCKS.search(own)) and not _LINK.search(own))
    )


def tells(text: str, lang: str | None) -> bool:
    """Whether somebody tells of themselves or speaks to the brand, and neither praises, laughs nor passes a link on.

    What is in a language that nobody here reads is taken to.
    """
    own = own_words(text)
    if own != text or _LINK.search(own) or _LAUGHS.search(own):
        return False
    polarity = tone.polarity(own, lang)
    if polarity is None:
        return bool(re.search(r"\w", _NOT_SAID.sub(" ", own)))
    return polarity < tone.POSITIVE and bool(_SPEAKS_TO.match(own) or _PERSON.search(_NOT_SAID.sub(" ", own)))


def own_words(text: str) -> str:
    """`text` without the message that it quotes at its end."""
    return _QUOTED.split(text, maxsplit=1)[0]


def addressed(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """Messages said to the brand within [since, until]: COLUMNS, on_topic, kind (`triage.kind`), and needs (whether it
    needed an answer).

    Inbound, no repost, and a reply to, or a mention of, one of its accounts. Needs the tables of `own.mark` and
    `topic.mark`.
    """
    rows = connection.execute(
        r"""
        WITH inbound AS (
            SELECT m.* FROM mentions m ANTI JOIN own USING (platform, id)
            WHERE m.created_at >= $since AND m.created_at <= $until AND m.kind <> 'repost'
        ), handles AS (SELECT platform, list(DISTINCT handle) AS handles FROM own_accounts GROUP BY platform),
        addressed AS (
            SELECT i.* FROM inbound i SEMI JOIN own o ON o.platform = i.platform AND o.id = i.parent_id
            UNION
            SELECT i.* FROM inbound i JOIN handles h USING (platform)
            WHERE list_has_any(regexp_extract_all(lower(i.text), '@([\w.-]*\w)', 1), h.handles)
        )
        SELECT a.platform, a.id, epoch_us(a.created_at) AS created_at, a.author, a.author_id, a.conversation_id, a.text,
               a.lang, a.url, t.id IS NOT NULL AS on_topic
        FROM addressed a LEFT JOIN on_topic t USING (platform, id)
        ORDER BY a.created_at, a.platform, a.id
        """,
        {"since": since, "until": until},
    ).fetchall()
    # As objects, so that a language that is not known stays None.
    table = pd.DataFrame(rows, columns=[*COLUMNS, "on_topic"], dtype=object)
    table["created_at"] = pd.to_datetime(table["created_at"], unit="us", utc=True)
    table["kind"] = [
        triage.kind(own_words(text), lang) for text, lang in zip(table["text"], table["lang"], strict=True)
    ]
    displeased = table.loc[table["on_topic"].astype(bool), "kind"].isin(ASKING).mean() > 0.5
    said = zip(table["text"], table["lang"], table["on_topic"], table["kind"], strict=True)
    table["needs"] = [
        kind in ASKING
        or asks_or_complains(text, lang)
        or (on and kind not in PASSED_ON and tells(text, lang))
        or (on and displeased and kind == "praise" and _APPLAUSE in own_words(text))
        for text, lang, on, kind in said
    ]
    return table.astype({"needs": bool, "on_topic": bool})
