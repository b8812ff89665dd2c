"""What the archive holds and lacks, and what can't be said because of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from workbench.facts import Quality
from workbench.languages import reworded, say, say_count
from workbench.phrase import capital, clock, day, duration, listed, number, percent, period, place, sentence
from workbench.report import accuracy
from workbench.report.markup import Markup, element, join, paragraph, stranger, table
from workbench.report.reading import Reading
from workbench.report.unknowns import not_known, not_known_word, unknowns


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
    rows: list[list[object]] = [
        [say("Mentions in the archive"), number(q.mentions)],
        [
            say("First and last"),
            period(q.first, q.last, zone) if q.first and q.last else _unknown(report, "first"),
        ],
        *_loaded(q),
        [say("Our answers are in the archive"), _observable(report)],
        [say("Simulated"), percent(q.simulated_share) if q.simulated_share else say("none marked as such")],
        [say("Time without any collection"), _gaps(q, report)],
        *_limits(q, report),
    ]
    if q.absent:
        rows.insert(4, [say("Our own accounts' platforms without a message"), _places(q.absent)])
    told = table(say("The data behind this report"), [say("What"), say("How much")], rows, kind="pairs")
    checks = [paragraph(sentence(accuracy.line(one)), kind="note") for one in q.accuracy]
    never = say(
        "What was deleted before an export was taken, and what private accounts write, is in no archive; times are kept"
        " in UTC and shown in the zone named above."
    )
    return join([told, *checks, paragraph(never, kind="note")])


def sources(report: Reading) -> Markup | None:
    """Each platform's part of the archive, and how short a silence on it tells of a gap."""
    found, total = report.facts.quality.sources, report.facts.quality.mentions
    if not found:
        return None
    rows = [
        [
            capital(place(one.platform)),
            f"{number(one.mentions)} ({percent(one.mentions / total)})",
            day(one.first, report.zone),
            day(one.last, report.zone),
            duration(one.least_gap_minutes) if one.least_gap_minutes is not None else not_known_word(),
        ]
        for one in found
    ]
    head = [say("Platform"), say("Mentions"), say("First"), say("Last"), say("A gap shows from a silence of about")]
    return table(say("Where the messages come from"), head, rows, numeric=[1])


def _loaded(q: Quality) -> list[list[object]]:
    """The loads' counts, which add up; of facts that hold no more, what was left out."""
    if q.read is None or q.loaded is None:
        return [
            [say("Rows that could not be read"), number(q.quarantined)],
            [say("Duplicates left out"), number(q.duplicates)],
        ]
    sums = say(
        "{read} messages = {loaded} kept + {duplicates} duplicates + {unread} that could not be read",
        read=number(q.read),
        loaded=number(q.loaded),
        duplicates=number(q.duplicates),
        unread=number(q.quarantined),
    )
    if q.ignored:
        sums += "; " + say("{n} further rows were no messages", n=number(q.ignored))
    return [[say_count("Read from {n} export", "Read from {n} exports", q.exports or 0), sums]]


def _limits(q: Quality, report: Reading) -> list[list[object]]:
    """What people noted or the loads show: samples, other queries, exports at their cap."""
    names = {"sample": say("A sample, as people noted"), "query": say("Another query was collected")}
    rows: list[list[object]] = [
        [names[one.kind], join([stranger(reworded(one.what)), _since(one.start, report)])]
        for one in q.limits or []
        if one.kind in names and one.what
    ]
    capped = [one for one in q.limits or [] if one.kind == "cap"]
    if capped:
        sizes = ", ".join(
            number(size) if many == 1 else f"{many} × {number(size)}"
            for size, many in Counter(one.missing or 0 for one in capped).most_common(10)
        )
        text = say("{sizes} messages: a tool may have stopped there, and what came after is missing", sizes=sizes)
        rows.append([say("Exports of a round number of messages"), text])
    return rows


def _since(start: dt.datetime | None, report: Reading) -> str:
    return f" ({clock(start, report.zone)})" if start else ""


def _places(platforms: list[str]) -> str:
    return listed([capital(place(name)) for name in platforms])


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
