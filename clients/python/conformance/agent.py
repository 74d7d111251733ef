"""A process that has a framework and the client in it. Each line on stdin names a driver and a port: a copy of the process
then reads tasks from there, plays them, and says what the agent heard. The framework is imported once for all copies. See
clients/conformance/host-process.ts."""

from __future__ import annotations

import importlib
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

import offline  # noqa: F401  (before any framework)

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


def wait_for_threads() -> None:
    until = time.monotonic() + 15
    for thread in threading.enumerate():
        if thread.name.startswith("holdpoint-wait") or thread.name.startswith("driver"):
            thread.join(max(0, until - time.monotonic()))


def play(driver: Any, tasks_from: TextIO, said_to: TextIO) -> None:
    def say(line: dict[str, Any]) -> None:
        said_to.write("@@" + json.dumps(line) + "\n")
        said_to.flush()

    cancel = threading.Event()
    tasks: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def read() -> None:
        for text in tasks_from:
            line = json.loads(text)
            if line == "cancel":
                cancel.set()
            else:
                tasks.put(line)
        tasks.put(None)

    threading.Thread(target=read, daemon=True).start()
    say({"ready": True, "pid": os.getpid()})
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


def serve(order: dict[str, Any]) -> None:
    os.environ.update(order["env"])
    connection = socket.create_connection(("127.0.0.1", order["port"]))
    play(importlib.import_module(f"drivers.{order['driver']}"),
         connection.makefile("r", encoding="utf-8"), connection.makefile("w", encoding="utf-8"))
    os._exit(0)  # frameworks leave threads behind


def main() -> None:
    if len(sys.argv) > 1:
        return serve(json.loads(sys.argv[1]))
    for text in sys.stdin:
        order = json.loads(text)
        if sys.platform != "linux":  # elsewhere a copy of a process cannot be trusted, or not be made
            subprocess.Popen([sys.executable, __file__, text], stdin=subprocess.DEVNULL)
            continue
        importlib.import_module(f"drivers.{order['driver']}")
        if os.fork() == 0:
            serve(order)


if __name__ == "__main__":
    sys.modules["agent"] = sys.modules["__main__"]
    main()
