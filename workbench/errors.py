"""What goes wrong in an ordinary way, said in one sentence: what, where, what to do."""

from __future__ import annotations


class WorkbenchError(Exception):
    """The work could not be done; the message says why and what to do. Exit status 1."""

    exit_status = 1


class UsageError(WorkbenchError):
    """The call itself was wrong. Exit status 2."""

    exit_status = 2
