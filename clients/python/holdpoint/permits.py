"""One question before a step, and its outcome afterwards."""

from __future__ import annotations

import time
import uuid
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .approvals import Action, Claim, Stop
from .canonical import as_json
from .errors import Denied, Malformed, NotAllowed, UseFallback
from .held import give_back, text_of
from .threads import in_thread

if TYPE_CHECKING:
    from .client import Holdpoint


class Permit:
    """A step that is asked for on entering and reported on leaving. Entering raises NotAllowed where it may not run.
    A step that a person has to decide is waited for, and claimed."""

    def __init__(self, client: "Holdpoint", body: dict[str, Any], seconds: float, stop: Stop):
        self._client, self._body, self._seconds, self._stop = client, body, seconds, stop
        self._usage: dict[str, Any] = {}
        self._output: str | None = None
        self._claim: Claim | None = None
        self._began = 0.0
        self.id: str | None = None
        self.answer: dict[str, Any] = {}
        self.told: dict[str, Any] | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """Those that may run: as asked, or as a person has edited them."""
        return self._claim.arguments if self._claim else self._body.get("arguments", {})

    @property
    def release(self) -> str | None:
        return self.answer.get("release")

    def used(self, *, llm_calls: int | None = None, tool_calls: int | None = None, tokens: int | None = None,
             usd: str | None = None) -> None:
        """What the step really took; what is left out counts as estimated."""
        self._usage.update(amounts(llm_calls, tool_calls, tokens, usd))

    def output(self, text: str) -> None:
        """What came out, for the guardrails to look at. It is not stored."""
        self._output = text

    def lease(self, seconds: int) -> None:
        """Asks for the estimate as a slice to spend."""
        self._body["lease"] = {"seconds": seconds}

    def ask(self) -> "Permit":
        answer = self._client.transport.call("POST", "/api/v1/permits", self._body, once=uuid.uuid4().hex)
        self.answer, decision, reasons = answer, answer.get("decision"), answer.get("reasons")
        if not isinstance(reasons, list):
            raise Malformed("The answer of Holdpoint is not a permit: it has no reasons.")
        if decision == "deny":
            raise Denied(reasons)
        if decision == "fallback":
            raise UseFallback(str(answer.get("fallback")), reasons)
        if not isinstance(answer.get("id"), str) or decision not in ("allow", "needs_approval"):
            raise Malformed(f"The answer of Holdpoint is not a permit: its decision is {decision}.")
        self.id = answer["id"]
        if decision == "needs_approval":
            self._claim = self._approved(answer)
        elif self._stop:
            self.done("unused", 0)
            raise NotAllowed("The run that asked has ended.")
        self._began = time.monotonic()
        return self

    def _approved(self, answer: dict[str, Any]) -> Claim:
        approvals, body = self._client.approvals, self._body
        approval_id = answer.get("approvalId")
        if not isinstance(approval_id, str):
            raise Malformed("The permit waits for an approval that it does not name.")
        if any(str(reason.get("rule", "")).startswith("run-budget/") for reason in answer["reasons"]):
            # A person is asked for more budget, not for the step: it is asked for again when they have decided.
            raise Denied(answer["reasons"])
        action = Action(
            agent=body["agent"], tool=body["tool"], arguments=body.get("arguments", {}),
            environment=body["environment"], release=body.get("release"), run_id=body["runId"])
        approval = approvals.wait(approval_id, self._seconds, self._stop)
        return approvals.obtain(action, approval, self._seconds, self._stop)

    def done(self, status: str, duration_ms: int, result: Any = None, error: str | None = None,
             later: bool = False) -> None:
        if self._claim:
            outcome = "executed" if status == "ok" else "failed"
            self._client.approvals.report(self._claim, outcome, result, error, later)
            return
        body: dict[str, Any] = {"status": status, "durationMs": duration_ms}
        if self._usage:
            body["usage"] = self._usage
        if error is not None:
            body["error"] = error
        if self._output is not None:
            body["output"] = self._output
        self.told = self._client.teller.tell(str(self.id), f"/api/v1/permits/{self.id}/outcome", body, later)

    def extend(self, seconds: int) -> None:
        """Keeps what is reserved for a long step."""
        self._client.transport.call("POST", f"/api/v1/permits/{self.id}/extend", {"seconds": seconds})

    def __enter__(self) -> "Permit":
        return self.ask()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        took = round((time.monotonic() - self._began) * 1000)
        if error is None:
            self.done("ok", took)
        else:
            self.done("timeout" if isinstance(error, TimeoutError) else "error", took, error=text_of(error))

    async def __aenter__(self) -> "Permit":
        await in_thread(self.ask, self._stop, give_back)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            await in_thread(lambda: self.__exit__(None, None, None), Stop())
        else:
            status = "timeout" if isinstance(error, TimeoutError) else "error"
            self.done(status, round((time.monotonic() - self._began) * 1000), error=text_of(error), later=True)


def amounts(
    llm_calls: int | None = None, tool_calls: int | None = None, tokens: int | None = None, usd: str | None = None
) -> dict[str, Any]:
    given = {"llmCalls": llm_calls, "toolCalls": tool_calls, "tokens": tokens, "usd": usd}
    return {name: value for name, value in given.items() if value is not None}


def permit_body(fixed: dict[str, Any], arguments: dict[str, Any] | None) -> dict[str, Any]:
    body = {name: value for name, value in fixed.items() if value is not None}
    if arguments is not None:
        try:
            body["arguments"] = as_json(arguments)
        except (ValueError, TypeError) as error:
            raise NotAllowed(f"The arguments cannot be written as JSON: {error}.") from error
    return body
