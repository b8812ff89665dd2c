"""The report on one page for an e-mail: HTML that mail programs render (tables, no script), and plain text."""

from __future__ import annotations

from workbench.languages import say, spoken
from workbench.phrase import capital, period, plain, sentence
from workbench.report import story
from workbench.report.answers import answers
from workbench.report.markup import element, escape, join
from workbench.report.people import STATUS
from workbench.report.reading import Reading

_FACE = "font-family:Arial,Helvetica,sans-serif;color:#1e2329;overflow-wrap:anywhere;word-break:break-word;"
_CELL = f"{_FACE}padding:6px 12px 6px 0;border-bottom:1px solid #dfdad1;vertical-align:top;font-size:15px;"
_TITLE = f"{_FACE}font-size:22px;margin:0 0 4px;"
_SMALL = f"{_FACE}font-size:13px;margin:0 0 8px;color:#59616b;"
_PROSE = f"{_FACE}font-size:15px;line-height:1.5;margin:0 0 10px;"


def html(report: Reading) -> str:
    """The page for a mail program, under 100 kB whatever the report holds."""
    title = story.headline(report.facts, report.zone)
    rows = [
        element(
            "tr",
            element("td", a.question, style=f"{_CELL}color:#59616b;white-space:nowrap;"),
            element("td", element("strong", a.whole), style=_CELL),
        )
        for a in answers(report.facts, report.zone)
    ]
    answered = element("table", *rows, role="presentation", cellspacing="0", cellpadding="0", style="margin:0 0 16px;")
    parts = [
        element("h1", title, style=_TITLE),
        *(element("p", line, style=_SMALL) for line in _head(report)),
        answered if rows else None,
        *(element("p", line, style=_PROSE) for line in _lines(report)),
    ]
    return (
        f'<!doctype html>\n<html lang="{spoken()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n</head>\n'
        f'<body style="margin:0;padding:16px;background:#ffffff;">\n'
        f"{element('div', join(parts), style='max-width:640px;')}\n</body>\n</html>\n"
    )


def text(report: Reading) -> str:
    """The same as plain text."""
    title = story.headline(report.facts, report.zone)
    asked = [f"{a.question} {sentence(a.whole)}" for a in answers(report.facts, report.zone)]
    lines = [title, "=" * len(title), *_head(report), "", *asked, *([""] if asked else []), *_lines(report)]
    return "\n".join(plain(line) for line in lines) + "\n"


def _head(report: Reading) -> list[str]:
    """Privilege, period, status."""
    crisis, edition = report.facts.crisis, report.facts.edition
    lines = [edition.privilege] if edition and edition.privilege else []
    if crisis:
        lines.append(capital(period(crisis.onset, crisis.end, report.zone)))
    if edition:
        lines.append(f"{say(STATUS[edition.status])} · {say('edition {n}', n=edition.number)}")
    return lines


def _lines(report: Reading) -> list[str]:
    whole = say("The whole report, with its charts and the limits of its data, is the file postmortem.html.")
    simulated = [say("All messages in this archive are simulated. No quotation in it is anybody's.")]
    share = report.facts.quality.simulated_share
    return [*(simulated if share and share >= 1 else []), *story.summary(report.facts, report.zone), whole]
