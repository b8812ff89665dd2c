"""Executed notebook → page: our own nbconvert exporter.

The page is made of what the cells show, never of their code. A level-two heading opens a section; a section whose cells
show nothing does not appear. Figures stay plotly JSON until here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING, Any, NamedTuple

from nbconvert.exporters import Exporter

from workbench.languages import key, say
from workbench.report.markup import Markup, element, join
from workbench.report.page import Section, anchor, assemble
from workbench.report.picture import picture
from workbench.report.sanitise import sanitised
from workbench.report.unreferenced import without_references

if TYPE_CHECKING:
    from nbformat import NotebookNode

PLOTLY = "application/vnd.plotly.v1+json"
_REFERENCE = re.compile(r'<span class="ref">([^<]*)</span>')


_AUDIENCES = {
    "leadership": key("Leadership's copy: without message ids, strangers' names and their words"),
    "public": key("Copy for the public: without references and internal parts"),
    "analyst": key("The analyst's copy: with message ids, names and verbatim text"),
}

#: The kinds of what a cell shows; INTERNAL is the tag of cells whose results stay inside the house, too.
PROSE, SHOWN, INTERNAL = "prose", "shown", "internal"


class Part(NamedTuple):
    """What stands under a level-two heading: its title ("" above the first), and in order what its cells show.

    Each piece says what it is: PROSE, SHOWN by code, or INTERNAL, which code shows to the house alone.
    """

    title: str
    pieces: list[tuple[str, Markup]]


def gathered(notebook: NotebookNode) -> list[Part]:
    """The cells of an executed notebook as HTML, under their headings: all copies of a report are made of these."""
    parts = [Part("", [])]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading, prose = _heading(cell.source)
            if heading:
                parts.append(Part(say(heading), []))
            if prose:
                parts[-1].pieces.append((PROSE, _markdown("\n\n".join(say(part) for part in prose.split("\n\n")))))
        elif cell.cell_type == "code":
            kind = INTERNAL if INTERNAL in cell.metadata.get("tags", []) else SHOWN
            parts[-1].pieces.extend((kind, part) for output in cell.get("outputs", []) if (part := _output(output)))
    return parts


def page(
    parts: Iterable[Part],
    addition: Markup | None = None,
    anchors: Mapping[str, str] | None = None,
    public: bool = False,
    zone: str = "",
) -> str:
    """The page made of `parts`, as text.

    `addition` becomes a section at the end (the analyst's); `anchors` (reference → id) makes references links; a
    `public` page has no references, and nothing of the cells tagged `internal`; `zone` names that of its times.
    """
    sections = _sections(parts, {PROSE, SHOWN} if public else {PROSE, SHOWN, INTERNAL})
    if addition:
        sections.append(Section("look-up", say("Look-up (analyst's copy)"), addition))
    if anchors:
        sections = [s._replace(content=_linked(s.content, anchors)) for s in sections]
    if public:
        sections = [s._replace(content=without_references(s.content)) for s in sections]
    audience = "public" if public else "analyst" if addition else "leadership"
    return assemble(sections, zone, say(_AUDIENCES[audience]))


class PageExporter(Exporter):
    """nbconvert's door to leadership's page: `from_notebook_node` gives the HTML text and the resources."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters give text, too
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of `nb`, and the resources as they came."""
        return page(gathered(nb)), dict(resources or {})


def _sections(parts: Iterable[Part], kinds: Set[str]) -> list[Section]:
    """The pieces of these `kinds`, a section for each part of which code shows something."""
    taken: dict[str, int] = {}
    kept = [(title, [piece for piece in pieces if piece[0] in kinds]) for title, pieces in parts]
    return [
        Section(anchor(title, taken), title, join(markup for _, markup in pieces))
        for title, pieces in kept
        if any(kind != PROSE for kind, _ in pieces)
    ]


def _heading(source: str) -> tuple[str, str]:
    """The cell's level-two heading and what follows it; ("", source) without one."""
    first, _, rest = source.strip().partition("\n")
    return (first[3:].strip(), rest.strip()) if first.startswith("## ") else ("", source.strip())


def _markdown(source: str) -> Markup:
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    return sanitised(MarkdownWithMath(renderer=IPythonRenderer(escape=True, exclude_anchor_links=True)).render(source))


def _output(output: Mapping[str, Any]) -> Markup | None:
    """What an output shows: a figure, our HTML, or text as text. What a cell prints on the side is not for the page."""
    data = output.get("data", {})
    if PLOTLY in data:
        return picture(data[PLOTLY])
    if "text/html" in data:
        return sanitised(data["text/html"])
    if "text/plain" in data and output.get("output_type") != "stream":
        return element("pre", data["text/plain"])
    return None


def _linked(content: str, anchors: Mapping[str, str]) -> Markup:
    """References that the look-up knows become links to their rows."""

    def link(found: re.Match[str]) -> str:
        anchor = anchors.get(found.group(1))
        return f'<a class="ref" href="#{anchor}">{found.group(1)}</a>' if anchor else found.group(0)

    return Markup(_REFERENCE.sub(link, content))
