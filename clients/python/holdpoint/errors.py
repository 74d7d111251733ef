"""Why a guarded action did not run. Everything here means: it did not run."""

from __future__ import annotations

from typing import Any


class NotAllowed(Exception):
    """The action did not run. `str(error)` says why."""


class Rejected(NotAllowed):
    """A person rejected it, or answered with a text for the agent."""


class Expired(NotAllowed):
    """Nobody decided in time, or the request was withdrawn."""


class TimedOut(Expired):
    """This client stopped waiting and withdrew its request."""


class Cancelled(NotAllowed):
    """The run that asked has ended."""


class Unreachable(NotAllowed):
    """Holdpoint did not answer, or answered that it cannot."""


class Malformed(NotAllowed):
    """The answer cannot be read, or does not belong to what was asked."""


class Refused(NotAllowed):
    """Holdpoint answered with an error (4xx): key, agent, project or input."""

    def __init__(self, message: str, status: int, kind: str):
        super().__init__(message)
        self.status = status
        self.kind = kind


class Denied(NotAllowed):
    """A rule denied the step. `reasons` names the rule, its limit and what is used."""

    def __init__(self, reasons: list[dict[str, Any]]):
        super().__init__(" ".join(str(each.get("message", "")) for each in reasons) or "The step is denied.")
        self.reasons = reasons


class UseFallback(Denied):
    """The step is denied, and a workflow is named that answers instead."""

    def __init__(self, workflow: str, reasons: list[dict[str, Any]]):
        super().__init__(reasons)
        self.workflow = workflow


class BadReceipt(NotAllowed):
    """The receipt of the decision is not Holdpoint's, or not for this action."""
