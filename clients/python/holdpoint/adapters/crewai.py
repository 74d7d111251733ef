"""CrewAI. The guard sits in the tool itself: a hook that raises lets the tool run, and a cache answers without asking."""

from __future__ import annotations

import asyncio
import functools
import inspect
from typing import Any, Callable, TypeVar

from crewai.llms.base_llm import BaseLLM
from crewai.tools import BaseTool
from crewai.tools.base_tool import Tool

from ..client import Holdpoint
from ..errors import NotAllowed
from ..guard import not_allowed_text

L = TypeVar("L", bound=BaseLLM)


def guard_tool(client: Holdpoint, tool: BaseTool, **more: Any) -> BaseTool:
    """The tool, held until it is allowed; the model reads why it did not run. Hand this one to agents, not the other."""
    inner: Callable[..., Any] = tool.func if isinstance(tool, Tool) else _run_of(tool)
    return Tool(
        name=tool.name, description=tool.description, args_schema=tool.args_schema,
        func=_answering(client, tool.name, inner, more), result_as_answer=tool.result_as_answer,
        max_usage_count=tool.max_usage_count, cache_function=_never_cached,
    )


def guard_tools(client: Holdpoint, tools: list[BaseTool], **more: Any) -> list[BaseTool]:
    return [guard_tool(client, tool, **more) for tool in tools]


def guard_llm(client: Holdpoint, llm: L, **more: Any) -> L:
    """Asks for a permit before each call of the model. A denial ends the crew with NotAllowed."""
    kind = type(llm)

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = _tokens(self)
        with client.permit("llm", model=str(self.model), **more) as permit:
            result = kind.call(self, *args, **kwargs)
            permit.used(llm_calls=1, tokens=_tokens(self) - before)
        return result

    async def acall(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = _tokens(self)
        async with client.permit("llm", model=str(self.model), **more) as permit:
            result = await kind.acall(self, *args, **kwargs)
            permit.used(llm_calls=1, tokens=_tokens(self) - before)
        return result

    # A class and not an attribute: CrewAI copies its models.
    llm.__class__ = type(kind.__name__, (kind,), {"call": call, "acall": acall, "__module__": kind.__module__})
    return llm


def _answering(client: Holdpoint, name: str, inner: Callable[..., Any], more: dict[str, Any]) -> Callable[..., Any]:
    """Answers a text where the tool may not run: raising makes CrewAI ask again, up to six times."""
    guarded = client.guard(inner, name, **more)
    if inspect.iscoroutinefunction(inner):

        @functools.wraps(inner)
        async def answer_async(*args: Any, **kwargs: Any) -> Any:
            try:
                return await guarded(*args, **kwargs)
            except NotAllowed as error:
                return not_allowed_text(name, error)

        return answer_async

    @functools.wraps(inner)
    def answer(*args: Any, **kwargs: Any) -> Any:
        try:
            return guarded(*args, **kwargs)
        except NotAllowed as error:
            return not_allowed_text(name, error)

    return answer


def _run_of(tool: BaseTool) -> Callable[..., Any]:
    """What a tool that is a class does, with the parameters of its `_run`."""

    @functools.wraps(tool._run)
    def run(*args: Any, **kwargs: Any) -> Any:
        result = tool._run(*args, **kwargs)
        return asyncio.run(result) if inspect.iscoroutine(result) else result

    return run


def _never_cached(_arguments: Any = None, _result: Any = None) -> bool:
    """One approval is for one execution."""
    return False


def _tokens(llm: BaseLLM) -> int:
    return int(llm.get_token_usage_summary().total_tokens or 0)
