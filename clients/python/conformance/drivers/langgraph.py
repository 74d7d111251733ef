"""A graph with an interrupt before the tool, answered from Holdpoint. Its second path is the dialect of the inbox."""

from __future__ import annotations

import threading
from typing import Any, TypedDict

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

from agent import Task
from holdpoint.adapters.hitl import answering


class State(TypedDict):
    heard: list[str]


def play(task: Task) -> list[str]:
    if task.twist != "cancel":
        return work(task)
    run: list[Any] = []

    def in_run() -> None:
        with task.client.running() as current:
            run.append(current)
            try:
                work(task)
            except Exception:
                pass

    threading.Thread(target=in_run, name="driver", daemon=True).start()
    task.cancel.wait()
    run[0].end()
    return ["cancelled"]


def work(task: Task) -> list[str]:
    def act(state: State) -> State:
        heard = list(state["heard"])
        arguments = task.calls[len(heard)]
        heard.append(run(task, interrupt(question(task, arguments)), arguments))
        return {"heard": heard}

    graph = StateGraph(State).add_node("act", act).add_edge(START, "act")
    graph.add_conditional_edges("act", lambda state: "act" if len(state["heard"]) < len(task.calls) else END)
    app = graph.compile(checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "1"}}
    state = app.invoke({"heard": []}, config)
    while "__interrupt__" in state:
        with answering(task.client, state["__interrupt__"][0]) as resume:
            if task.twist == "second-hook":
                task.calls[0]["resource"] = "node-9"
            state = app.invoke(Command(resume=resume), config)
    return state["heard"]


def question(task: Task, arguments: dict[str, Any]) -> Any:
    if task.twist == "second-path":
        return [{"action_request": {"action": "delete_resource", "args": arguments},
                 "config": {"allow_accept": True, "allow_edit": True, "allow_respond": True, "allow_ignore": False}}]
    return {"action_requests": [{"name": "delete_resource", "args": dict(arguments)}],
            "review_configs": [{"action_name": "delete_resource", "allowed_decisions": ["approve", "edit", "reject"]}]}


def run(task: Task, resume: Any, arguments: dict[str, Any]) -> str:
    if isinstance(resume, list):
        first = resume[0]
        if first["type"] == "edit":
            return task.delete_resource(**first["args"]["args"])
        return task.delete_resource(**arguments) if first["type"] == "accept" else str(first["args"])
    decision = resume["decisions"][0]
    if decision["type"] == "reject":
        return str(decision["message"])
    return task.delete_resource(**(decision.get("edited_action", {}).get("args") or arguments))
