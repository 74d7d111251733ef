"""Runs one snippet of docs/frameworks.md from its text on stdin, with a stand-in for the model, and prints what the tool
has deleted."""

from __future__ import annotations

import json
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, AsyncIterator

import offline  # noqa: F401  (before any framework)

sys.path.insert(0, str(Path(__file__).parent.parent))

from holdpoint import NotAllowed  # noqa: E402
from standin import StandIn  # noqa: E402

deleted: list[str] = []
stand_in = StandIn([{"resource": "node-3"}])
os.environ.update(OPENAI_BASE_URL=stand_in.url, OPENAI_API_BASE=stand_in.url, OPENAI_API_KEY="none")


refused: list[str] = []
_make = NotAllowed.__init__


def noted(self: NotAllowed, *args: Any) -> None:
    refused.append(f"{type(self).__name__}: {args}")
    _make(self, *args)


NotAllowed.__init__ = noted  # type: ignore[method-assign]  (frameworks keep to themselves why a tool did not run)


class Cloud:
    def delete(self, resource: str) -> str:
        deleted.append(resource)
        return f"deleted {resource}"


def model_for(framework: str) -> Any:
    if framework == "AutoGen":
        from autogen_ext.models.openai import OpenAIChatCompletionClient

        info: Any = {"vision": False, "function_calling": True, "json_output": False, "family": "unknown",
                     "structured_output": False}
        return OpenAIChatCompletionClient(model="stand-in", model_info=info)
    if framework in ("LangChain", "LangGraph"):
        import agent  # noqa: F401  (the driver imports its Task from here)
        from drivers.langchain import Played

        return Played(calls=stand_in.calls)
    if framework == "OpenAI Agents":
        from agents import OpenAIChatCompletionsModel
        from openai import AsyncOpenAI

        return OpenAIChatCompletionsModel("stand-in", AsyncOpenAI())
    if framework == "Pydantic AI":
        from pydantic_ai.models.openai import OpenAIChatModel

        return OpenAIChatModel("stand-in")
    return None


def graph_with(tools: Any) -> Any:
    """A model, its tools, and back."""
    from langgraph.graph import START, MessagesState, StateGraph
    from langgraph.prebuilt import tools_condition

    def ask(state: Any) -> Any:
        return {"messages": [model.invoke(state["messages"])]}

    graph = StateGraph(MessagesState).add_node("model", ask).add_node("tools", tools).add_edge(START, "model")
    return graph.add_conditional_edges("model", tools_condition).add_edge("tools", "model").compile()


@asynccontextmanager
async def connected() -> AsyncIterator[Any]:
    from mcp.server.fastmcp import FastMCP
    from mcp.shared.memory import create_connected_server_and_client_session

    server = FastMCP("tools")
    server.add_tool(Cloud().delete, name="delete_resource")
    async with create_connected_server_and_client_session(server._mcp_server) as session:
        yield session


framework = sys.argv[1]
model = model_for(framework)
given = {"cloud": Cloud(), "model": model, "graph_with": graph_with, "connected": connected}
exec(compile(sys.stdin.read(), f"{framework} of docs/frameworks.md", "exec"), given)  # noqa: S102
if framework.startswith("Traces"):
    from opentelemetry import trace

    with trace.get_tracer("snippet").start_as_current_span("hello from python"):
        pass
    trace.get_tracer_provider().force_flush()  # type: ignore[attr-defined]
sys.__stdout__.write("@@" + json.dumps({"deleted": deleted, "refused": refused}) + "\n")
sys.__stdout__.flush()
os._exit(0)
