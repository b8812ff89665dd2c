"""The analyst's short ways, for notebooks: counts with their band, crises, facts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from workbench import dossier, history, plan
from workbench.facts import Crisis, Facts
from workbench.study import study

if TYPE_CHECKING:
    import pandas as pd

    from workbench.archive import Archive


def hourly(archive: Archive) -> pd.DataFrame:
    """Every hour of `archive`: bucket (UTC), mentions, expected, low, high (99 % band; null under 14 days), on_topic
    (null).
    """
    with archive.connection() as connection:
        return dossier.counts_with_band(history.read(connection, plan.read(archive.brand, archive.data)))


def detect(archive: Archive) -> list[Crisis]:
    """The crises and the attention in `archive`, by onset."""
    return [found.crisis for found in study(archive).found]


def characterize(archive: Archive, crisis: str = "latest") -> Facts:
    """The facts of one crisis, by id or `latest`; WorkbenchError for an id that nothing has."""
    seen = study(archive)
    return dossier.characterize(seen, seen.pick(crisis), dt.datetime.now(dt.UTC)).facts
