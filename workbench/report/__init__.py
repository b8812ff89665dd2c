"""The report: facts and small tables in, one self-contained HTML file out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.report.publish import build as build
    from workbench.report.reading import Reading as Reading
    from workbench.report.reading import read as read

__all__ = ["Reading", "build", "read"]

_HOME = {"build": "publish", "Reading": "reading", "read": "reading"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
