"""A crew of one agent. Its second path is ReAct, where the model writes its calls as text."""

from __future__ import annotations

import json
import os
import re
import threading
from typing import Any

os.environ.update(CREWAI_DISABLE_TELEMETRY="true", CREWAI_TRACING_ENABLED="false", OTEL_SDK_DISABLED="true")

from crewai import Agent, Crew, LLM, Task as Work  # noqa: E402
from crewai.hooks import before_tool_call, unregister_before_tool_call_hook  # noqa: E402
from crewai.llms.base_llm import BaseLLM  # noqa: E402
from crewai.tools import tool as make_tool  # noqa: E402

from agent import Task  # noqa: E402
from holdpoint.adapters.crewai import guard_tool  # noqa: E402
from standin import StandIn  # noqa: E402


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


def play(task: Task) -> list[str]:
    heard: list[str] = []
    stand_in = StandIn(task.calls)

    @make_tool("delete_resource")
    def delete_resource(resource: str) -> str:
        """Deletes a resource."""
        return task.delete_resource(resource)

    guarded = guard_tool(task.client, delete_resource)
    answer = guarded.func
    guarded.func = lambda **arguments: heard.append(str(answer(**arguments))) or heard[-1]
    llm: Any = LLM(model="openai/stand-in", base_url=stand_in.url, api_key="none")
    if task.twist == "second-path":
        llm = ReAct(model="react", additional_params={"calls": task.calls})
    agent = Agent(role="ops", goal="tidy up", backstory="none", llm=llm, tools=[guarded], cache=True, max_iter=6)
    crew = Crew(agents=[agent], tasks=[Work(description="delete it", expected_output="done", agent=agent)], cache=True)
    hook = _hook() if task.twist == "second-hook" else None
    try:
        if task.twist == "cancel":
            return cancelled(task, crew)
        with task.client.running():
            crew.kickoff()
    finally:
        if hook:
            unregister_before_tool_call_hook(hook)
        stand_in.close()
    return heard


def _hook() -> Any:
    def change(context: Any) -> None:
        context.tool_input["resource"] = "node-9"

    before_tool_call(change)
    return change


def cancelled(task: Task, crew: Crew) -> list[str]:
    """A thread of Python cannot be ended: whoever cancels a crew leaves its run."""
    run: list[Any] = []

    def kick_off() -> None:
        with task.client.running() as current:
            run.append(current)
            crew.kickoff()

    thread = threading.Thread(target=kick_off, name="driver", daemon=True)
    thread.start()
    task.cancel.wait()
    run[0].end()
    return ["cancelled"]
