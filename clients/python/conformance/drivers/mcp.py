"""A session with the official client, version 1 or 2, guarded in the client or by the proxy in front of the server. The second
path of each is the other."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator

from mcp import ClientSession

from agent import Task
from drivers.asynchronous import played
from holdpoint.adapters.mcp import GuardedSession
from holdpoint.adapters.mcp_proxy import proxy

try:
    from mcp.client._memory import InMemoryTransport
    from mcp.server.mcpserver import MCPServer

    @asynccontextmanager
    async def connect(server: Any) -> AsyncIterator[ClientSession]:
        async with InMemoryTransport(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            yield session

except ImportError:  # version 1
    from mcp.server.fastmcp import FastMCP as MCPServer
    from mcp.shared.memory import create_connected_server_and_client_session as connect_first

    def connect(server: Any) -> Any:
        return connect_first(getattr(server, "_mcp_server", server))


def play(task: Task, proxied: bool = False) -> list[str]:
    proxied ^= task.twist == "second-path"
    server = MCPServer("tools")

    @server.tool()
    def delete_resource(resource: str) -> str:
        return task.delete_resource(resource)

    heard: list[str] = []

    async def work() -> None:
        async with connect(server) as session:
            if proxied:
                async with connect(proxy(task.client, session)) as outer:
                    await calls(outer, task, heard)
            else:
                await calls(GuardedSession(task.client, session), task, heard)

    async def main() -> list[str]:
        return await played(task, work(), heard)

    return asyncio.run(main())


async def calls(session: Any, task: Task, heard: list[str]) -> None:
    for call in task.calls:
        waiting = asyncio.ensure_future(session.call_tool("delete_resource", call))
        if task.twist == "second-hook":
            await asyncio.sleep(0)
            call["resource"] = "node-9"
        result = await waiting
        heard.extend(part.text for part in result.content)
