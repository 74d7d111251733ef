"""AutoGen. The gate is a workbench that delegates: a subclass is bypassed, and an exception would hang the run."""

from __future__ import annotations

from typing import Any, AsyncGenerator, Mapping, TypeVar

from autogen_core import CancellationToken
from autogen_core.models import ChatCompletionClient, CreateResult
from autogen_core.tools import TextResultContent, ToolResult, ToolSchema, Workbench
from pydantic import BaseModel

from .. import runs
from ..client import Holdpoint
from ..errors import NotAllowed
from ..guard import not_allowed_text

M = TypeVar("M", bound=ChatCompletionClient)


class GateConfig(BaseModel):
    """There is none: a gate that is loaded from a file would be without its client."""


class Gate(Workbench):
    """`workbench=Gate(client, StaticWorkbench(tools))`. Every tool in it is held until it is allowed, within
    `async with client.running_async():` only. AutoGen leaves a tool waiting when its run is cancelled; the end of that
    block ends the wait, so that an approval that comes later lets nothing run."""

    component_type = "workbench"
    component_config_schema = GateConfig

    def __init__(self, client: Holdpoint, inner: Workbench, **more: Any):
        self._client, self._inner, self._more = client, inner, more

    async def list_tools(self) -> list[ToolSchema]:
        return await self._inner.list_tools()

    async def call_tool(
        self, name: str, arguments: Mapping[str, Any] | None = None,
        cancellation_token: CancellationToken | None = None, call_id: str | None = None,
    ) -> ToolResult:
        async def call(approved: dict[str, Any]) -> Any:
            result = await self._inner.call_tool(name, approved, cancellation_token, call_id)
            results.append(result)
            if result.is_error:
                raise _ToolFailed(result.to_text())
            return result.to_text()

        results: list[ToolResult] = []
        try:
            if runs.current_run() is None:
                raise NotAllowed("No run is watched: call the team within `async with client.running_async():`.")
            if cancellation_token and cancellation_token.is_cancelled():
                raise NotAllowed("The run that asked has ended.")
            await self._client.run_async(name, dict(arguments or {}), call, tool_call_id=call_id, **self._more)
            return results[0]
        except NotAllowed as error:
            return _failed(name, not_allowed_text(name, error))
        except _ToolFailed:
            return results[0]
        except Exception as error:
            return _failed(name, f"{type(error).__name__}: {error}")

    async def start(self) -> None:
        await self._inner.start()

    async def stop(self) -> None:
        await self._inner.stop()

    async def reset(self) -> None:
        await self._inner.reset()

    async def save_state(self) -> Mapping[str, Any]:
        return await self._inner.save_state()

    async def load_state(self, state: Mapping[str, Any]) -> None:
        await self._inner.load_state(state)

    def _to_config(self) -> GateConfig:
        raise NotImplementedError("A guarded workbench cannot be dumped: it would be loaded without its guard.")

    @classmethod
    def _from_config(cls, config: GateConfig) -> "Gate":
        raise NotImplementedError("A guarded workbench cannot be loaded: it would have no client.")


class _ToolFailed(Exception):
    """The tool ran and reported that it failed."""


def guard_model(client: Holdpoint, model: M, **more: Any) -> M:
    """Asks for a permit before each call of the model. A denial ends the agent's turn with NotAllowed."""
    kind = type(model)

    async def create(self: Any, *args: Any, **kwargs: Any) -> Any:
        async with client.permit("llm", model=_name_of(model), **more) as permit:
            result = await kind.create(self, *args, **kwargs)
            permit.used(llm_calls=1, tokens=result.usage.prompt_tokens + result.usage.completion_tokens)
        return result

    async def create_stream(self: Any, *args: Any, **kwargs: Any) -> AsyncGenerator[Any, None]:
        async with client.permit("llm", model=_name_of(model), **more) as permit:
            async for part in kind.create_stream(self, *args, **kwargs):
                if isinstance(part, CreateResult):
                    permit.used(llm_calls=1, tokens=part.usage.prompt_tokens + part.usage.completion_tokens)
                yield part

    model.__class__ = type(kind.__name__, (kind,), {"create": create, "create_stream": create_stream})
    return model


def _name_of(model: ChatCompletionClient) -> str | None:
    """Its arguments hold it, where it has any; the interface knows no name."""
    name = getattr(model, "_create_args", {}).get("model")
    return name if isinstance(name, str) else None


def _failed(name: str, text: str) -> ToolResult:
    return ToolResult(name=name, result=[TextResultContent(content=text)], is_error=True)
