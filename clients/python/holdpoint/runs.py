"""The run in which an agent works: what is asked within it names it, and nothing is claimed for it after its end."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import uuid

_current: contextvars.ContextVar["Run | None"] = contextvars.ContextVar("holdpoint_run", default=None)


class Run:
    def __init__(self, run_id: str | None = None):
        self.id = run_id or f"run-{uuid.uuid4()}"
        self._ended = threading.Event()
        self._task: "asyncio.Task[object] | None" = None

    @property
    def ended(self) -> bool:
        return self._ended.is_set() or self._is_cancelled()

    def watch(self, task: "asyncio.Task[object] | None") -> None:
        self._task = task

    def _is_cancelled(self) -> bool:
        cancelling = getattr(self._task, "cancelling", None)  # Python 3.11
        return cancelling is not None and cancelling() > 0

    def end(self) -> None:
        self._ended.set()


def current_run() -> Run | None:
    return _current.get()


def enter(run: Run) -> contextvars.Token["Run | None"]:
    return _current.set(run)


def leave(token: contextvars.Token["Run | None"]) -> None:
    _current.reset(token)
