"""LiteLLM's proxy, for agents whose code nobody can change. Each call of a model asks for a permit first, each call of a
tool that the model proposes asks before the agent hears of it, and each call of a tool of an MCP server behind the proxy asks
before the proxy runs it."""

from __future__ import annotations

import json
from typing import Any, AsyncGenerator, Callable

from litellm import stream_chunk_builder
from litellm.integrations.custom_logger import CustomLogger

from ..approvals import Stop
from ..client import Holdpoint
from ..errors import NotAllowed, TimedOut
from ..permits import Permit
from ..threads import in_thread


class HoldpointGate(CustomLogger):
    """In `config.yaml`: `litellm_settings: {callbacks: [my_module.gate]}` with `gate = HoldpointGate(Holdpoint(…))`, the
    last of the callbacks. It keeps nothing between calls. Whatever goes wrong, the agent hears 403 and no tool. The agent
    runs its tools unseen: approved means handed to it."""

    def __init__(self, client: Holdpoint):
        super().__init__()
        self._client = client

    def __init_subclass__(cls, **_: Any) -> None:
        # LiteLLM calls this hook only where the class itself has it, and passes over one that is inherited.
        raise TypeError("HoldpointGate cannot be subclassed: LiteLLM would not call it.")

    async def async_pre_call_hook(self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: str) -> Any:
        if call_type == "call_mcp_tool" and "mcp_tool_name" not in data:
            return data  # that it came in; it is asked about when the proxy is about to run it
        if call_type == "call_mcp_tool":
            approved = await _held(lambda stop: self._ask_mcp_tool(data, stop))
            # LiteLLM reads nothing from empty arguments, and would call with those that were asked.
            return {**data, "modified_arguments": approved} if approved else data
        if call_type != "list_mcp_tools":
            await _held(lambda stop: self._ask_model(data, call_type, stop))
        return data

    async def async_post_call_success_hook(self, data: dict[str, Any], user_api_key_dict: Any, response: Any) -> Any:
        await _held(lambda stop: self._ask_tools(data, _calls_of(response), stop))
        return response

    async def async_post_call_streaming_iterator_hook(
        self, user_api_key_dict: Any, response: Any, request_data: dict[str, Any]
    ) -> AsyncGenerator[Any, None]:
        """Keeps a stream back until it is known whether it proposes a tool: half a call cannot be judged."""
        chunks = [chunk async for chunk in response]
        calls = await _held(lambda _: _calls_of(stream_chunk_builder(chunks)) if chunks else [])
        asked = [call.function.arguments for call in calls]
        await _held(lambda stop: self._ask_tools(request_data, calls, stop))
        if [call.function.arguments for call in calls] != asked:
            _rewrite(chunks, [call.function.arguments for call in calls])
        for chunk in chunks:
            yield chunk

    def _ask_model(self, data: dict[str, Any], call_type: str, stop: Stop) -> None:
        if (data.get("tools") or data.get("functions")) and call_type not in ("completion", "acompletion"):
            raise NotAllowed(f"Tools are held on chat completions only, and this is {call_type}.")
        if any(_kind_of(tool) != "function" for tool in data.get("tools") or []):
            raise NotAllowed("A tool that the proxy or the provider runs itself cannot be held here.")
        permit = self._client.permit("llm", model=str(data.get("model")), run_id=_run_of(data), stop=stop).ask()
        # The proxy is asked by many processes and keeps no permit: what was estimated is charged.
        permit.done("ok", 0)

    def _ask_mcp_tool(self, data: dict[str, Any], stop: Stop) -> dict[str, Any]:
        """With which arguments the proxy may run it. Nobody waits for a person here: LiteLLM goes on with such a call when
        its agent has gone, and an approval that came then would run the tool."""
        permit = self._client.permit(
            "tool", tool=str(data["mcp_tool_name"]), arguments=data.get("mcp_arguments") or {}, run_id=_run_of(data),
            stop=stop, seconds=0.001)
        try:
            permit.ask()
        except TimedOut as error:
            raise NotAllowed("A person has to decide on it, which the proxy of Holdpoint in front of an MCP server "
                             "waits for and LiteLLM's does not.") from error
        permit.done("ok", 0)
        return permit.arguments

    def _ask_tools(self, data: dict[str, Any], calls: list[Any], stop: Stop) -> None:
        """Raises where one of the tools may not run, or not without a person."""
        granted: list[tuple[Any, Permit]] = []
        try:
            for call in calls:
                permit = self._client.permit(
                    "tool", tool=call.function.name, arguments=json.loads(call.function.arguments or "{}"),
                    run_id=_run_of(data), tool_call_id=call.id, stop=stop)
                granted.append((call, permit.ask()))
        except BaseException:
            for _, permit in granted:
                permit.done("unused", 0, error="It did not run: another call of the same answer was not allowed.")
            raise
        for call, permit in granted:
            # As asked, or as a person has edited them; whatever another callback has made of them meanwhile.
            call.function.arguments = json.dumps(permit.arguments)
            permit.done("ok", 0, "Handed to the agent, which runs it unseen.")


async def _held(ask: Callable[[Stop], Any]) -> Any:
    """Ends the wait when the agent goes away. Every error denies the call: after some of them the proxy would go on."""
    from fastapi import HTTPException

    stop = Stop()
    try:
        return await in_thread(lambda: ask(stop), stop)
    except Exception as error:
        raise HTTPException(status_code=403, detail={"error": f"Holdpoint: {error}"}) from error


def _kind_of(tool: Any) -> Any:
    return tool.get("type", "function") if isinstance(tool, dict) else None


def _calls_of(response: Any) -> list[Any]:
    found: list[Any] = []
    for choice in getattr(response, "choices", None) or []:
        message = getattr(choice, "message", None)
        if getattr(message, "function_call", None):
            raise NotAllowed("The model calls a function in the old form (function_call), which cannot be held.")
        found.extend(getattr(message, "tool_calls", None) or [])
    return found


def _rewrite(chunks: list[Any], arguments: list[str]) -> None:
    """Puts edited arguments into a stream: whole in the first piece of each call, none in the rest."""
    begun: list[Any] = []
    for chunk in chunks:
        for choice in chunk.choices:
            for piece in getattr(choice.delta, "tool_calls", None) or []:
                first = piece.index not in begun
                if first:
                    begun.append(piece.index)
                piece.function.arguments = arguments[begun.index(piece.index)] if first else ""


def _run_of(data: dict[str, Any]) -> str | None:
    """The run as the caller names it: LiteLLM's own header, or metadata."""
    metadata = data.get("metadata") or {}
    run = data.get("litellm_trace_id") or metadata.get("trace_id") or metadata.get("session_id")
    if run is not None and not isinstance(run, str):
        raise NotAllowed("The name of the run must be a text.")
    return run
