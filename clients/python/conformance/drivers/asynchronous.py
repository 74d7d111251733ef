"""What drivers of frameworks with an event loop share."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable

from agent import Task


async def played(task: Task, working: Awaitable[Any], heard: list[str]) -> list[str]:
    """Within a run of the client; cancelled in the middle where the scenario says so."""

    async def in_run() -> None:
        async with task.client.running_async():
            await working

    running = asyncio.create_task(in_run())
    if task.twist == "cancel":
        await asyncio.to_thread(task.cancel.wait)
        running.cancel()
    try:
        await running
    except asyncio.CancelledError:
        heard.append("cancelled")
    return heard
