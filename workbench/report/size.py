"""How big it was: the sizes with their denominators, and whether the verdict hangs on a setting."""

from __future__ import annotations

from workbench.facts import Crisis
from workbench.languages import key, say
from workbench.phrase import clock, duration, number, percent, period, timed
from workbench.report.controls import controls
from workbench.report.markup import Markup, join, moment, table
from workbench.report.reading import Reading
from workbench.report.unknowns import not_known, not_known_word


def how_big(report: Reading) -> Markup | None:
    """Size against the expected, with denominators."""
    facts = report.facts
    if facts.crisis is None:
        return None
    c = facts.crisis
    rows = [
        [say("Mentions on the topic, onset to end"), number(c.mentions)],
        [
            say("… of these originals (no reposts)"),
            f"{number(c.originals)} ({percent(c.originals / c.mentions)})" if c.mentions else "0",
        ],
        [say("Accounts that wrote them"), not_known_word() if c.authors is None else number(c.authors)],
        [
            say("Expected in that time, all topics"),
            number(c.expected) if c.expected is not None else not_known(facts, "crisis.expected"),
        ],
        [
            say("Above the expected, all topics"),
            _excess(c) if c.excess is not None else not_known(facts, "crisis.excess"),
        ],
        [
            say("Peak"),
            f"{clock(c.peak, report.zone)}"
            + (
                say("; the busiest hour held {peak_per_hour}, all topics", peak_per_hour=number(c.peak_per_hour))
                if c.peak_per_hour is not None
                else ""
            ),
        ],
        [say("Severity"), _severity(c) if c.severity is not None else not_known(facts, "crisis.severity")],
        *_certainty(c, report),
    ]
    told = table(say("Size"), [say("Measure"), say("Value")], rows, kind="pairs")
    return join([told, phases(report), controls(report)])


#: The phases of the facts, as they are called here.
_PHASES = {
    "signal": key("Signal: the first messages"),
    "growth": key("Growth"),
    "peak": key("Peak: three quarters of the highest and more"),
    "decay": key("Decay"),
    "tail": key("Tail: a tenth of the highest and less"),
}


def phases(report: Reading) -> Markup | None:
    """The phases with their times and sizes."""
    found = report.facts.phases
    if not found:
        return None
    rows = [
        [
            say(_PHASES[one.name]),
            moment(one.start, report.zone),
            duration((one.until - one.start).total_seconds() / 60) if one.until else say("still running"),
            number(one.mentions),
        ]
        for one in found
    ]
    head = [say("Phase"), say("From"), say("Lasted"), say("Mentions of others on the topic")]
    return table(timed(say("Its phases"), report.zone), head, rows, numeric=[3])


def sensitivity(report: Reading) -> Markup | None:
    """Whether the verdict hangs on a setting of the search."""
    found = report.facts.detection.sensitivity if report.facts.detection else None
    if not found:
        return None
    rows = [
        [
            say("{threshold} standard deviations", threshold=number(one.threshold)),
            say("found") if one.found else say("not found"),
            clock(one.start, report.zone) if one.start else "",
        ]
        for one in found
    ]
    return table(
        say("Does the verdict hang on a setting?"),
        [say("Threshold of the search"), say("Verdict"), say("Stands out from")],
        rows,
    )


def _excess(crisis: Crisis) -> str:
    excess = number(crisis.excess or 0)
    if crisis.excess_interval is None:
        return excess
    low, high = (number(value) for value in crisis.excess_interval)
    return say("{excess} (95% interval {low} to {high})", excess=excess, low=low, high=high)


def _severity(crisis: Crisis) -> str:
    """The grade with the parts that it is the mean of."""
    parts = crisis.severity_parts or {}
    told = [say(_PARTS[name], grade=part["grade"], value=_amount(name, part["value"])) for name, part in parts.items()]
    if not told:
        return say("{severity} of 5", severity=crisis.severity)
    return say("{severity} of 5, the mean of: {told}", severity=crisis.severity, told="; ".join(told))


def _amount(part: str, value: float) -> str:
    return percent(value) if part == "tone" else duration(value * 60) if part == "length" else number(value)


#: The parts of the severity as they are called here.
_PARTS = {
    "volume": key("volume {grade} ({value} times the normal at the peak)"),
    "length": key("length {grade} ({value} from onset to end)"),
    "tone": key("tone {grade} ({value} of the readable messages negative)"),
    "spread": key("spread {grade} (platforms: {value})"),
}


def _certainty(crisis: Crisis, report: Reading) -> list[list[str]]:
    if crisis.interval is None:
        return []
    spans = [
        (say("Onset"), crisis.interval.onset),
        (say("Peak"), crisis.interval.peak),
        (say("End"), crisis.interval.end),
    ]
    return [
        [say("{name} lies within", name=name), period(span[0], span[1], report.zone)]
        for name, span in spans
        if span and span[0] and span[1]
    ]
