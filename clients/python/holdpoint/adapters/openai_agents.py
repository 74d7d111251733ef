"""OpenAI Agents. The guard sits in the tool: `on_invoke_tool` is what every path calls in the end. The SDK's own
approvals cannot edit arguments, and know nothing of a claim."""

from __future__ import annotations

import copy
import json
from typing import Any

from agents import FunctionTool

from ..client import Holdpoint
from ..errors import NotAllowed
from ..guard import not_allowed_text


def guard_tool(client: Holdpoint, tool: FunctionTool, **more: Any) -> FunctionTool:
    """The tool, held until it is allowed; the model reads why it did not run. Hand this one to agents."""
    inner = tool.on_invoke_tool

    async def invoke(context: Any, text: str) -> Any:
        async def call(approved: dict[str, Any]) -> Any:
            return await inner(context, json.dumps(approved))

        try:
            arguments = json.loads(text) if text else {}
            if not isinstance(arguments, dict):
                raise NotAllowed("The model's arguments are not a JSON object.")
            call_id = getattr(context, "tool_call_id", None)
            return await client.run_async(tool.name, arguments, call, tool_call_id=call_id, **more)
        except ValueError:
            return f"{tool.name} did not run. The model's arguments are not JSON."
        except NotAllowed as error:
            return not_allowed_text(tool.name, error)

    guarded = copy.copy(tool)
    guarded.on_invoke_tool = invoke
    return guarded


def guard_tools(client: Holdpoint, tools: list[FunctionTool], **more: Any) -> list[FunctionTool]:
    return [guard_tool(client, tool, **more) for tool in tools]
