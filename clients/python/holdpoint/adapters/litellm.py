"""LiteLLM's proxy, for agents whose code nobody can change. Each call of a model asks for a permit first, and each
call of a tool that the model proposes asks before the agent hears of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from litellm.integrations.custom_logger import CustomLogger

from ..client import Holdpoint
from ..errors import NotAllowed


class HoldpointGate(CustomLogger):
    """In `config.yaml`: `litellm_settings: {callbacks: [my_module.gate]}` with `gate = HoldpointGate(Holdpoint(…))`. It
    keeps nothing between calls. Whatever goes wrong, the model is not called: LiteLLM answers the caller 403."""

    def __init__(self, client: Holdpoint):
        super().__init__()
        self._client = client

    async def async_pre_call_hook(self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: str) -> Any:
        from fastapi import HTTPException

        try:
            await asyncio.to_thread(self.ask_model, data)
        except Exception as error:  # also what nobody has thought of: the proxy would go on after some of them
            raise HTTPException(status_code=403, detail={"error": f"Holdpoint: {error}"}) from error
        return data

    async def async_post_call_success_hook(self, data: dict[str, Any], user_api_key_dict: Any, response: Any) -> Any:
        from fastapi import HTTPException

        try:
            await asyncio.to_thread(self.ask_tools, data, response)
        except Exception as error:
            raise HTTPException(status_code=403, detail={"error": f"Holdpoint: {error}"}) from error
        return response

    def ask_model(self, data: dict[str, Any]) -> None:
        permit = self._client.permit("llm", model=str(data.get("model")), run_id=_run_of(data)).ask()
        # The proxy is asked by many processes and keeps no permit: what was estimated is charged.
        permit.done("ok", 0)

    def ask_tools(self, data: dict[str, Any], response: Any) -> None:
        """Refuses an answer that proposes a tool which may not run, or not without a person."""
        for choice in getattr(response, "choices", None) or []:
            message = getattr(choice, "message", None)
            for call in getattr(message, "tool_calls", None) or []:
                permit = self._client.permit(
                    "tool", tool=call.function.name, arguments=json.loads(call.function.arguments or "{}"),
                    run_id=_run_of(data), tool_call_id=call.id).ask()
                # A person may have edited them.
                call.function.arguments = json.dumps(permit.arguments)
                permit.done("ok", 0, "Handed to the agent, which runs it unseen.")


def _run_of(data: dict[str, Any]) -> str | None:
    """The run as the caller names it: LiteLLM's own header, or metadata."""
    metadata = data.get("metadata") or {}
    run = data.get("litellm_trace_id") or metadata.get("trace_id") or metadata.get("session_id")
    if run is not None and not isinstance(run, str):
        raise NotAllowed("The run is named by what is no text.")
    return run
