"""CrewAI: a crew in an event loop, with a tool that is async."""

from __future__ import annotations

from agent import Task
from drivers import crewai


def play(task: Task) -> list[str]:
    return crewai.play(task, "async")
