"""Whole crews and teams against a stand-in for the model, with permits for every model call and tool, approvals and a
trace. For each `kind:agent:run` it is called with it prints what the stand-in counted, to be held against what Holdpoint
says. See clients/conformance/real-runs.db.test.ts."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any, Callable

import offline  # noqa: F401  (before any framework)

sys.path.insert(0, str(Path(__file__).parent.parent))

from holdpoint import Holdpoint  # noqa: E402
from standin import StandIn  # noqa: E402

ran: list[str] = []
hp: Holdpoint
run_id: str


def delete(resource: str) -> str:
    ran.append(resource)
    return f"deleted {resource}"


def crew_of(url: str, process: str) -> Any:
    from crewai import Agent, Crew, LLM, Process, Task
    from crewai.tools import tool

    from holdpoint.adapters.crewai import guard_llm, guard_tool

    @tool("delete_resource")
    def delete_resource(resource: str) -> str:
        """Deletes a resource."""
        return delete(resource)

    def llm() -> Any:
        return guard_llm(hp, LLM(model="openai/stand-in", base_url=url, api_key="none"))

    guarded = guard_tool(hp, delete_resource, ask="permit")
    ops = Agent(role="ops", goal="tidy up", backstory="none", llm=llm(), tools=[guarded])
    triage = Agent(role="triage", goal="look", backstory="none", llm=llm())
    if process == "hierarchical":
        work = [Task(description="delete it", expected_output="done")]
        return Crew(agents=[ops, triage], tasks=work, process=Process.hierarchical, manager_llm=llm())
    work = [Task(description="look at it", expected_output="done", agent=triage),
            Task(description="delete it", expected_output="done", agent=ops)]
    return Crew(agents=[triage, ops], tasks=work)


def crewai_sequential(url: str) -> None:
    crew_of(url, "sequential").kickoff()


def crewai_hierarchical(url: str) -> None:
    crew_of(url, "hierarchical").kickoff()


def crewai_flow(url: str) -> None:
    from crewai.flow.flow import Flow, listen, start

    class Tidy(Flow[Any]):
        @start()
        def look(self) -> str:
            return "node-3"

        @listen(look)
        def act(self, _: str) -> str:
            return str(crew_of(url, "sequential").kickoff())

    Tidy().kickoff()


def team(url: str, build: Callable[[Any, Any], Any]) -> None:
    from autogen_agentchat.agents import AssistantAgent
    from autogen_core.tools import FunctionTool, StaticWorkbench
    from autogen_ext.models.openai import OpenAIChatCompletionClient

    from holdpoint.adapters.autogen import Gate, guard_model

    async def delete_resource(resource: str) -> str:
        return delete(resource)

    async def work() -> None:
        info: Any = {"vision": False, "function_calling": True, "json_output": False, "family": "unknown",
                     "structured_output": False}
        model = guard_model(hp, OpenAIChatCompletionClient(
            model="stand-in", base_url=url, api_key="none", model_info=info))
        tools = StaticWorkbench([FunctionTool(delete_resource, description="Deletes a resource.")])
        ops = AssistantAgent("ops", model, workbench=Gate(hp, tools, ask="permit"), description="deletes")
        async with hp.running_async(run_id):
            await build(model, ops).run(task="delete it")

    asyncio.run(work())


def autogen_round_robin(url: str) -> None:
    from autogen_agentchat.agents import AssistantAgent
    from autogen_agentchat.teams import RoundRobinGroupChat

    team(url, lambda model, ops: RoundRobinGroupChat([AssistantAgent("triage", model), ops], max_turns=2))


def autogen_selector(url: str) -> None:
    from autogen_agentchat.agents import AssistantAgent
    from autogen_agentchat.teams import SelectorGroupChat

    team(url, lambda model, ops: SelectorGroupChat(
        [AssistantAgent("triage", model, description="looks"), ops], model_client=model, max_turns=1))


def autogen_swarm(url: str) -> None:
    from autogen_agentchat.agents import AssistantAgent
    from autogen_agentchat.teams import Swarm

    team(url, lambda model, ops: Swarm([AssistantAgent("triage", model, handoffs=["ops"]), ops], max_turns=2))


handoffs: dict[str, tuple[str, dict[str, Any]]] = {
    "crewai_hierarchical": ("delegate_work_to_coworker", {"task": "delete it", "context": "none", "coworker": "ops"}),
    "autogen_swarm": ("transfer_to_ops", {}),
}


def play(kind: str, agent: str, run: str) -> dict[str, Any]:
    global hp, run_id
    run_id, ended = run, None
    hp = Holdpoint(agent=agent, environment="production", release="ops-2026.11", seconds=120)
    stand_in = StandIn([{"resource": "node-3"}], handoff=handoffs.get(kind))
    provider = hp.telemetry()
    with hp.running(run), provider.get_tracer("real-runs").start_as_current_span(f"invoke_agent {agent}") as span:
        span.set_attribute("gen_ai.operation.name", "invoke_agent")
        span.set_attribute("gen_ai.agent.name", agent)
        try:
            globals()[kind](stand_in.url)
        except Exception as error:  # frameworks wrap NotAllowed in errors of their own
            ended = f"{type(error).__name__}: {error}"
    provider.force_flush()
    hp.flush()
    return {"asked": stand_in.asked, "tokens": stand_in.asked * 15, "ran": ran, "ended": ended}


def main() -> None:
    for each in sys.argv[1:]:
        ran.clear()
        counted = play(*each.split(":"))
        sys.__stdout__.write("@@" + json.dumps(counted) + "\n")
        sys.__stdout__.flush()
    os._exit(0)  # frameworks leave threads behind


if __name__ == "__main__":
    main()
