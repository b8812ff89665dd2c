"""What no archive holds: when the brand knew, convened, drafted, approved; `data/events/<brand>.yml`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from workbench import facts, yaml_place
from workbench.errors import WorkbenchError
from workbench.mention import brand_name
from workbench.plan import Moment, Part

What = Literal["incident", "knew", "convened", "drafted", "approved", "published", "ads paused", "closed"]


class Event(Part):
    """One line of the log. `by` and `note` are for the people who keep it; no report shows them."""

    at: Moment
    what: What
    by: str | None = None
    note: str | None = None


def read(brand: str, data: Path) -> list[Event]:
    """The event log of `brand` by time; empty where there is none. WorkbenchError, with the line, for a mistake."""
    path = data / "events" / f"{brand_name(brand)}.yml"
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise WorkbenchError(f"{path}: this is no UTF-8 text: save the event log as UTF-8") from None
    log = TypeAdapter(list[Event])
    wrong = yaml_place.problems(text, lambda content: log.validate_python(content or []), list(Event.model_fields))
    if wrong:
        raise WorkbenchError(f"{path}: {yaml_place.first(wrong)}")
    return sorted(log.validate_python(yaml_place.content_of(text) or []), key=lambda event: event.at)


def within(events: list[Event], since: dt.datetime, until: dt.datetime) -> dict[What, dt.datetime]:
    """The first event of each kind from `since` to `until`."""
    first: dict[What, dt.datetime] = {}
    for event in events:
        if since <= event.at <= until:
            first.setdefault(event.what, event.at)
    return first


def delays(
    logged: dict[What, dt.datetime], origin: dt.datetime | None, spoke: dt.datetime | None
) -> facts.Delays | None:
    """The delay of the first statement split into its steps; None where the log names none of them.

    The incident is the log's, else the `origin`; a statement was out when the log says so, else when it was found
    (`spoke`).
    """
    if not {"knew", "drafted", "approved"} & logged.keys():
        return None
    incident = logged.get("incident", origin)
    published = logged.get("published", spoke)
    return facts.Delays(
        detect=_minutes(incident, logged.get("knew")),
        decide=_minutes(logged.get("knew"), logged.get("drafted")),
        approve=_minutes(logged.get("drafted"), logged.get("approved")),
        publish=_minutes(logged.get("approved"), published),
    )


def _minutes(start: dt.datetime | None, until: dt.datetime | None) -> float | None:
    return None if start is None or until is None else (until - start) / dt.timedelta(minutes=1)
