"""A process with one framework and the client in it. Reads a task from each line, plays it, and says what the agent
heard. See clients/conformance/agent-process.ts."""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from holdpoint import Holdpoint  # noqa: E402


class Task:
    def __init__(self, line: dict[str, Any], cancel: threading.Event):
        self.calls: list[dict[str, Any]] = line["calls"]
        self.twist: str | None = line.get("twist")
        self.cancel = cancel
        self._log = line["log"]
        self.client = Holdpoint(agent=os.environ["HOLDPOINT_AGENT"], environment="production", seconds=line["seconds"], patience=0.4)

    def delete_resource(self, resource: str) -> str:
        """Deletes a resource."""
        with open(self._log, "a", encoding="utf-8") as file:
            file.write(json.dumps({"resource": resource}, separators=(",", ":")) + "\n")
        return f"deleted {resource}"


class Impossible(Exception):
    """The framework has no such situation."""


def say(line: dict[str, Any]) -> None:
    sys.__stdout__.write("@@" + json.dumps(line) + "\n")
    sys.__stdout__.flush()


def wait_for_threads() -> None:
    until = time.monotonic() + 15
    for thread in threading.enumerate():
        if thread.name.startswith("holdpoint-wait") or thread.name.startswith("driver"):
            thread.join(max(0, until - time.monotonic()))


def main() -> None:
    driver = importlib.import_module(f"drivers.{sys.argv[1]}")
    cancel = threading.Event()
    tasks: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def read() -> None:
        for text in sys.stdin:
            line = json.loads(text)
            if line == "cancel":
                cancel.set()
            else:
                tasks.put(line)
        tasks.put(None)

    threading.Thread(target=read, daemon=True).start()
    say({"ready": True})
    while (line := tasks.get()) is not None:
        cancel.clear()
        task = Task(line, cancel)
        try:
            say({"texts": [str(text)[:300] for text in driver.play(task)]})
        except Impossible as why:
            say({"texts": [], "impossible": str(why)})
            continue
        if task.twist == "cancel":
            wait_for_threads()
            say({"settled": True})


if __name__ == "__main__":
    sys.modules["agent"] = sys.modules["__main__"]
    main()
