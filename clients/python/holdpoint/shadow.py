"""A candidate answers where no user sees it: in a thread of its own, in a set time, with its tools held back."""

from __future__ import annotations

import asyncio
import inspect
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Iterable, TypeVar

from .errors import Cancelled

T = TypeVar("T")

# Holdpoint takes no more in one answer.
_most_tool_calls = 200


@dataclass(frozen=True)
class MirroredAnswer:
    output: str | None
    score: float | None = None
    """From 0 to 1; it may be left to Holdpoint."""
    cost_usd: str | None = None


class ShadowTools:
    """The tools of a shadow. `signal` is set when the shadow is over or has taken too long."""

    def __init__(self, allowed: Iterable[str], stand_in: Callable[[str, Any], Any]):
        self.signal = threading.Event()
        self._allowed = frozenset(allowed)
        self._stand_in = stand_in
        self._lock = threading.Lock()
        self._calls: list[dict[str, Any]] = []

    def run(self, tool: str, args: Any, call: Callable[[], T]) -> T:
        """Runs the tool where it is on the list; otherwise it is intercepted and answers the stand-in."""
        return call() if self._may_run(tool) else self._stand_in(tool, args)

    async def run_async(self, tool: str, args: Any, call: Callable[[], Awaitable[T]]) -> T:
        """The same for a tool that is async."""
        return await call() if self._may_run(tool) else self._stand_in(tool, args)

    def end(self) -> list[dict[str, Any]]:
        """No tool runs after this. Returns the calls."""
        with self._lock:
            self.signal.set()
            return list(self._calls)

    def _may_run(self, tool: str) -> bool:
        allowed = tool in self._allowed
        with self._lock:
            if self.signal.is_set():
                raise Cancelled("The shadow has ended.")
            if len(self._calls) < _most_tool_calls:
                self._calls.append({"tool": tool, "intercepted": not allowed})
        return allowed


class Attempt:
    """One request in the shadow. No process waits for it when it ends: its threads are daemons."""

    def __init__(self, answer: Callable[[], Any]):
        self._answer = answer
        self._result: tuple[Any, BaseException | None] | None = None
        self._lock = threading.Lock()
        self._cancel: Callable[[], Any] | None = None
        self._left = False
        self._threads: list[threading.Thread] = []

    def within(self, seconds: float) -> MirroredAnswer:
        """Its answer. Raises what it raised, or TimeoutError when the time is over; then it is left behind."""
        thread = self._start(self._run, "holdpoint-shadow")
        thread.join(seconds)
        if self._result is None:
            self._leave()
            raise TimeoutError(f"It took longer than {seconds:g} s.")
        answer, error = self._result
        if error is not None:
            raise error
        return answer_of(answer)

    @property
    def lives(self) -> bool:
        return any(each.is_alive() for each in self._threads)

    def _start(self, work: Callable[[], None], name: str) -> threading.Thread:
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)
        return thread

    def _run(self) -> None:
        try:
            answer = self._answer()
            self._result = (asyncio.run(self._awaited(answer)) if inspect.isawaitable(answer) else answer), None
        except BaseException as error:  # sys.exit() in the shadow is a failure of it too
            self._result = None, error

    async def _awaited(self, answer: Awaitable[Any]) -> Any:
        """In a loop of its own: one that blocks delays nobody."""
        loop, task = asyncio.get_running_loop(), asyncio.ensure_future(answer)
        loop.set_default_executor(_Helpers(self._start))
        with self._lock:
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
            if self._left:
                task.cancel()
        return await task

    def _leave(self) -> None:
        with self._lock:
            self._left = True
            try:
                if self._cancel:
                    self._cancel()
            except RuntimeError:
                pass  # its loop has ended just now


class _Helpers(ThreadPoolExecutor):
    """For asyncio.to_thread in the shadow. The threads of the usual executor keep a process alive until they end."""

    def __init__(self, start: Callable[[Callable[[], None], str], Any]):
        super().__init__(max_workers=1)
        self._start = start

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def run() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        future.set_running_or_notify_cancel()
        self._start(run, "holdpoint-shadow-helper")
        return future


def answer_of(answer: Any) -> MirroredAnswer:
    if isinstance(answer, str):
        return MirroredAnswer(answer)
    if isinstance(answer, MirroredAnswer):
        return answer
    raise TypeError(f"An answer is a text or a MirroredAnswer, not {type(answer).__name__}.")
