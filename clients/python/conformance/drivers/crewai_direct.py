"""CrewAI: a flow that calls its tool itself, without an agent."""

from __future__ import annotations

from agent import Task
from drivers import crewai


def play(task: Task) -> list[str]:
    return crewai.play(task, "direct")
