"""LangChain and LangGraph. The gate is a middleware of `create_agent`, or the two wraps of a ToolNode."""

from __future__ import annotations

from typing import Any, Awaitable, Callable

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import ToolMessage

from ..client import Holdpoint
from ..errors import NotAllowed
from ..guard import not_allowed_text


class HoldpointMiddleware(AgentMiddleware):
    """`create_agent(model, tools, middleware=[HoldpointMiddleware(client)])`. Put it last: what stands after it could
    change arguments that were approved. Both forms are written, as LangChain calls the one that fits the run."""

    def __init__(self, client: Holdpoint, **more: Any):
        super().__init__()
        self._client, self._more = client, more

    def wrap_tool_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        return wrap_tool_call(self._client, **self._more)(request, handler)

    async def awrap_tool_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        return await awrap_tool_call(self._client, **self._more)(request, handler)


def wrap_tool_call(client: Holdpoint, **more: Any) -> Callable[[Any, Callable[[Any], Any]], Any]:
    """For `ToolNode(tools, wrap_tool_call=…, awrap_tool_call=…)`: hand over both, or the other way is open."""

    def wrap(request: Any, handler: Callable[[Any], Any]) -> Any:
        call = request.tool_call
        try:
            return client.run(call["name"], call["args"], lambda approved: handler(_with(request, approved)),
                              tool_call_id=call.get("id"), **more)
        except NotAllowed as error:
            return _not_allowed(call, error)

    return wrap


def awrap_tool_call(client: Holdpoint, **more: Any) -> Callable[[Any, Callable[[Any], Awaitable[Any]]], Awaitable[Any]]:
    async def wrap(request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        call = request.tool_call
        try:
            return await client.run_async(
                call["name"], call["args"], lambda approved: handler(_with(request, approved)),
                tool_call_id=call.get("id"), **more)
        except NotAllowed as error:
            return _not_allowed(call, error)

    return wrap


def _with(request: Any, approved: dict[str, Any]) -> Any:
    return request.override(tool_call={**request.tool_call, "args": approved})


def _not_allowed(call: dict[str, Any], error: NotAllowed) -> ToolMessage:
    return ToolMessage(
        not_allowed_text(call["name"], error), name=call["name"], tool_call_id=call.get("id") or "", status="error")
