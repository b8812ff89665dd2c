"""What the archive holds and lacks, and what can't be said because of it."""

from __future__ import annotations

from workbench.facts import Quality
from workbench.languages import say
from workbench.phrase import number, percent, period, sentence
from workbench.report import accuracy
from workbench.report.markup import Markup, element, join, paragraph, table
from workbench.report.reading import Reading
from workbench.report.unknowns import not_known, unknowns


def not_known_list(report: Reading) -> Markup | None:
    """Every value that the archive can't support, in words; values with the same reason together."""
    entries = [
        element("li", element("strong", "; ".join(names)), ": ", why.rstrip(".") + ".")
        for why, names in unknowns(report.facts).items()
    ]
    return element("ul", *entries, class_="unknowns") if entries else None


def quality(report: Reading) -> Markup:
    """What the archive holds and lacks."""
    q, zone = report.facts.quality, report.zone
    rows = [
        [say("Mentions in the archive"), number(q.mentions)],
        [
            say("First and last"),
            period(q.first, q.last, zone) if q.first and q.last else _unknown(report, "first"),
        ],
        [say("Rows that could not be read"), number(q.quarantined)],
        [say("Duplicates left out"), number(q.duplicates)],
        [say("Our answers are in the archive"), _observable(report)],
        [say("Simulated"), percent(q.simulated_share) if q.simulated_share else say("none marked as such")],
        [say("Gaps"), _gaps(q, report)],
    ]
    checks = [paragraph(sentence(accuracy.line(one)), kind="note") for one in q.accuracy]
    told = table(say("The data behind this report"), [say("What"), say("How much")], rows, kind="pairs")
    return join([told, *checks])


def _unknown(report: Reading, name: str) -> str:
    return not_known(report.facts, f"quality.{name}")


def _observable(report: Reading) -> str:
    seen = report.facts.quality.response_observable
    return _unknown(report, "response_observable") if seen is None else say("yes") if seen else say("no")


def _gaps(found: Quality, report: Reading) -> str:
    if found.gaps is None:
        return _unknown(report, "gaps")
    if not found.gaps:
        return say("none found")
    shown = "; ".join(period(gap.start, gap.until, report.zone) for gap in found.gaps[:10])
    return f"{number(len(found.gaps))}: {shown}" + (" …" if len(found.gaps) > 10 else "")
