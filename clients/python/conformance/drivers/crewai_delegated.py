"""CrewAI: a manager that delegates to the agent with the tool."""

from __future__ import annotations

from agent import Task
from drivers import crewai


def play(task: Task) -> list[str]:
    return crewai.play(task, "delegated")
