"""MCP. A session whose tools are held, for any agent that calls tools through the official client, version 1 or 2."""

from __future__ import annotations

from typing import Any

from mcp import ClientSession, types

from ..client import Holdpoint
from ..errors import NotAllowed
from ..guard import not_allowed_text


class GuardedSession:
    """`GuardedSession(client, session)` in the place of the session, or of version 2's `Client`: calls of tools are held,
    the rest passes."""

    def __init__(self, client: Holdpoint, session: ClientSession, **more: Any):
        self._client, self._session, self._more = client, session, more

    def __getattr__(self, name: str) -> Any:
        if name in _ways_to_a_tool:
            raise AttributeError(f"{name} would bypass the guard.")
        return getattr(self._session, name)

    async def call_tool(self, name: str, arguments: dict[str, Any] | None = None, *args: Any, **kwargs: Any) -> Any:
        async def call(approved: dict[str, Any]) -> Any:
            result = await self._session.call_tool(name, approved, *args, **kwargs)
            results.append(result)
            if failed(result):
                raise _ToolFailed(_text(result))
            return _text(result)

        results: list[Any] = []
        try:
            await self._client.run_async(name, arguments or {}, call, **self._more)
        except NotAllowed as error:
            return not_allowed(not_allowed_text(name, error))
        except _ToolFailed:
            pass
        return results[0]


_ways_to_a_tool = {"send_request", "experimental", "session"}


def failed(result: Any) -> bool:
    """Version 1 and version 2 write this word differently."""
    return bool(getattr(result, "isError", False) or getattr(result, "is_error", False))


def not_allowed(text: str) -> types.CallToolResult:
    return types.CallToolResult.model_validate({"content": [{"type": "text", "text": text}], "isError": True})


class _ToolFailed(Exception):
    """The tool ran and reported that it failed."""


def _text(result: Any) -> str:
    """A server that asks for more before it goes on answers without content."""
    content = getattr(result, "content", [])
    return "\n".join(part.text for part in content if isinstance(part, types.TextContent))
