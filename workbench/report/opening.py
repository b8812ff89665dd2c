"""The top of the report: title, the five answers, the summary with its figures, and the stamp."""

from __future__ import annotations

from workbench.languages import say
from workbench.phrase import capital, clock, day, percent, period
from workbench.report import story
from workbench.report.answers import answers
from workbench.report.markup import INTERNAL, Markup, element, internal, join, paragraph
from workbench.report.reading import Reading
from workbench.report.tiles import tiles


def header(report: Reading) -> Markup:
    """Title and period; a banner when the data are simulated; the five answers."""
    facts, zone = report.facts, report.zone
    crisis = facts.crisis
    when = period(crisis.onset, crisis.end, zone) if crisis else _archive_period(report)
    banner = None
    if facts.quality.simulated_share:
        share = facts.quality.simulated_share
        text = (
            say("All messages in this archive are simulated. No quotation in it is anybody's.")
            if share >= 1
            else say(
                "{share} of the messages in this archive are simulated. No quotation in it is anybody's.",
                share=percent(share),
            )
        )
        banner = element("p", element("strong", say("Simulated data."), " "), text, class_="banner", role="note")
    rows = [
        element(
            "div",
            element("dt", a.question),
            element("dd", a.answer, " " if a.inside and a.answer else None, internal(a.inside) if a.inside else None),
            class_=None if a.answer else INTERNAL,
        )
        for a in answers(facts, zone)
    ]
    return element(
        "header",
        paragraph(say("Post-mortem"), f" · {crisis.id}" if crisis else "", kind="kicker"),
        element("h1", story.headline(facts, zone)),
        paragraph(capital(when), kind="when"),
        banner,
        element("dl", *rows, class_="answers") if rows else None,
    )


def stamp(report: Reading) -> Markup:
    """Which data, when it was made, and the zone of its times."""
    made = say(
        "archive version {version} · made {when} · times in {zone}",
        version=_version(report),
        when=clock(report.facts.generated_at, report.zone),
        zone=getattr(report.zone, "key", "UTC"),
    )
    return paragraph(made, kind="stamp")


def _version(report: Reading) -> str:
    """The version of the archive, and the beginning of its fingerprint."""
    version, mark = str(report.facts.archive_version), report.facts.archive_fingerprint
    return say("{version} (fingerprint {mark})", version=version, mark=mark[:12]) if mark else version


def _archive_period(report: Reading) -> str:
    quality = report.facts.quality
    if quality.first and quality.last:
        if quality.first.astimezone(report.zone).date() == quality.last.astimezone(report.zone).date():
            return day(quality.first, report.zone)
        return say("{start} to {end}", start=day(quality.first, report.zone), end=day(quality.last, report.zone))
    return say("an archive without messages") if quality.mentions == 0 else say("period not known")


def summary(report: Reading) -> Markup:
    """The answers: about five sentences and four figures."""
    lead, *rest = [paragraph(text) for text in story.summary(report.facts, report.zone)]
    figures = [
        element(
            "div",
            element("dt", t.label),
            element("dd", element("span", t.value, class_="figure"), element("span", t.note, class_="against")),
        )
        for t in tiles(report.facts, report.zone)
    ]
    return join(
        [
            element("div", lead, class_="summary lead"),
            element("dl", *figures, class_="tiles") if figures else None,
            element("div", *rest, class_="summary"),
            paragraph(sure, kind="note") if (sure := story.how_sure(report.facts)) else None,
        ]
    )
