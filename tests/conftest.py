"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside archives and cases that `WORKBENCH_SHARED` names; without one the test is skipped."""
    folder = Path(os.environ.get("WORKBENCH_SHARED") or ROOT.parent / "shared").resolve()
    if not folder.is_dir():
        pytest.skip("no outside archives: WORKBENCH_SHARED names no folder, and there is no shared beside this one")
    return folder
