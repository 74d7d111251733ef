"""Tells Holdpoint what happened, now or as soon as it answers again, exactly once."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from .errors import NotAllowed, Refused
from .journal import Journal
from .transport import Transport

# Holdpoint has understood, and another report stands or this one makes no sense. A key that is refused (401, 403) or
# looks into another project (404) says nothing about the report: it is kept.
_final = {400, 409, 413, 422}


class Teller:
    def __init__(self, transport: Transport, journal: Journal):
        self._transport = transport
        self.journal = journal
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._background: threading.Thread | None = None

    def started(self, name: str, facts: dict[str, Any]) -> None:
        """An action is about to run. If nothing follows, nobody knows whether it ran: a person settles that."""
        self.journal.write({"name": name, "at": time.time(), "executing": facts})

    def keep(self, name: str, path: str, body: dict[str, Any]) -> None:
        """What is to be told if this process ends before it says better. Raises OSError."""
        self.journal.write({"name": name, "at": time.time(), "path": path, "body": body, "while": os.getpid()})

    def tell(self, name: str, path: str, body: dict[str, Any], later: bool = False) -> dict[str, Any] | None:
        """Never raises for Holdpoint's sake: the action has run, whatever becomes of the report. `later`: on disk when
        this returns, sent from another thread."""
        record = {"name": name, "at": time.time(), "path": path, "body": body}
        try:
            self.journal.write(record)
        except OSError:
            later = False  # a full disk must not lose the report that can still be sent
        if later:
            self._tell_later()
            return None
        with self._lock:
            answer = self._send(record, 0.5)
        if answer is None:
            self._tell_later()
        return answer

    def replay(self) -> int:
        """Tells all that waits. Returns how much still waits."""
        left = 0
        with self._lock:
            for record in self.journal.records():
                waits = "path" in record and "refused" not in record and not _lives(record.get("while"))
                if waits and self._send(record, 0) is None:
                    left += 1
        return left

    def replay_later(self) -> None:
        if next(self.journal.records(), None) is not None:
            self._tell_later()

    def unsettled(self) -> list[dict[str, Any]]:
        """Actions of which nobody knows whether they ran."""
        return [record for record in self.journal.records() if "executing" in record]

    def _send(self, record: dict[str, Any], patience: float) -> dict[str, Any] | None:
        try:
            answer = self._transport.call(
                "POST", record["path"], record["body"], once=record["name"], patience=patience
            )
        except Refused as error:
            if error.status in _final and error.kind != "request-in-progress":
                self.journal.set_aside(record, str(error))
                return {}
            return None
        except NotAllowed:
            return None
        self.journal.remove(record["name"])
        return answer

    def _tell_later(self) -> None:
        with self._starting:
            if self._background and self._background.is_alive():
                return
            self._background = threading.Thread(target=self._keep_telling, name="holdpoint-teller", daemon=True)
            self._background.start()

    def _keep_telling(self) -> None:
        pause = 0.5
        while self.replay():
            time.sleep(pause)
            pause = min(pause * 2, 30)


def _lives(process: int | None) -> bool:
    """Whether the process that wrote a record is still at work."""
    if process is None or os.name == "nt":  # there, asking a process would end it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
