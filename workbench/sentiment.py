"""How people felt towards the brand in a crisis: the tone's shares, the negative one also without its errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench import accuracy, facts, judge, language, tone
from workbench.languages import key

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from workbench.judge import Judgement

#: How `tone` does on messages that its word lists were not made from (`benchmarks/language.py`): found negative of so
#: many that are, and not found negative of so many that are not. English: customers of three airlines; the other five
#: languages together: messages written for this project.
SENSITIVITY = {"en": (1209, 1549), "": (24, 55)}
SPECIFICITY = {"en": (1596, 1881), "": (64, 65)}
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
    read = [(one, lang) for text, lang in sample if (one := tone.reading(text, language.guess(text, lang))) is not None]
    found = facts.Sentiment(
        scored_share=judgement.scored,
        negative_share=facts.NegativeShare(
            before=judgement.negative_before, during=judgement.negative_during, after=judgement.negative_after
        ),
    )
    for period in ("before", "during", "after"):
        scored, negative, positive = judgement.tones.get(period, (None, None, None))
        if scored is not None and negative is not None and positive is not None:
            found.periods.append(
                facts.TonePeriod(period=period, scored_share=scored, negative_share=negative, positive_share=positive)
            )
    if not read:
        return found
    found.positive_share = sum(one.tone == "positive" for one, _ in read) / len(read)
    found.angry_share = sum(one.angry and one.tone == "negative" for one, _ in read) / len(read)
    found.grief_share = sum(one.grief for one, _ in read) / len(read)
    labelled = accuracy.share(checked) if checked else None
    english = sum(lang == "en" for _, lang in read) * 2 >= len(read)
    group, negative = "en" if english else "", sum(one.tone == "negative" for one, _ in read)
    mended = labelled or accuracy.corrected((negative, len(read)), SENSITIVITY[group], SPECIFICITY[group])
    if mended:
        share, low, high = mended
        found.corrected = facts.CorrectedShare(
            share=share, low=low, high=high, basis=_BY_LABELS if labelled else _BY_SETS
        )
    return found
