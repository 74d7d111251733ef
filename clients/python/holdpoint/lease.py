"""A slice of the run's budget, spent here. Most steps then cost no question."""

from __future__ import annotations

import threading
import time
from decimal import Decimal
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import runs
from .errors import Denied, NotAllowed
from .permits import Permit

if TYPE_CHECKING:
    from .client import Holdpoint

_nanos = 10**9


class Lease:
    """`spend` counts down a slice, and takes another when it is used up, its time is over, or a kill switch or a breaker
    has stopped the agent. It raises NotAllowed where Holdpoint gives no other: the step does not run then. Dangerous
    tools are never in a lease."""

    def __init__(
        self, client: "Holdpoint", step: str, *, calls: int = 20, tokens: int = 0, usd: str = "0", seconds: int = 10,
        **more: Any,
    ):
        self._client, self._step, self._more, self._seconds = client, step, more, seconds
        self._more.setdefault("run_id", (runs.current_run() or runs.Run()).id)
        self._size = (calls, tokens, int(Decimal(usd) * _nanos))
        self._lock = threading.Lock()
        self._permit: Permit | None = None
        self._left = [0, 0, 0]
        self._until = self._until_by_clock = 0.0
        self._ends = 0
        self.agent = client.agent

    def spend(self, calls: int = 1, tokens: int = 0, nanos: int = 0) -> None:
        """Before each step. `nanos` are billionths of a dollar."""
        size = self._size
        if calls > size[0] or tokens > size[1] or nanos > size[2]:
            raise Denied([{"rule": "lease/size", "message": "One step needs more than the whole lease holds."}])
        with self._lock:
            while not self._take(calls, tokens, nanos):
                self._renew()

    def _take(self, calls: int, tokens: int, nanos: int) -> bool:
        left = self._left
        if left[0] < calls or left[1] < tokens or left[2] < nanos or time.monotonic() >= self._until:
            return False
        # The other clock stands still while a machine sleeps, and this one may be set back: whichever is over first.
        if time.time() >= self._until_by_clock:
            return False
        left[0] -= calls
        left[1] -= tokens
        left[2] -= nanos
        return True

    def _renew(self) -> None:
        self._give_back()
        self._client.stops.hear(self)
        size, ends = self._size, self._ends
        kind = "llm_calls" if self._step == "llm" else "tool_calls"
        began, began_by_clock = time.monotonic(), time.time()
        permit = self._client.permit(
            self._step, **{kind: size[0]}, tokens=size[1], usd=_usd(size[2]), **self._more)
        permit.lease(self._seconds)
        try:
            self._permit = permit.ask()
        except BaseException:
            self._client.stops.forget(self)
            raise
        self._client.stops.keep(self, self._seconds)
        self._left = list(size)
        self._until, self._until_by_clock = began + self._seconds, began_by_clock + self._seconds
        if self._ends != ends:
            # Stopped while it was asked for: nobody knows which of the two came first.
            self._until = 0.0
        # A crash leaves this: the slice counts as spent as a whole.
        try:
            self._client.teller.keep(str(permit.id), *self._report(size))
        except OSError as error:
            self._give_back()
            raise NotAllowed(f"The journal cannot be written: {error}.") from error

    def end(self) -> None:
        """At once: the next step asks again."""
        self._ends += 1
        self._until = 0.0

    def _give_back(self) -> None:
        if self._permit is None:
            return
        used = tuple(size - left for size, left in zip(self._size, self._left))
        path, body = self._report(used)
        self._client.teller.tell(str(self._permit.id), path, body)
        self._permit = None
        self._left, self._until = [0, 0, 0], 0.0

    def _report(self, used: tuple[int, ...]) -> tuple[str, dict[str, Any]]:
        kind = "llmCalls" if self._step == "llm" else "toolCalls"
        permit_id = self._permit.id if self._permit else None
        usage = {kind: used[0], "tokens": used[1], "usd": _usd(used[2])}
        return f"/api/v1/permits/{permit_id}/outcome", {"status": "ok" if used[0] else "unused", "usage": usage}

    def __enter__(self) -> "Lease":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._client.stops.forget(self)
        with self._lock:
            self._give_back()


def _usd(nanos: int) -> str:
    return f"{nanos // _nanos}.{nanos % _nanos:09d}"
