"""LiteLLM's proxy, asked for streams."""

from __future__ import annotations

import asyncio

from agent import Task
from drivers.litellm import run


def play(task: Task) -> list[str]:
    return asyncio.run(run(task, stream=True))
