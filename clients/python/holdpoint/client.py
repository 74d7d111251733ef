"""Holdpoint for an agent. See README.md."""

from __future__ import annotations

import asyncio
import hashlib
import os
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable, Iterable, Iterator, TypeVar

from . import guard as guards
from . import runs
from .approvals import Action, Approvals, Claim, Stop
from .assignment import Assignments
from .errors import NotAllowed
from .granted import ClaimGrant
from .held import give_back, run_granted, run_granted_async
from .journal import Journal
from .lease import Lease
from .mirror import Input, Mirror, ShadowFunction
from .permits import Permit, amounts, permit_body
from .prompts import Prompts
from .stops import Stops
from .teller import Teller
from .threads import in_thread
from .tracing import span_for
from .transport import Transport

F = TypeVar("F", bound=Callable[..., Any])


class Holdpoint:
    """`timeout`: seconds for one answer (HOLDPOINT_TIMEOUT, or 10). `patience`: seconds in which an unreachable Holdpoint is tried again before an action is not allowed.
    `seconds`: how long a person has to decide."""

    def __init__(
        self, url: str | None = None, key: str | None = None, *, agent: str | None = None,
        environment: str = "production", release: str | None = None, journal: str | os.PathLike[str] | None = None,
        timeout: float | None = None, patience: float = 10, seconds: float = 900, keys: dict[str, Any] | None = None,
    ):
        url = url or os.environ.get("HOLDPOINT_URL") or ""
        key = key or os.environ.get("HOLDPOINT_API_KEY") or ""
        self.agent = agent or os.environ.get("HOLDPOINT_AGENT") or ""
        if not (url and key and self.agent):
            raise ValueError("Holdpoint needs url, key and agent (HOLDPOINT_URL, HOLDPOINT_API_KEY, HOLDPOINT_AGENT).")
        self.environment, self.release, self.seconds = environment, release, seconds
        timeout = timeout or float(os.environ.get("HOLDPOINT_TIMEOUT") or 10)
        self.transport = Transport(url, key, timeout, patience)
        self.teller = Teller(self.transport, Journal(_folder(journal, url)))
        self.stops = Stops(self.transport)
        self._keys = keys
        self._pinned = keys is not None
        self.approvals = Approvals(self.transport, self.teller, self._public_keys)
        self.assignments = Assignments(self.transport, Path(_folder(journal, url)))
        self.prompts = Prompts(self.transport, Path(_folder(journal, url)))
        self.teller.replay_later()

    # Runs

    @contextmanager
    def running(self, run_id: str | None = None) -> Iterator[runs.Run]:
        """What is asked within belongs to this run. After it nothing is claimed for it any more."""
        run = runs.Run(run_id)
        token = runs.enter(run)
        try:
            yield run
        finally:
            run.end()
            runs.leave(token)

    @asynccontextmanager
    async def running_async(self, run_id: str | None = None) -> AsyncIterator[runs.Run]:
        """The same in a task: cancelling it ends the run at once, also where a framework is slow to leave."""
        with self.running(run_id) as run:
            run.watch(asyncio.current_task())
            yield run

    def end_run(self, run_id: str) -> dict[str, Any]:
        """Lets go what the run still holds. It gets no more permits."""
        from urllib.parse import quote

        return self.transport.call("POST", f"/api/v1/runs/{quote(run_id, safe='')}/end", {"agent": self.agent})

    # Approvals

    def guard(self, function: F, tool: str | None = None, *, without: tuple[str, ...] = (), **more: Any) -> F:
        """The function, which runs only when it is allowed. `ask="permit"` asks for the budgets and breakers too."""
        return guards.guard(self, function, tool, without, **more)

    def guarded(self, tool: str | None = None, **more: Any) -> Callable[[F], F]:
        """The same as a decorator."""
        return lambda function: self.guard(function, tool, **more)

    def action(self, tool: str, arguments: dict[str, Any], run_id: str | None = None, **more: Any) -> Action:
        run = runs.current_run()
        trace_id, span_id = span_for(more.pop("trace_id", None), more.pop("span_id", None))
        names = {"toolCallId": more.pop("tool_call_id", None), "rationale": more.pop("rationale", None),
                 "risk": more.pop("risk", None), "traceId": trace_id, "spanId": span_id,
                 "expiresInSeconds": more.pop("expires_in_seconds", None),
                 "callbackUrl": more.pop("callback_url", None)}
        given = {name: value for name, value in names.items() if value is not None}
        return Action(
            agent=more.pop("agent", self.agent), tool=tool, arguments=arguments,
            environment=more.pop("environment", self.environment), release=more.pop("release", self.release),
            run_id=run_id or (run.id if run else None), more={**given, **more})

    def obtain(self, tool: str, arguments: dict[str, Any], stop: Stop | None = None, seconds: float | None = None,
               **more: Any) -> Claim:
        """Asks, waits and claims. Raises NotAllowed; whoever gets a claim runs its arguments and reports."""
        stop = stop or self.stop()
        if stop:
            raise NotAllowed("The run that asked has ended.")
        action = self.action(tool, arguments, **more)
        return self.approvals.obtain(action, self.approvals.request(action), seconds or self.seconds, stop)

    def report(self, claim: Claim, status: str, result: Any = None, error: str | None = None) -> None:
        self.approvals.report(claim, status, result, error)

    def grant(self, tool: str, arguments: dict[str, Any], stop: Stop, ask: str = "approval", **more: Any) -> Any:
        if ask == "permit":
            return self.permit("tool", tool=tool, arguments=arguments, stop=stop, **more).ask()
        if ask != "approval":
            raise NotAllowed(f'ask is "approval" or "permit", not {ask!r}.')
        return ClaimGrant(self.approvals, self.obtain(tool, arguments, stop, **more))

    def run(self, tool: str, arguments: dict[str, Any], call: Callable[[dict[str, Any]], Any], **more: Any) -> Any:
        return run_granted(self.grant(tool, arguments, self.stop(), **more), call)

    async def run_async(
        self, tool: str, arguments: dict[str, Any], call: Callable[[dict[str, Any]], Awaitable[Any]], **more: Any
    ) -> Any:
        stop = self.stop()
        more.setdefault("run_id", self._run_id())
        # The thread that asks has no span.
        more["trace_id"], more["span_id"] = span_for(more.get("trace_id"), more.get("span_id"))
        grant = await in_thread(lambda: self.grant(tool, arguments, stop, **more), stop, give_back)
        return await run_granted_async(grant, call)

    # Permits

    def permit(
        self, step: str, *, tool: str | None = None, arguments: dict[str, Any] | None = None, run_id: str | None = None,
        model: str | None = None, llm_calls: int | None = None, tool_calls: int | None = None,
        tokens: int | None = None, usd: str | None = None, input: str | None = None, user_id: str | None = None,
        tool_call_id: str | None = None, rationale: str | None = None, trace_id: str | None = None,
        span_id: str | None = None, stop: Stop | None = None, seconds: float | None = None,
    ) -> Permit:
        """A step to enter with `with` or `async with`."""
        estimate = amounts(llm_calls, tool_calls, tokens, usd)
        trace_id, span_id = span_for(trace_id, span_id)
        body = permit_body({
            "agent": self.agent, "runId": run_id or self._run_id() or runs.Run().id, "step": step, "tool": tool,
            "environment": self.environment, "release": self.release, "model": model, "estimate": estimate or None,
            "input": input, "userId": user_id, "toolCallId": tool_call_id, "rationale": rationale,
            "traceId": trace_id, "spanId": span_id}, arguments)
        return Permit(self, body, seconds or self.seconds, stop or self.stop())

    def lease(self, step: str, **slice: Any) -> Lease:
        """A slice of calls, tokens and money to spend without asking for each step."""
        return Lease(self, step, **slice)

    # Assignment, mirror, telemetry

    def assignment(self, unit: str, environment: str | None = None) -> Any:
        """The release for this user or conversation. Answers also while Holdpoint is away."""
        return self.assignments.of(self.agent, environment or self.environment, unit)

    def prompt(
        self, name: str, label: str | None = None, *, version: int | None = None, targeting_key: str | None = None,
        environment: str | None = None,
    ) -> dict[str, Any]:
        """A version of a prompt, with the fields of GET /api/v1/prompts/{name}; production where neither label nor version
        is named. Asked for once a minute, and as Holdpoint answered last while it is away. `targeting_key`: the user or
        conversation, which takes part in a rollout of the label."""
        return self.prompts.get(name, label, version, targeting_key, environment)

    def mirror(
        self, rollout: str, shadow: ShadowFunction[Input], *, arm: str = "shadow", allowed_tools: Iterable[str] = (),
        stand_in: Callable[[str, Any], Any] = lambda tool, args: None, share: float = 1, timeout: float = 60,
        most: int = 4,
    ) -> Mirror[Input]:
        """Sends requests to the candidate of a rollout as well, where no user sees what it answers.
        `shadow(input, tools)` answers as the candidate would, in at most `timeout` seconds; it may be async.
        `arm`: "noise" where `shadow` is production asked once more, to learn how much the judge varies; "anchor" where what
        it stands beside is the answer of the pinned anchor.
        `allowed_tools`: those that change nothing, and run there; `stand_in(tool, args)` answers for the others.
        `share`: of requests, from 0 to 1. `most`: requests at the same time; beyond it they are left out."""
        return Mirror(self.transport, rollout, shadow, arm=arm, allowed_tools=allowed_tools, stand_in=stand_in,
                      share=share, timeout=timeout, most=most)

    def telemetry(self, **resource: str) -> Any:
        """Sends OpenTelemetry traces to Holdpoint (extra `telemetry`)."""
        from .telemetry import start

        return start(self.transport.url, self.transport.authorization, self.agent, self.release, resource)

    # What is left from before

    def flush(self) -> int:
        """Tells what could not be told before. Returns how much still waits."""
        return self.teller.replay()

    def unsettled(self) -> list[dict[str, Any]]:
        """Actions that this journal saw begin and not end: nobody knows whether they ran."""
        return self.teller.unsettled()

    def stop(self) -> Stop:
        run = runs.current_run()
        return Stop(lambda: run.ended) if run else Stop()

    def _run_id(self) -> str | None:
        run = runs.current_run()
        return run.id if run else None

    def _public_keys(self, fresh: bool) -> dict[str, Any]:
        if self._keys is None or (fresh and not self._pinned):
            self._keys = self.transport.call("GET", "/.well-known/jwks.json")
        return self._keys


def _folder(journal: str | os.PathLike[str] | None, url: str) -> Path:
    """Reports to one Holdpoint never go to another."""
    root = Path(journal or os.environ.get("HOLDPOINT_JOURNAL") or Path.home() / ".holdpoint" / "journal")
    return root / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:12]
