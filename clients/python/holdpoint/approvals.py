"""Ask, wait, claim, report. Between them every answer is checked against what is about to run."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Callable
from urllib.parse import quote

from .canonical import as_json, digest_of, same_json
from .errors import BadReceipt, Cancelled, Expired, Malformed, NotAllowed, Refused, Rejected, TimedOut
from .receipts import verify_receipt
from .teller import Teller
from .transport import Transport

_step_seconds = 20


@dataclass(frozen=True)
class Action:
    """What is about to run."""

    agent: str
    tool: str
    arguments: dict[str, Any]
    environment: str
    release: str | None = None
    run_id: str | None = None
    tool_version: str | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def subject(self) -> dict[str, Any]:
        """What the digest covers, without the project: only Holdpoint knows its name."""
        return {
            "environment": self.environment, "agent": self.agent, "release": self.release, "run": self.run_id,
            "tool": self.tool, "toolVersion": self.tool_version, "arguments": self.arguments,
        }

    def body(self) -> dict[str, Any]:
        names = {"release": self.release, "runId": self.run_id, "toolVersion": self.tool_version}
        given = {key: value for key, value in names.items() if value is not None}
        return {"agent": self.agent, "tool": self.tool, "arguments": self.arguments,
                "environment": self.environment, **given, **self.more}


@dataclass(frozen=True)
class Claim:
    """The right to run these arguments, once."""

    approval_id: str
    claim_id: str
    arguments: dict[str, Any]
    receipt: str


class Stop:
    """Whether whoever asked is still there."""

    def __init__(self, run_ended: Callable[[], bool] = lambda: False):
        self._event = threading.Event()
        self._run_ended = run_ended

    def set(self) -> None:
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set() or self._run_ended()


class Approvals:
    def __init__(self, transport: Transport, teller: Teller, keys: Callable[[bool], dict[str, Any]]):
        self._transport = transport
        self._teller = teller
        self._keys = keys

    def request(self, action: Action) -> dict[str, Any]:
        try:
            action = replace(action, arguments=as_json(action.arguments))
        except (ValueError, TypeError) as error:
            raise NotAllowed(f"The arguments of {action.tool} cannot be written as JSON: {error}.") from error
        return _approval(self._transport.call("POST", "/api/v1/approvals", action.body(), once=uuid.uuid4().hex))

    def read(self, approval_id: str) -> dict[str, Any]:
        """The request as it is now."""
        return _approval(self._transport.call("GET", f"/api/v1/approvals/{quote(approval_id, safe='')}"))

    def wait(self, approval_id: str, seconds: float, stop: Stop | None = None) -> dict[str, Any]:
        """The request as soon as it is decided. Withdraws it, and raises, when the time is over or nobody waits any
        more: a decision that comes later then lets nothing run."""
        try:
            return self._wait(approval_id, seconds, stop)
        except BaseException:
            self.withdraw(approval_id)
            raise

    def _wait(self, approval_id: str, seconds: float, stop: Stop | None) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            if stop:
                raise Cancelled("The run that asked has ended.")
            if left <= 0:
                raise TimedOut(f"Nobody decided within {seconds:g} seconds.")
            step = max(0, min(_step_seconds, left))
            answer = _approval(self._transport.call(
                "GET", f"/api/v1/approvals/{approval_id}?wait={step:.3f}", wait=step, alive=lambda: not stop))
            if answer["status"] != "pending":
                return answer

    def withdraw(self, approval_id: str) -> None:
        try:
            self._transport.call(
                "POST", f"/api/v1/approvals/{approval_id}/cancel", {}, once=uuid.uuid4().hex, patience=0.5)
        except NotAllowed:
            pass  # it expires by itself, and nothing runs without a claim

    def claim(self, action: Action, approval: dict[str, Any], stop: Stop | None = None) -> Claim:
        """Takes the approved action, once. What comes back is checked before anything runs."""
        if approval["status"] != "approved":
            raise _not_approved(approval)
        arguments = _approved_arguments(action, approval)
        if stop:
            self.withdraw(approval["id"])
            raise Cancelled("The run that asked has ended.")
        answer = self._transport.call(
            "POST", f"/api/v1/approvals/{approval['id']}/claim", {"digest": approval["digest"]}, once=uuid.uuid4().hex)
        claim_id, receipt = answer.get("claimId"), answer.get("receipt")
        if not isinstance(claim_id, str) or not isinstance(receipt, str):
            raise Malformed("The answer to the claim has no claim id or no receipt.")
        claim = Claim(approval["id"], claim_id, arguments, receipt)
        try:
            self._check_receipt(claim, approval, answer.get("effectiveArguments"))
            if stop:
                raise Cancelled("The run that asked has ended.")
            self._teller.started(claim_id, {"approval": claim.approval_id, "tool": action.tool, "claimId": claim_id})
        except OSError as error:
            self.report(claim, "failed", error="It did not run: the journal cannot be written.")
            raise NotAllowed(f"The journal cannot be written: {error}.") from error
        except NotAllowed as error:
            self.report(claim, "failed", error=f"It did not run: {error}")
            raise
        return claim

    def report(
        self, claim: Claim, status: str, result: Any = None, error: str | None = None, later: bool = False
    ) -> None:
        body: dict[str, Any] = {"claimId": claim.claim_id, "status": status}
        if error is None:
            body["result"] = _told(result)
        else:
            body["error"] = error
        self._teller.tell(claim.claim_id, f"/api/v1/approvals/{claim.approval_id}/outcome", body, later)

    def _check_receipt(self, claim: Claim, approval: dict[str, Any], effective: Any) -> None:
        if not isinstance(effective, dict) or not _same(effective, claim.arguments):
            raise Malformed("The claim has other arguments than the approval.")
        try:
            receipt = verify_receipt(claim.receipt, self._keys(False))
        except BadReceipt as error:
            if "is not known" not in str(error):
                raise
            receipt = verify_receipt(claim.receipt, self._keys(True))
        if receipt.get("aid") != claim.approval_id or receipt.get("digest") != approval["digest"]:
            raise BadReceipt("The receipt is for another action.")
        if receipt.get("decision") not in ("approve", "edit"):
            raise BadReceipt("The receipt does not say that the action was approved.")

    def obtain(self, action: Action, approval: dict[str, Any], seconds: float, stop: Stop | None = None) -> Claim:
        """From a request to the right to run it."""
        if approval["status"] == "pending":
            approval = self.wait(approval["id"], seconds, stop)
        try:
            return self.claim(action, approval, stop)
        except Refused as error:
            raise NotAllowed(f"{action.tool} was approved, but may not run now: {error}") from error


def _approval(answer: dict[str, Any]) -> dict[str, Any]:
    for name in ("id", "status", "digest"):
        if not isinstance(answer.get(name), str):
            raise Malformed(f"The answer of Holdpoint is not a request for approval: it has no {name}.")
    if not answer["id"].replace("_", "").isalnum():
        raise Malformed("The answer of Holdpoint is not a request for approval: its id is invalid.")
    return answer


def _approved_arguments(action: Action, approval: dict[str, Any]) -> dict[str, Any]:
    """What may run: the arguments that were asked for, or those of a person's edit. The digest is computed here."""
    subject, decision = approval.get("subject"), approval.get("decision")
    if not isinstance(subject, dict) or not isinstance(decision, dict):
        raise Malformed("The approval has no subject or no decision.")
    arguments = as_json(action.arguments)
    if decision.get("kind") == "edit":
        arguments = decision.get("effectiveArguments")
        if not isinstance(arguments, dict):
            raise Malformed("The edit has no arguments.")
    elif decision.get("kind") != "approve":
        raise Malformed(f"The decision is {decision.get('kind')}. Only approve and edit let an action run.")
    mine = {**action.subject(), "arguments": arguments, "project": subject.get("project")}
    if not _same(subject, mine):
        raise Malformed(f"What was approved is not what {action.tool} is about to do.")
    if digest_of(mine) != approval["digest"]:
        raise Malformed("The digest of the approval is not that of the action.")
    return as_json(arguments)


def _not_approved(approval: dict[str, Any]) -> NotAllowed:
    status, decision = approval["status"], approval.get("decision") or {}
    comment = decision.get("comment") if isinstance(decision, dict) else None
    if status == "rejected":
        return Rejected(f"A person said no: {comment}" if comment else "A person said no.")
    if status in ("expired", "cancelled", "superseded"):
        return Expired(f"The request is {status}; nobody approved it in time.")
    return NotAllowed(f"The request is already {status}, so the action does not run again.")


def _same(one: Any, other: Any) -> bool:
    try:
        return same_json(one, other)
    except ValueError:
        return False


def _told(result: Any) -> Any:
    """The result as it can be told: what is not JSON becomes text."""
    try:
        return as_json(result)
    except (ValueError, TypeError):
        return str(result)[:20_000]


