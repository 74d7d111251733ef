"""A claim in the form of a grant."""

from __future__ import annotations

from typing import Any

from .approvals import Approvals, Claim


class ClaimGrant:
    def __init__(self, approvals: Approvals, claim: Claim):
        self._approvals, self._claim = approvals, claim

    @property
    def arguments(self) -> dict[str, Any]:
        return self._claim.arguments

    def done(
        self, status: str, duration_ms: int, result: Any = None, error: str | None = None, later: bool = False
    ) -> None:
        self._approvals.report(self._claim, "executed" if status == "ok" else "failed", result, error, later)
