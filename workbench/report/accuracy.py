"""How often the report's judgements were right, as people found who labelled a sample of them."""

from __future__ import annotations

from workbench.facts import Accuracy, Facts
from workbench.languages import key, reworded, say, say_count
from workbench.phrase import percent

_NAMES = {
    "topic": key("What is about the crisis"),
    "needs": key("What needs an answer"),
    "statement": key("What is a statement of ours"),
    "tone": key("What is negative towards us"),
    "wording": key("What our statements' wording does"),
}

_PERIODS = {"before": key("before it"), "after": key("after it")}


def checked(facts: Facts, judgement: str) -> str:
    """The line on one judgement; empty where nobody labelled it."""
    return next((line(one) for one in facts.quality.accuracy if one.judgement == judgement), "")


def of_tone(facts: Facts) -> list[str]:
    """What is known of the tone beside its shares: without its reading's errors, by kind, and how it was checked."""
    felt, notes = facts.sentiment, []
    if felt is None:
        return []
    if felt.corrected is not None:
        share = _share(felt.corrected.share, (felt.corrected.low, felt.corrected.high))
        notes.append(
            say(
                "without the errors of this reading, {share} of those during the crisis are negative, by {basis}",
                share=share,
                basis=reworded(felt.corrected.basis),
            )
        )
    others = [
        f"{say(_PERIODS[one.period])} {_share(one.corrected.share, (one.corrected.low, one.corrected.high))}"
        for one in felt.periods
        if one.corrected and one.period in _PERIODS
    ]
    if others:
        notes.append(say("the same in ordinary times: {shares}", shares="; ".join(others)))
    if felt.positive_share is not None and felt.angry_share is not None and felt.grief_share is not None:
        notes.append(
            say(
                "{positive} are positive, {angry} angry and {grief} in grief, which is no hostility",
                positive=percent(felt.positive_share),
                angry=percent(felt.angry_share),
                grief=percent(felt.grief_share),
            )
        )
    return [*notes, *filter(None, [checked(facts, "tone")])]


def line(one: Accuracy) -> str:
    """One judgement with its precision and recall, and their intervals."""
    labelled = (
        say_count("checked by people on {n} mark", "checked by people on {n} marks", one.labelled)
        if one.judgement == "wording"
        else say_count("checked by people on {n} message", "checked by people on {n} messages", one.labelled)
    )
    right = _share(one.precision, one.precision_interval)
    found = _share(one.recall, one.recall_interval)
    return say(
        "{judgement}, {labelled}: of what we say is so {right} is; of what is so we find {found}",
        judgement=say(_NAMES[one.judgement]),
        labelled=labelled,
        right=right,
        found=found,
    )


def _share(share: float | None, interval: tuple[float, float] | None) -> str:
    if share is None or interval is None:
        return say("an unknown share")
    low, high = interval
    return say("{share} ({low} to {high})", share=percent(share), low=percent(low), high=percent(high))
