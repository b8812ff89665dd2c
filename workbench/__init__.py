"""Crisis Workbench: load an archive of mentions, find the crises in it, characterise each, hand over a post-mortem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from workbench.archive import Archive as Archive
    from workbench.archive import brands as brands
    from workbench.archive import load as load
    from workbench.archive import open_archive as open  # noqa: A004
    from workbench.errors import WorkbenchError as WorkbenchError
    from workbench.explore import characterize as characterize
    from workbench.explore import detect as detect
    from workbench.explore import hourly as hourly

__all__ = ["Archive", "WorkbenchError", "brands", "characterize", "detect", "hourly", "load", "open"]

#: Public name to module and name there: looked up when asked for, so that `import workbench` stays light.
_HOME = {
    "Archive": ("archive", "Archive"),
    "WorkbenchError": ("errors", "WorkbenchError"),
    "brands": ("archive", "brands"),
    "detect": ("explore", "detect"),
    "characterize": ("explore", "characterize"),
    "hourly": ("explore", "hourly"),
    "load": ("archive", "load"),
    "open": ("archive", "open_archive"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOME[name]
    return getattr(import_module(f"{__name__}.{module}"), attribute)
