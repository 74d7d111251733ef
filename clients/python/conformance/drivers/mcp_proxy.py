"""MCP: a client that knows nothing of Holdpoint, and the proxy in front of its server."""

from __future__ import annotations

from agent import Task
from drivers import mcp


def play(task: Task) -> list[str]:
    return mcp.play(task, proxied=True)
