"""Pydantic AI. The gate is a capability: it holds tools of every toolset, those beside a wrapped one too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic_ai.capabilities import AbstractCapability
from pydantic_ai.exceptions import ToolFailed

from ..client import Holdpoint
from ..errors import NotAllowed
from ..guard import not_allowed_text


@dataclass
class HoldpointGate(AbstractCapability[Any]):
    """`Agent(model, tools=[…], capabilities=[HoldpointGate(client)])`. Put it last: it is then next to the tool, and
    nothing changes arguments after they were approved."""

    client: Holdpoint
    more: dict[str, Any] = field(default_factory=dict)

    async def wrap_tool_execute(self, ctx: Any, *, call: Any, tool_def: Any, args: dict[str, Any], handler: Any) -> Any:
        try:
            return await self.client.run_async(
                call.tool_name, args, handler, tool_call_id=call.tool_call_id, **self.more)
        except NotAllowed as error:
            raise ToolFailed(not_allowed_text(call.tool_name, error)) from error
