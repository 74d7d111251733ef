"""LiteLLM's own way to tools: the proxy in front of an MCP server runs them itself."""

from __future__ import annotations

import threading
from typing import Any, Callable

import httpx
import uvicorn
from litellm.proxy._experimental.mcp_server.mcp_server_manager import global_mcp_server_manager as servers
from mcp.server.mcpserver import MCPServer

_tool: list[Callable[[str], str]] = []
_url: list[str] = []


async def called(proxy: str, tool: Callable[[str], str], arguments: dict[str, Any]) -> str:
    """What an agent hears that calls the tool through the proxy."""
    _tool[:] = [tool]
    await servers.load_servers_from_config({"tools": {"url": tools_url(), "transport": "http", "allow_all_keys": True}})
    [server_id] = [each.server_id for each in servers.get_registry().values()]
    order = {"server_id": server_id, "name": "delete_resource", "arguments": arguments}
    async with httpx.AsyncClient(base_url=proxy, timeout=60) as http:
        return (await http.post("/mcp-rest/tools/call", json=order)).text


def tools_url() -> str:
    """The MCP server of this process, begun when it is first asked for."""
    if not _url:
        server = MCPServer("tools")

        @server.tool()
        def delete_resource(resource: str) -> str:
            """Deletes a resource."""
            return _tool[0](resource)

        app = server.streamable_http_app()
        served = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
        threading.Thread(target=served.run, daemon=True).start()
        while not (served.started and served.servers):
            threading.Event().wait(0.02)
        _url.append(f"http://127.0.0.1:{served.servers[0].sockets[0].getsockname()[1]}/mcp")
    return _url[0]
