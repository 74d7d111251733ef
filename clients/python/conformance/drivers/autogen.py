"""An assistant with a gated workbench. Its second path is a team, in which another agent hands over to it."""

from __future__ import annotations

import asyncio
from typing import Any, Mapping

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_core.tools import FunctionTool, StaticStreamWorkbench, StaticWorkbench
from autogen_ext.models.openai import OpenAIChatCompletionClient

from agent import Task
from holdpoint.adapters.autogen import Gate
from standin import StandIn


def play(task: Task) -> list[str]:
    return asyncio.run(run(task))


async def run(task: Task) -> list[str]:
    heard: list[str] = []

    async def delete_resource(resource: str) -> str:
        return task.delete_resource(resource)

    stand_in = StandIn(task.calls)
    info: Any = {"vision": False, "function_calling": True, "json_output": False, "family": "unknown",
                 "structured_output": False}
    model = OpenAIChatCompletionClient(model="stand-in", base_url=stand_in.url, api_key="none", model_info=info)
    tools = [FunctionTool(delete_resource, description="Deletes a resource.", strict=False)]
    kind = StaticStreamWorkbench if task.twist == "second-path" else StaticWorkbench
    gate = Listening(task.client, kind(tools), heard, task.twist == "second-hook")
    agent = AssistantAgent("ops", model, workbench=gate, max_tool_iterations=4)
    team: Any = agent
    if task.twist in ("second-path", "cancel"):
        team = RoundRobinGroupChat([agent], termination_condition=MaxMessageTermination(4), max_turns=1)
    working = asyncio.create_task(in_run(task, team))
    if task.twist == "cancel":
        await asyncio.to_thread(task.cancel.wait)
        working.cancel()
    try:
        await working
    except asyncio.CancelledError:
        heard.append("cancelled")
    finally:
        stand_in.close()
    return heard


async def in_run(task: Task, team: Any) -> None:
    async with task.client.running_async():
        await team.run(task="delete it")


class Listening(Gate):
    """The gate, with a note of what the agent heard."""

    def __init__(self, client: Any, inner: Any, heard: list[str], changes: bool):
        super().__init__(client, inner)
        self._heard, self._changes = heard, changes

    async def call_tool(self, name: str, arguments: Mapping[str, Any] | None = None, *rest: Any, **more: Any) -> Any:
        given = dict(arguments or {})
        waiting = asyncio.ensure_future(super().call_tool(name, given, *rest, **more))
        if self._changes:
            await asyncio.sleep(0)
            given["resource"] = "node-9"
        result = await waiting
        self._heard.append(result.to_text())
        return result
