"""The sections on how a crisis receded, what lasted of it, and how it compares with earlier ones."""

from __future__ import annotations

from workbench.facts import Rank
from workbench.languages import key, localised, say, say_count
from workbench.phrase import clock, count, duration, number, percent, sentence
from workbench.report.markup import Markup, join, paragraph, table
from workbench.report.reading import Reading
from workbench.report.unknowns import not_known, reason

_FIGURES = {
    "mentions": key("Mentions on the topic"),
    "peak_per_hour": key("Mentions in the busiest hour"),
    "peak_ratio": key("Peak against normal"),
    "hours": key("Hours from onset to end"),
    "severity": key("Severity, 1 to 5"),
}


def recovery(report: Reading) -> Markup | None:
    """Whether it is over, how fast it receded, whether it came back."""
    facts = report.facts
    if facts.crisis is None:
        return None
    found = facts.recovery
    half = not_known(facts, "recovery.half_life_minutes")
    if found and found.half_life_minutes is not None:
        half = duration(found.half_life_minutes)
        if found.half_life_interval:
            half += _between(*found.half_life_interval)
    back = (
        clock(found.baseline_at, report.zone)
        if found and found.baseline_at
        else not_known(facts, "recovery.baseline_at")
    )
    shocks = not_known(facts, "recovery.aftershocks") if found is None else say("none found")
    if found and found.aftershocks:
        shocks = "; ".join(
            f"{clock(s.peak, report.zone)}, {count(s.mentions, 'mention', 'mentions')}" for s in found.aftershocks
        )
    rows = [
        [
            say("Over"),
            clock(facts.crisis.end, report.zone)
            if facts.crisis.end
            else say("no, still running ({report})", report=_still(report)),
        ],
        [say("Half-life of the excess"), half],
        [say("Back to normal volume"), back],
        [say("Aftershocks"), shocks],
    ]
    return table(say("Recovery"), [say("Measure"), say("Value")], rows, kind="pairs")


def _between(low: float, high: float | None) -> str:
    """The interval of a half-life, in brackets."""
    if high is None:
        return say(" (95% interval from {duration} on: it may hardly fall)", duration=duration(low))
    return say(" (95% interval {duration} to {duration_2})", duration=duration(low), duration_2=duration(high))


def _still(report: Reading) -> str:
    return reason(report.facts, "crisis.end") or say("when the archive ends")


def lasting(report: Reading) -> Markup | None:
    """Whether ordinary volume is another since, and whether the topic came back within thirty days."""
    found = report.facts.recovery
    if report.facts.crisis is None or found is None:
        return None
    parts: list[Markup | None] = []
    if found.shift is not None:
        shift = found.shift
        text = (
            key("Ordinary volume since is {factor} times what it was before ({low} to {high}): a lasting change.")
            if shift.lasting
            else key("Ordinary volume since is {factor} times what it was before ({low} to {high}): no sure change.")
        )
        bounds = {name: localised(f"{value:.2f}") for name, value in
                  (("factor", shift.factor), ("low", shift.low), ("high", shift.high))}  # fmt: skip
        parts.append(paragraph(say(text, **bounds)))
    else:
        why = not_known(report.facts, "recovery.shift")
        parts.append(
            paragraph(sentence(say("whether ordinary volume changed is {not_known}", not_known=why)), kind="note")
        )
    if found.return_check is not None:
        check = found.return_check
        text = (
            key("In the time seen after the end ({days}) the topic stood out again on {out}.")
            if check.back
            else key("In the time seen after the end ({days}) the topic did not stand out again.")
        )
        out = say_count("{n} day", "{n} days", check.days_out)
        parts.append(
            paragraph(
                say(
                    text, days=say_count("{n} day", "{n} days", check.days_seen), **({"out": out} if check.back else {})
                )
            )
        )
    return join(parts)


def comparison(report: Reading) -> Markup | None:
    """Rank and percentile among earlier crises, of the brand and of all brands in the archive."""
    found = report.facts.comparison
    if report.facts.crisis is None or found is None:
        return None
    if not found.brand and not found.archive:
        text = say(
            "how it compares with earlier crises is {not_known}", not_known=not_known(report.facts, "comparison.brand")
        )
        return paragraph(sentence(text), kind="note")
    rows = [[say("our own"), *_rank(one)] for one in found.brand] + [
        [say("of all brands in this archive"), *_rank(one)] for one in found.archive
    ]
    head = [
        say("Among earlier crises"),
        say("Figure"),
        say("This one"),
        say("Rank"),
        say("Above so many"),
        say("Median of the others"),
    ]
    few = (
        paragraph(say("So few crises rank roughly: one more can change every place."), kind="note")
        if found.few
        else None
    )
    return join([table(say("Compared with earlier crises"), head, rows, numeric=[2, 3, 4, 5]), few])


def _rank(one: Rank) -> list[object]:
    return [
        say(_FIGURES.get(one.figure, one.figure)),
        number(one.value),
        say("{rank} of {of}", rank=number(one.rank), of=number(one.of)),
        percent(one.percentile / 100) if one.of > 5 else "–",
        number(one.median) if one.median is not None else "–",
    ]
