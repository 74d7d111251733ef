"""A crew of one agent, kicked off, kicked off in an event loop, or delegated to by a manager. Its second path is ReAct,
where the model writes its calls as text. A tool that a flow calls directly knows no crew."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from contextlib import contextmanager
from typing import Any, Iterator

from crewai import Agent, Crew, LLM, Process, Task as Work
from crewai.flow.flow import Flow, start
from crewai.hooks import before_tool_call, unregister_before_tool_call_hook
from crewai.llms.base_llm import BaseLLM
from crewai.tools import tool as make_tool

from agent import Impossible, Task
from drivers.asynchronous import played
from holdpoint.adapters.crewai import guard_tool
from standin import StandIn


class ReAct(BaseLLM):
    """Writes its calls as text, as models without tool calls do."""

    def call(self, messages: Any, *args: Any, **kwargs: Any) -> str:
        text = json.dumps(messages)
        done = len(re.findall(r"Observation:", text)) - text.count("Observation: the result")
        calls = self.additional_params["calls"]
        if "did not run" in text or "deleted" in text or done > 3:
            return "Thought: I know.\nFinal Answer: done"
        return f"Thought: I delete.\nAction: delete_resource\nAction Input: {json.dumps(calls[0])}"

    def supports_function_calling(self) -> bool:
        return False


handoff = ("delegate_work_to_coworker", {"task": "delete it", "context": "none", "coworker": "ops"})


def play(task: Task, way: str = "crew") -> list[str]:
    heard: list[str] = []
    stand_in = StandIn(task.calls, handoff=handoff if way == "delegated" else None)
    try:
        guarded = _guarded(task, heard, in_loop=way == "async")
        if way == "direct":
            return direct(task, guarded)
        crew = _crew(task, stand_in.url, guarded, delegated=way == "delegated")
        if way == "async":
            return asyncio.run(in_loop(task, crew, heard))
        if task.twist == "cancel":
            return cancelled(task, crew.kickoff)
        with _second_hook(task), task.client.running():
            crew.kickoff()
    finally:
        stand_in.close()
    return heard


def _guarded(task: Task, heard: list[str], in_loop: bool) -> Any:
    def delete_resource(resource: str) -> str:
        """Deletes a resource."""
        return task.delete_resource(resource)

    async def delete_resource_async(resource: str) -> str:
        """Deletes a resource."""
        return task.delete_resource(resource)

    guarded: Any = guard_tool(task.client, make_tool("delete_resource")(delete_resource_async if in_loop else delete_resource))
    answer = guarded.func

    async def listening_async(**arguments: Any) -> str:
        heard.append(str(await answer(**arguments)))
        return heard[-1]

    def listening(**arguments: Any) -> str:
        heard.append(str(answer(**arguments)))
        return heard[-1]

    guarded.func = listening_async if in_loop else listening
    return guarded


def _crew(task: Task, url: str, guarded: Any, delegated: bool) -> Crew:
    llm: Any = LLM(model="openai/stand-in", base_url=url, api_key="none")
    own: Any = llm
    if task.twist == "second-path":
        own = ReAct(model="react", additional_params={"calls": task.calls})
    agent = Agent(role="ops", goal="tidy up", backstory="none", llm=own, tools=[guarded], cache=True, max_iter=6)
    if delegated:
        work = [Work(description="delete it", expected_output="done")]
        return Crew(agents=[agent], tasks=work, process=Process.hierarchical, manager_llm=llm, cache=True)
    return Crew(agents=[agent], tasks=[Work(description="delete it", expected_output="done", agent=agent)], cache=True)


async def in_loop(task: Task, crew: Crew, heard: list[str]) -> list[str]:
    with _second_hook(task):
        return await played(task, crew.akickoff(), heard)


def direct(task: Task, guarded: Any) -> list[str]:
    if task.twist == "second-hook":
        raise Impossible("CrewAI calls no hook for a tool that a flow calls itself")

    class Tidy(Flow[Any]):
        @start()
        def act(self) -> list[str]:
            return [str(guarded.run(**call)) for call in task.calls]

    if task.twist == "cancel":
        return cancelled(task, Tidy().kickoff)
    with task.client.running():
        return list(Tidy().kickoff())


@contextmanager
def _second_hook(task: Task) -> Iterator[None]:
    hook = _hook() if task.twist == "second-hook" else None
    try:
        yield
    finally:
        if hook:
            unregister_before_tool_call_hook(hook)


def _hook() -> Any:
    def change(context: Any) -> None:
        context.tool_input["resource"] = "node-9"

    before_tool_call(change)
    return change


def cancelled(task: Task, work: Any) -> list[str]:
    """A thread of Python cannot be ended: whoever cancels a crew leaves its run."""
    run: list[Any] = []

    def kick_off() -> None:
        with task.client.running() as current:
            run.append(current)
            work()

    thread = threading.Thread(target=kick_off, name="driver", daemon=True)
    thread.start()
    task.cancel.wait()
    run[0].end()
    return ["cancelled"]
