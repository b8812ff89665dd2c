"""A web page in one file that needs nothing else and runs nothing: for browsers, screen readers and paper."""

from __future__ import annotations

from workbench.report.markup import Markup, element, join

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#c8c8c8;--link:#0b57a4}
@media(prefers-color-scheme:dark){:root{--ink:#f0f0f0;--paper:#16181c;--line:#4a4f57;--link:#8ec1ff}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:44rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.9rem;line-height:1.2;margin:1.5rem 0 .5rem}h2{font-size:1.35rem;margin:2rem 0 .5rem}
h3{font-size:1.0625rem;margin:1.25rem 0 .25rem}a{color:var(--link)}
footer{border-top:1px solid var(--line);margin-top:2rem;padding-bottom:2rem}
"""


def page(title: str, language: str, style: str, content: Markup) -> str:
    """The whole page: `content` under `title`, in `language` (its code), with rules of its own in `style`."""
    head = join(
        [
            Markup('<meta charset="utf-8">'),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            element("title", title),
            element("style", Markup(_STYLE + style)),
        ],
        "\n",
    )
    whole = element("html", element("head", head), element("body", content), lang=language)
    return f"<!DOCTYPE html>\n{whole}\n"
