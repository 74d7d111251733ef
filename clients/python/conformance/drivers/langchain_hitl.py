"""create_agent with LangChain's own HumanInTheLoopMiddleware, answered from Holdpoint. Its second path is asynchronous; what
comes between approval and run here is somebody who rewrites the checkpoint."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.tools import tool as make_tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from agent import Task
from drivers.langchain import Played, note
from holdpoint.adapters.hitl import answering


def play(task: Task) -> list[str]:
    if task.twist != "cancel":
        return work(task)
    run: list[Any] = []

    def in_run() -> None:
        with task.client.running() as current:
            run.append(current)
            work(task)

    threading.Thread(target=in_run, name="driver", daemon=True).start()
    task.cancel.wait()
    run[0].end()
    return ["cancelled"]


def work(task: Task) -> list[str]:
    @make_tool
    def delete_resource(resource: str) -> str:
        """Deletes a resource."""
        return task.delete_resource(resource)

    agent = create_agent(Played(calls=task.calls), [delete_resource], checkpointer=InMemorySaver(),
                         middleware=[HumanInTheLoopMiddleware(interrupt_on={"delete_resource": True})])
    config: Any = {"configurable": {"thread_id": "1"}}

    def go_on(given: Any) -> Any:
        if task.twist == "second-path":
            return asyncio.run(agent.ainvoke(given, config))
        return agent.invoke(given, config)

    state = go_on({"messages": [{"role": "user", "content": "delete it"}]})
    while "__interrupt__" in state:
        with answering(task.client, state["__interrupt__"][0]) as resume:
            if task.twist == "second-hook":
                agent.get_state(config).values["messages"][-1].tool_calls[0]["args"]["resource"] = "node-9"
            state = go_on(Command(resume=resume))
    heard: list[str] = []
    note(state, heard)
    return heard
