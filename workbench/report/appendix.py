"""The appendix: what the words mean, how each figure is made and after whom, and which versions made it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import workbench
from workbench.report.markup import Markup, element, join, table
from workbench.report.reading import Reading

_WORDS = {
    "Mention": "One public message about the brand, whatever platform it came from.",
    "Crisis, attention": "A burst on one topic that was judged a crisis; a launch or praise is attention.",
    "Onset": "The excess on the topic begins.",
    "Peak": "The hour with the most mentions on the topic.",
    "End": "The last time the excess on the topic passes one standard deviation of the baseline.",
    "Aftershock": "A later wave on the same topic; not a crisis of its own.",
    "Expected": "What this hour of the day and week would have held without the crisis.",
    "It could have been known": "When the detector would have raised the alarm from data up to then alone.",
    "Origin": "The first message on the topic in this archive; it can precede the onset.",
    "First statement": "Our first public message about the crisis that is not an answer to a single customer.",
    "Needs an answer": "A question or complaint to one of our accounts between onset and end, no repost.",
    "Wait": "Time to the first answer, messages still open counted in as not yet answered.",
    "Half-life": "The time in which the topic's excess halves after the peak, the daily rhythm taken out.",
}

_METHODS = [
    (
        "Expected volume",
        "Negative binomial regression on hour, weekday and a slow trend, past bursts left out; 99% band",
        "Hilbe 2011, Negative Binomial Regression",
    ),
    (
        "Words of the topic",
        "Log-odds against ordinary time with an informative Dirichlet prior; 95% intervals",
        "Monroe, Colaresi & Quinn 2008, Political Analysis",
    ),
    ("Waiting times", "Share still without an answer, open messages censored", "Kaplan & Meier 1958, JASA"),
    (
        "Half-life",
        "Poisson regression on the excess after the peak, errors widened by the over-dispersion seen",
        "McCullagh & Nelder 1989, Generalized Linear Models",
    ),
    (
        "Cause and cluster",
        "The responsibility that publics attribute to us: victim, accidental, preventable; a proposal",
        "Coombs 2007, Corporate Reputation Review",
    ),
]

_MADE_WITH = ("duckdb", "deltalake", "pandas", "statsmodels", "plotly", "papermill", "nbconvert")


def appendix(report: Reading) -> Markup:
    """Definitions, methods with their sources, versions."""
    words = element(
        "dl", *(join([element("dt", w), element("dd", meaning)]) for w, meaning in _WORDS.items()), class_="words"
    )
    versions = [["crisis-workbench", workbench.__version__], *([name, _version(name)] for name in _MADE_WITH)]
    versions.append(["facts schema", str(report.facts.schema_)])
    return join(
        [
            element("h3", "What the words mean"),
            words,
            element("h3", "How the figures are made"),
            table("Methods", ["Figure", "Method", "Source"], _METHODS),
            element("h3", "Made with"),
            table("Versions", ["Part", "Version"], versions, kind="pairs"),
        ]
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not known"
