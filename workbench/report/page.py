"""The page around the sections: one file, nothing from outside, and a policy that lets only our own two scripts run."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from workbench.languages import ENGLISH, locale, say, spoken
from workbench.report.markup import Markup


class Section(NamedTuple):
    """A part of the page: the id its link leads to, its heading (empty for what stands above all) and its HTML."""

    anchor: str
    title: str
    content: Markup


def assemble(sections: Sequence[Section], zone: str = "", audience: str = "") -> str:
    """The text of the page; its title is that of the first level-one heading. plotly comes along only with a chart.

    `audience` says for whom this copy is.
    """
    content = "".join(section.content for section in sections)
    library, library_hash = _library() if "data-chart" in content else ("", "")
    loader = _asset("page.js")
    scripts = " ".join(f"'sha256-{digest}'" for digest in (_hash(loader), library_hash) if digest)
    return str(
        _template().render(
            title=_title(content),
            top=[s for s in sections if not s.title],
            sections=[s for s in sections if s.title],
            style=Markup(_asset("page.css")),
            loader=Markup(loader),
            language=spoken(),
            zone=zone,
            audience=audience,
            numerals=_numerals() if library else "",
            say=say,
            library=library,
            scripts=Markup(scripts),
        )
    )


def packed(text: str) -> str:
    """Gzip (without a time stamp) and base64: what `page.js` inflates."""
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode("ascii")


def anchor(title: str, taken: dict[str, int]) -> str:
    """An id for the section `title`, not used before; `taken` remembers."""
    base = re.sub(r"\W+", "-", title.lower()).strip("-") or "top"
    taken[base] = taken.get(base, 0) + 1
    return base if taken[base] == 1 else f"{base}-{taken[base]}"


@cache
def _library() -> tuple[str, str]:
    """plotly.js of the installed plotly, packed, and the hash of its text that the page's policy admits."""
    text = (files("plotly") / "package_data" / "plotly.min.js").read_bytes().decode("utf-8")
    return packed(text), _hash(text)


def _numerals() -> str:
    """The months and days that plotly writes on its axes, for a language that it does not bring itself."""
    if spoken() == ENGLISH:
        return ""
    data = locale()
    months, days = data.months["format"], data.days["format"]
    order = [6, 0, 1, 2, 3, 4, 5]
    return json.dumps(
        {
            "months": [months["wide"][n] for n in range(1, 13)],
            "shortMonths": [months["abbreviated"][n] for n in range(1, 13)],
            "days": [days["wide"][n] for n in order],
            "shortDays": [days["abbreviated"][n] for n in order],
        },
        ensure_ascii=False,
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _asset(name: str) -> str:
    return (files("workbench.report") / "template" / name).read_text(encoding="utf-8")


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset("page.html.j2"))


def _title(content: str) -> Markup:
    """The text of the first level-one heading, still escaped."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", content, re.S)
    return Markup(re.sub(r"<[^>]+>", "", found.group(1)).strip()) if found else Markup("Report")
