"""How people felt towards the brand in a crisis: the tone's shares, the negative one also without its errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench import accuracy, facts, judge, language, tone
from workbench.languages import key
from workbench.proportion import Interval

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from workbench.judge import Judgement

#: How `tone.read` does on messages that neither its word lists nor its model were made from (`benchmarks/language.py`
#: prints it), by language: found negative of so many that are, and not found negative of so many that are not. Messages
#: written for this project by somebody who did not know the lists; for English as much again of three airlines'
#: customers: resting on these thousands alone, the interval would be too sure of every other brand.
SENSITIVITY = {"en": (86, 108), "es": (39, 53), "de": (39, 53), "fr": (43, 53), "pt": (39, 53), "lv": (45, 53)}
SPECIFICITY = {"en": (96, 116), "es": (47, 57), "de": (49, 57), "fr": (48, 57), "pt": (48, 57), "lv": (49, 57)}
_BY_SETS = key("labelled messages of other brands: check it with “workbench label”")
_BY_LABELS = key("messages of this crisis that people labelled")


def felt(
    connection: duckdb.DuckDBPyConnection,
    judgement: Judgement,
    since: pd.Timestamp,
    until: pd.Timestamp,
    checked: accuracy.Checked | None,
) -> facts.Sentiment:
    """The sentiment of the messages in the table `on_topic`; `checked`: what people labelled of their tone."""
    sample = judge.sample(connection, "on_topic", since, until)
    guessed = [(text, language.guess(text, lang)) for text, lang in sample]
    tones = tone.read([text for text, _ in guessed], [lang for _, lang in guessed])
    read = [
        (meant, lang, told)
        for (text, lang), meant in zip(guessed, tones, strict=True)
        if meant and (told := tone.reading(text, lang))
    ]
    found = facts.Sentiment(
        scored_share=judgement.scored,
        negative_share=facts.NegativeShare(
            before=judgement.negative_before, during=judgement.negative_during, after=judgement.negative_after
        ),
    )
    if not read:
        return found
    # The language most are in; the errors of the others are much the same.
    most = max(SENSITIVITY, key=[lang for _, lang, _ in read].count)
    found.periods = _periods(judgement, most)
    found.positive_share = sum(meant == "positive" for meant, _, _ in read) / len(read)
    found.angry_share = sum(told.angry and meant == "negative" for meant, _, told in read) / len(read)
    found.grief_share = sum(told.grief for _, _, told in read) / len(read)
    labelled = accuracy.share(checked) if checked else None
    negative = sum(meant == "negative" for meant, _, _ in read)
    found.corrected = _told(labelled, _BY_LABELS) if labelled else _mended(negative, len(read), most)
    return found


def _periods(judgement: Judgement, lang: str) -> list[facts.TonePeriod]:
    """Before, during and after, as far as messages were scored then."""
    found = []
    for period in ("before", "during", "after"):
        scored, negative, positive = judgement.tones.get(period, (None, None, None))
        if scored is not None and negative is not None and positive is not None:
            read = round(scored * judgement.sampled.get(period, 0))
            mended = _mended(round(negative * read), read, lang)
            found.append(
                facts.TonePeriod(
                    period=period,
                    scored_share=scored,
                    negative_share=negative,
                    positive_share=positive,
                    corrected=mended,
                )
            )
    return found


def _mended(negative: int, read: int, lang: str) -> facts.CorrectedShare | None:
    return _told(accuracy.corrected((negative, read), SENSITIVITY[lang], SPECIFICITY[lang]), _BY_SETS)


def _told(share: Interval | None, basis: str) -> facts.CorrectedShare | None:
    return facts.CorrectedShare(share=share[0], low=share[1], high=share[2], basis=basis) if share else None
