"""An MCP server in front of another, for agents whose code nobody can change:

    python -m holdpoint.adapters.mcp_proxy -- npx some-mcp-server --its arguments

Every call of a tool is held until it is allowed. HOLDPOINT_URL, HOLDPOINT_API_KEY and HOLDPOINT_AGENT say where and as whom.
"""

from __future__ import annotations

import inspect
import os
import sys
from typing import Any

import anyio
from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from ..client import Holdpoint
from .mcp import GuardedSession


def proxy(client: Holdpoint, session: Any, **more: Any) -> Any:
    """A server of the official package, in its version. Tools only: what else a server offers does not pass."""
    guarded = GuardedSession(client, session, **more)
    if "on_call_tool" in inspect.signature(Server.__init__).parameters:
        return _second(session, guarded)
    return _first(session, guarded)


def _first(session: Any, guarded: GuardedSession) -> Any:
    """Version 1."""
    server: Any = Server("holdpoint-proxy")

    async def list_tools(request: Any) -> Any:
        return types.ServerResult(await session.list_tools(request.params.cursor if request.params else None))

    async def call_tool(request: Any) -> Any:
        return types.ServerResult(await guarded.call_tool(request.params.name, request.params.arguments))

    server.request_handlers[types.ListToolsRequest] = list_tools
    server.request_handlers[types.CallToolRequest] = call_tool
    return server


def _second(session: Any, guarded: GuardedSession) -> Any:
    """Version 2."""

    async def list_tools(_context: Any, params: Any) -> Any:
        return await session.list_tools(params=params)

    async def call_tool(_context: Any, params: Any) -> Any:
        return await guarded.call_tool(params.name, params.arguments)

    build: Any = Server
    return build("holdpoint-proxy", on_list_tools=list_tools, on_call_tool=call_tool)


async def serve(command: list[str]) -> None:
    parameters = StdioServerParameters(command=command[0], args=command[1:], env=dict(os.environ))
    async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        server = proxy(Holdpoint(), session)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())


if __name__ == "__main__":
    if "--" not in sys.argv or sys.argv[-1] == "--":
        sys.exit(__doc__)
    anyio.run(serve, sys.argv[sys.argv.index("--") + 1 :])
