"""Hears on the event stream that an agent was stopped, by a person or by a breaker, and ends what is held for it."""

from __future__ import annotations

import json
import threading
import time
from typing import Iterator, Protocol

from .errors import NotAllowed
from .transport import Transport

_patience_seconds = 1.0
"""So long the first question waits for the stream. Without it a lease ends by its own time."""
_asked_seconds = 60.0
"""No question takes longer."""
_quiet_seconds = 45.0
"""The server says something every 15 s."""


class Held(Protocol):
    """What is held here and must be asked for again when its agent is stopped."""

    agent: str

    def end(self) -> None: ...


class Stops:
    """One thread and one stream for all that a client holds, for as long as it holds anything."""

    def __init__(self, transport: Transport):
        self._transport = transport
        self._lock = threading.Lock()
        self._held: dict[Held, float] = {}
        """With the time until which each is held at most."""
        self._thread: threading.Thread | None = None
        self._tried = threading.Event()

    def hear(self, held: Held) -> None:
        """While it is asked for. Returns when it listens, or when that takes too long."""
        with self._lock:
            self._held = self._still_held()
            self._held[held] = time.monotonic() + _asked_seconds
            # A fork does not take the thread along.
            if self._thread is None or not self._thread.is_alive():
                self._tried = threading.Event()
                self._thread = threading.Thread(target=self._follow, name="holdpoint-stops", daemon=True)
                self._thread.start()
            tried = self._tried
        if not tried.wait(_patience_seconds):
            tried.set()

    def keep(self, held: Held, seconds: float) -> None:
        with self._lock:
            self._held[held] = time.monotonic() + seconds

    def forget(self, held: Held) -> None:
        with self._lock:
            self._held.pop(held, None)

    def _still_held(self) -> dict[Held, float]:
        return {held: until for held, until in self._held.items() if until > time.monotonic()}

    def _needed(self) -> bool:
        with self._lock:
            if self._still_held():
                return True
            self._held.clear()
            if self._thread is threading.current_thread():
                self._thread = None
            return False

    def _follow(self) -> None:
        """Until nothing is held any more; that is looked at with every sign of life of the server."""
        tried, pause = self._tried, 0.25
        while True:
            try:
                lines = self._transport.lines("/api/v1/stream?topics=stops", _quiet_seconds)
                # What happened before it listened is not told: what was taken until now is asked for again.
                self._tell([])
                tried.set()
                pause = 0.25
                if not self._read(lines):
                    return
            except (NotAllowed, ValueError):
                pass  # a stream that is away ends nothing: leases end by their time
            tried.set()
            time.sleep(pause)
            pause = min(pause * 2, 10)
            if not self._needed():
                return

    def _read(self, lines: Iterator[str]) -> bool:
        """False: nothing is held any more."""
        event = ""
        for line in lines:
            if line.startswith("event:"):
                event = line[6:].strip()
            elif line.startswith("data:") and event == "stops":
                self._tell(json.loads(line[5:]).get("ids") or [])
            elif line == "":
                event = ""
            if not self._needed():
                return False
        return True

    def _tell(self, agents: list[str]) -> None:
        with self._lock:
            held = list(self._held)
        for each in held:
            if not agents or each.agent in agents:
                each.end()
