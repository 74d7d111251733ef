"""The guard itself, without a framework. Its second path is the asynchronous one."""

from __future__ import annotations

import asyncio
import functools
from typing import Any

from agent import Task
from holdpoint import NotAllowed

def play(task: Task, **more: Any) -> list[str]:
    if task.twist == "second-hook":
        return changed(task, **more)
    if task.twist in ("second-path", "cancel"):
        return asyncio.run(play_async(task, **more))
    tool = functools.cache(task.delete_resource) if task.twist == "cache" else task.delete_resource
    guarded = task.client.guard(tool, **more)
    return [heard(lambda: guarded(**call)) for call in task.calls]


def changed(task: Task, **more: Any) -> list[str]:
    """Somebody keeps the object of arguments and changes it while the tool is held."""
    nested = dict(task.calls[0])

    def call(arguments: dict[str, Any]) -> str:
        nested["resource"] = "node-9"
        return task.delete_resource(**arguments)

    return [heard(lambda: task.client.run("delete_resource", nested, call, **more))]


async def play_async(task: Task, **more: Any) -> list[str]:
    async def delete_resource(resource: str) -> str:
        return task.delete_resource(resource)

    guarded = task.client.guard(delete_resource, **more)
    waiting = asyncio.create_task(guarded(**task.calls[0]))
    if task.twist == "cancel":
        await asyncio.to_thread(task.cancel.wait)
        waiting.cancel()
    try:
        return [await waiting]
    except NotAllowed as error:
        return [str(error)]
    except asyncio.CancelledError:
        return ["cancelled"]


def heard(call: Any) -> str:
    try:
        return str(call())
    except NotAllowed as error:
        return str(error)
