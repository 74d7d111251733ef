"""The guard that asks for a permit, so that budgets and breakers are heard as well."""

from __future__ import annotations

from agent import Task

from .python_guard import play as play_guard


def play(task: Task) -> list[str]:
    return play_guard(task, ask="permit")
