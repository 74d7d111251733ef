"""Waiting beside an event loop."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Callable

from .approvals import Stop
from .errors import Cancelled

_look_seconds = 0.25


async def in_thread(work: Callable[[], Any], stop: Stop, undo: Callable[[Any], None] = lambda _: None) -> Any:
    """Blocking work beside the event loop, in a thread of its own: a thousand may wait. When the task is cancelled, or
    its run ends, the work is told to stop. What it has won by then comes too late, and is given to `undo`."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def too_late(result: Any) -> None:
        threading.Thread(target=undo, args=(result,), name="holdpoint-wait-undo", daemon=True).start()

    def settle(result: Any, error: BaseException | None) -> None:
        if future.done():
            if error is None:
                too_late(result)
        elif error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def run() -> None:
        try:
            result, error = work(), None
        except Exception as raised:
            result, error = None, raised
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:  # the loop is closed: nobody is there to run anything
            if error is None:
                undo(result)

    threading.Thread(target=run, name="holdpoint-wait", daemon=True).start()
    try:
        while not (await asyncio.wait({future}, timeout=_look_seconds))[0]:
            if stop:
                raise Cancelled("The run that asked has ended.")
        return future.result()
    except (asyncio.CancelledError, Cancelled):
        stop.set()
        if not future.done():
            future.cancel()
        elif not future.cancelled() and future.exception() is None:
            too_late(future.result())
        raise
