"""Runs an action that was granted, and tells what became of it, whatever that is."""

from __future__ import annotations

import inspect
import time
from typing import Any, AsyncIterator, Awaitable, Callable, Iterator, Protocol

from .approvals import Stop
from .threads import in_thread


class Grant(Protocol):
    """A claim or a permit. Its arguments are what may run."""

    @property
    def arguments(self) -> dict[str, Any]: ...

    def done(
        self, status: str, duration_ms: int, result: Any = None, error: str | None = None, later: bool = False
    ) -> None: ...


def give_back(grant: Grant) -> None:
    """It was granted when nobody was there any more to run it."""
    grant.done("unused", 0, error="It did not run: the run that asked has ended.")


def text_of(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:20_000]


def run_granted(grant: Grant, call: Callable[[dict[str, Any]], Any]) -> Any:
    """A function that answers something to await, or a generator, has done nothing yet: it is told when that has ended."""
    began = time.monotonic()
    try:
        result = call(grant.arguments)
    except BaseException as error:
        grant.done("error", _ms(began), error=text_of(error))
        raise
    if inspect.isawaitable(result):
        return run_granted_async(grant, lambda _: result)
    if inspect.isasyncgen(result):
        return _parts_async(grant, result, began)
    if inspect.isgenerator(result):
        return _parts(grant, result, began)
    grant.done("ok", _ms(began), result)
    return result


def _parts(grant: Grant, parts: Iterator[Any], began: float) -> Iterator[Any]:
    try:
        yield from parts
    except BaseException as error:
        grant.done("error", _ms(began), error=text_of(error))
        raise
    grant.done("ok", _ms(began))


async def _parts_async(grant: Grant, parts: AsyncIterator[Any], began: float) -> AsyncIterator[Any]:
    try:
        async for part in parts:
            yield part
    except BaseException as error:
        grant.done("error", _ms(began), error=text_of(error), later=True)
        raise
    await in_thread(lambda: grant.done("ok", _ms(began)), Stop())


async def run_granted_async(grant: Grant, call: Callable[[dict[str, Any]], Awaitable[Any]]) -> Any:
    """The report leaves from another thread. That of a failure is not waited for: the task may have been cancelled."""
    began = time.monotonic()
    try:
        result = await call(grant.arguments)
    except BaseException as error:
        grant.done("error", _ms(began), error=text_of(error), later=True)
        raise
    took = _ms(began)
    await in_thread(lambda: grant.done("ok", took, result), Stop())
    return result


def _ms(began: float) -> int:
    return max(0, round((time.monotonic() - began) * 1000))
