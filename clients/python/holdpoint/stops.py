"""Hears on the event stream that an agent was stopped, by a person or by a breaker, and ends what is held for it."""

from __future__ import annotations

import json
import threading
import time
from typing import Protocol

from .errors import NotAllowed
from .transport import Lines, Transport

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
    """One thread and one stream for all that a client holds, for as long as it holds anything, and no longer."""

    def __init__(self, transport: Transport):
        self._transport = transport
        self._lock = threading.Lock()
        self._held: dict[Held, float] = {}
        """With the time until which each is held at most."""
        self._thread: threading.Thread | None = None
        """The one that listens; one that is not this any more ends."""
        self._lines: Lines | None = None
        self._timer: threading.Timer | None = None
        self._tried = threading.Event()

    def hear(self, held: Held) -> None:
        """While it is asked for. Returns when it listens, or when that takes too long."""
        with self._lock:
            self._held = self._still_held()
            self._held[held] = time.monotonic() + _asked_seconds
            # A fork does not take the thread along.
            if self._thread is None or not self._thread.is_alive():
                self._tried = threading.Event()
                self._lines = None
                self._thread = threading.Thread(
                    target=self._follow, args=[self._tried], name="holdpoint-stops", daemon=True)
                self._thread.start()
            tried = self._tried
        if not tried.wait(_patience_seconds):
            tried.set()

    def keep(self, held: Held, seconds: float) -> None:
        with self._lock:
            self._held[held] = time.monotonic() + seconds
            if self._timer is None or not self._timer.is_alive():
                self._look_after(seconds)

    def forget(self, held: Held) -> None:
        with self._lock:
            self._held.pop(held, None)
        self._end_unneeded()

    def _look_after(self, seconds: float) -> None:
        """Whoever holds something and never comes back keeps no stream either."""
        self._timer = threading.Timer(seconds, self._look)
        self._timer.daemon = True
        self._timer.start()

    def _look(self) -> None:
        with self._lock:
            self._held = self._still_held()
            self._timer = None
            if self._held:
                self._look_after(max(self._held.values()) - time.monotonic())
        self._end_unneeded()

    def _end_unneeded(self) -> None:
        with self._lock:
            self._held = self._still_held()
            if self._held:
                return
            lines, self._lines, self._thread = self._lines, None, None
        if lines is not None:
            lines.end()

    def _still_held(self) -> dict[Held, float]:
        return {held: until for held, until in self._held.items() if until > time.monotonic()}

    def _needed(self) -> bool:
        """Of the thread that asks."""
        with self._lock:
            if self._thread is not threading.current_thread():
                return False
            if self._still_held():
                return True
            self._held.clear()
            self._thread = self._lines = None
            return False

    def _follow(self, tried: threading.Event) -> None:
        """Until nothing is held any more."""
        pause = 0.25
        while True:
            try:
                lines = self._transport.lines("/api/v1/stream?topics=stops", _quiet_seconds)
                with self._lock:
                    mine = self._thread is threading.current_thread()
                    if mine:
                        self._lines = lines
                if not mine:
                    lines.close()
                    return
                # What happened before it listened is not told: what was taken until now is asked for again.
                self._tell([])
                tried.set()
                pause = 0.25
                self._read(lines)
            except (NotAllowed, ValueError):
                pass  # a stream that is away ends nothing: leases end by their time
            tried.set()
            if not self._needed():
                return
            time.sleep(pause)
            pause = min(pause * 2, 10)
            if not self._needed():
                return

    def _read(self, lines: Lines) -> None:
        event = ""
        for line in lines:
            if line.startswith("event:"):
                event = line[6:].strip()
            elif line.startswith("data:") and event == "stops":
                self._tell(json.loads(line[5:]).get("ids") or [])
            elif line == "":
                event = ""

    def _tell(self, agents: list[str]) -> None:
        with self._lock:
            held = list(self._held)
        for each in held:
            if not agents or each.agent in agents:
                each.end()
