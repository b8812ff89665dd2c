"""Executed notebook → page: our own nbconvert exporter.

The page is made of what the cells show, never of their code. A level-two heading opens a section; a section whose cells
show nothing does not appear. Figures stay plotly JSON until here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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

#: The tag of cells whose results stay inside the house.
INTERNAL = "internal"


def page(
    notebook: NotebookNode,
    addition: Markup | None = None,
    anchors: Mapping[str, str] | None = None,
    public: bool = False,
    zone: str = "",
) -> str:
    """The page of an executed notebook as text.

    `addition` becomes a section at the end (the analyst's); `anchors` (reference → id) makes references links; a
    `public` page has no references, and nothing of the cells tagged `internal`; `zone` names that of its times.
    """
    resources = {"addition": addition, "anchors": dict(anchors or {}), "public": public, "zone": zone}
    return str(PageExporter().from_notebook_node(notebook, resources)[0])  # type: ignore[no-untyped-call]


class PageExporter(Exporter):
    """nbconvert's door to our page: `from_notebook_node` gives the HTML text and the resources."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters give text, too
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of `nb` and the resources; of these those are used that `page` describes."""
        resources = dict(resources or {})
        sections = _sections(nb, bool(resources.get("public")))
        if resources.get("addition"):
            sections.append(Section("look-up", say("Look-up (analyst's copy)"), resources["addition"]))
        if resources.get("anchors"):
            sections = [s._replace(content=_linked(s.content, resources["anchors"])) for s in sections]
        if resources.get("public"):
            sections = [s._replace(content=without_references(s.content)) for s in sections]
        audience = "public" if resources.get("public") else "analyst" if resources.get("addition") else "leadership"
        return assemble(sections, str(resources.get("zone") or ""), say(_AUDIENCES[audience])), resources


def _sections(notebook: NotebookNode, public: bool) -> list[Section]:
    """The notebook's cells, gathered under their level-two headings; empty sections left out."""
    gathered: list[tuple[str, list[Markup], bool]] = [("", [], False)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading, prose = _heading(cell.source)
            if heading:
                gathered.append((say(heading), [], False))
            if prose:
                gathered[-1][1].append(_markdown("\n\n".join(say(part) for part in prose.split("\n\n"))))
        elif cell.cell_type == "code" and not (public and INTERNAL in cell.metadata.get("tags", [])):
            shown = [part for output in cell.get("outputs", []) if (part := _output(output))]
            if shown:
                title, parts, _ = gathered[-1]
                gathered[-1] = (title, [*parts, *shown], True)
    taken: dict[str, int] = {}
    return [Section(anchor(title, taken), title, join(parts)) for title, parts, shows in gathered if shows]


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
