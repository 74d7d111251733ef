"""A tool that runs only with a claim. Whatever goes wrong before, it does not run, and NotAllowed says why."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, Callable, TypeVar

from .bind import Binding
from .errors import NotAllowed

if TYPE_CHECKING:
    from .client import Holdpoint

F = TypeVar("F", bound=Callable[..., Any])


def guard(client: "Holdpoint", function: F, tool: str | None = None, without: tuple[str, ...] = (), **more: Any) -> F:
    """`function`, held until it is allowed. What a tool raises is passed on as it is."""
    name = tool or getattr(function, "__name__", type(function).__name__)
    binding = Binding(function, without)

    def plan(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[dict[str, Any], Any]:
        asked, kept = binding.arguments(args, kwargs)

        def call(arguments: dict[str, Any]) -> Any:
            final, named = binding.call(arguments, kept)
            return function(*final, **named)

        return asked, call

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def guarded_async(*args: Any, **kwargs: Any) -> Any:
            asked, call = plan(args, kwargs)
            return await client.run_async(name, asked, call, **more)

        return guarded_async  # type: ignore[return-value]

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        asked, call = plan(args, kwargs)
        return client.run(name, asked, call, **more)

    return guarded  # type: ignore[return-value]


def not_allowed_text(tool: str, error: NotAllowed) -> str:
    """What the model reads instead of a result."""
    return f"{tool} did not run. {error}"
