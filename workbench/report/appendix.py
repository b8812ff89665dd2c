"""The appendix: what the words mean, how each figure is made and after whom, and which versions made it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import workbench
from workbench.languages import key, say
from workbench.phrase import duration, number, percent
from workbench.report.markup import Markup, element, join, table
from workbench.report.reading import Reading

_WORDS = {
    key("Mention"): key("One public message about the brand, whatever platform it came from."),
    key("Crisis, attention"): key("A burst on one topic that was judged a crisis; a launch or praise is attention."),
    key("Onset"): key("The excess on the topic begins."),
    key("Peak"): key("The hour with the most mentions on the topic."),
    key("End"): key("The last time the excess on the topic passes one standard deviation of the baseline."),
    key("Aftershock"): key("A later wave on the same topic; not a crisis of its own."),
    key("Expected"): key("What this hour of the day and week would have held without the crisis."),
    key("It could have been known"): key("When the detector would have raised the alarm from data up to then alone."),
    key("Origin"): key("The first message on the topic in this archive; it can precede the onset."),
    key("First statement"): key(
        "Our first public message about the crisis that is not an answer to a single customer."
    ),
    key("Needs an answer"): key("A question or complaint to one of our accounts between onset and end, no repost."),
    key("Possible audience"): key(
        "Followers of the accounts that wrote on the topic, each account once at its largest: an upper bound."
    ),
    key("Archive fingerprint"): key(
        "A digest of all messages in the archive; the same for the same messages, however they were loaded."
    ),
    key("Wait"): key("Time to the first answer, messages still open counted in as not yet answered."),
    key("Half-life"): key("The time in which the topic's excess halves after the peak, the daily rhythm taken out."),
}

_METHODS = [
    (
        key("Expected volume"),
        key("Negative binomial regression on hour, weekday and a slow trend, past bursts left out; 99% band"),
        "Hilbe 2011, Negative Binomial Regression",
    ),
    (
        key("Words of the topic"),
        key("Log-odds against ordinary time with an informative Dirichlet prior; 95% intervals"),
        "Monroe, Colaresi & Quinn 2008, Political Analysis",
    ),
    (
        key("Waiting times"),
        key("Share still without an answer, open messages censored"),
        "Kaplan & Meier 1958, JASA",
    ),
    (
        key("Half-life"),
        key("Poisson regression on the excess after the peak, errors widened by the over-dispersion seen"),
        "McCullagh & Nelder 1989, Generalized Linear Models",
    ),
    (
        key("Cause and cluster"),
        key("The responsibility that publics attribute to us: victim, accidental, preventable; a proposal"),
        "Coombs 2007, Corporate Reputation Review",
    ),
]

_MADE_WITH = ("duckdb", "deltalake", "pandas", "statsmodels", "plotly", "papermill", "nbconvert")


def appendix(report: Reading) -> Markup:
    """Definitions, methods with their sources, settings, versions."""
    words = element(
        "dl",
        *(join([element("dt", say(w)), element("dd", say(meaning))]) for w, meaning in _WORDS.items()),
        class_="words",
    )
    versions = [["crisis-workbench", workbench.__version__], *([name, _version(name)] for name in _MADE_WITH)]
    versions.append([say("facts schema"), str(report.facts.schema_)])
    versions.append([say("archive version"), str(report.facts.archive_version)])
    if report.facts.archive_fingerprint:
        versions.append([say("archive fingerprint"), report.facts.archive_fingerprint])
    return join(
        [
            element("h3", say("What the words mean")),
            words,
            element("h3", say("How the figures are made")),
            table(
                say("Methods"),
                [say("Figure"), say("Method"), say("Source")],
                [[say(part) for part in method] for method in _METHODS],
            ),
            _settings(report),
            element("h3", say("Made with")),
            table(say("Versions"), [say("Part"), say("Version")], versions, kind="pairs"),
        ]
    )


def _settings(report: Reading) -> Markup | None:
    """What the search went by, in words."""
    found = report.facts.settings
    if found is None:
        return None
    learnt = duration(found.ordinary_days * 1440) if found.ordinary_days is not None else say("not known")
    rows = [
        [
            say("A burst passes"),
            say(
                "{threshold} standard deviations and {least} mentions above the expected",
                threshold=number(found.threshold),
                least=number(found.least_excess),
            ),
        ],
        [say("The band of a chart holds"), say("{share} of the ordinary hours", share=percent(found.band))],
        [say("What is ordinary was learnt from"), learnt],
        [say("Times are shown in"), getattr(report.zone, "key", "UTC")],
    ]
    settings = table(say("Settings"), [say("Setting"), say("Value")], rows, kind="pairs")
    return join([element("h3", say("Settings")), settings])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return say("not known")
