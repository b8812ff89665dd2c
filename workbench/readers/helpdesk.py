"""Tickets of a helpdesk, as Zendesk and Freshdesk export them: private, joined to the cases."""

from __future__ import annotations

from workbench.readers.places import first
from workbench.readers.tables import Shape, known

_PRIVATE = {"platform": ":helpdesk", "visibility": ":private", "kind": ":post"}
_BODY = first("{Description}", "{First comment}", "{Comment}", "{Comments}", "{Subject}")

ZENDESK = known(
    "zendesk",
    "tickets exported from Zendesk",
    *(
        Shape(
            frozenset(must),
            {
                **_PRIVATE, "id": ("Ticket ID", "Id", "#"), "title": ("Subject", "Ticket subject"),
                "created_at": ("Created at", "Requested", "Ticket created - Timestamp"),
                "author_id": ("Requester id", "Requester external id"),
            },
            {
                "text": f"coalesce({_BODY}, {{Ticket subject}})",
                "author": first("{Requester email}", "{Requester}", "{Requester name}"),
            },
        )
        for must in (
            {"Id", "Requester", "Subject", "Created at", "Assignee"},
            {"Ticket ID", "Requester", "Subject", "Assignee", "Status"},
            {"Id", "Subject", "Requester email", "Created at"},
            {"ID", "Requester", "Requested", "Subject", "Status"},
            {"Ticket ID", "Ticket subject", "Ticket created - Timestamp"},
        )
    ),
)  # fmt: skip

FRESHDESK = known(
    "freshdesk",
    "tickets exported from Freshdesk",
    Shape(
        frozenset({"Ticket ID", "Subject", "Created time", "Status"}),
        {
            **_PRIVATE, "id": "Ticket ID", "title": "Subject", "created_at": "Created time",
            "author_id": ("Contact ID", "Unique external ID"),
        },
        {"text": _BODY, "author": first("{Email}", "{Contact email}", "{Full name}", "{Contact name}", "{Requester}")},
    ),
)  # fmt: skip
