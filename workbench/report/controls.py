"""Whether other brands rose at the same time: an industry's shock, or ours alone."""

from __future__ import annotations

from workbench.languages import key, reworded, say
from workbench.phrase import number
from workbench.report.markup import Markup, table
from workbench.report.reading import Reading

#: What the facts say of a control brand, as it is called here.
_VERDICTS = {
    "rose too": key("rose at the same time"),
    "as usual": key("as usual"),
    "fell": key("fell"),
    "unknown": key("not known"),
}


def controls(report: Reading) -> Markup | None:
    """Whether other brands rose at the same time; None where none was compared."""
    found = report.facts.controls
    if not found:
        return None
    rows = [
        [
            one.brand,
            number(one.mentions) if one.mentions is not None else "",
            number(one.expected) if one.expected is not None else "",
            f"{number(one.usual[0])} – {number(one.usual[1])}" if one.usual else "",
            number(one.ratio) if one.ratio is not None else "",
            say(_VERDICTS[one.verdict]) + (f": {reworded(one.because)}" if one.because else ""),
        ]
        for one in found
    ]
    head = [
        say("Brand"),
        say("Mentions"),
        say("Expected"),
        say("Usual range, times the expected"),
        say("Times the expected"),
        say("Verdict"),
    ]
    return table(say("Other brands in the same time"), head, rows, numeric=[1, 2, 3, 4])
