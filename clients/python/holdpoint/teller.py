"""Tells Holdpoint what happened, now or as soon as it answers again, exactly once."""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path
from typing import Any

from .errors import NotAllowed, Refused
from .journal import Journal
from .transport import Transport

# Holdpoint has understood, and another report stands or this one makes no sense. An invalid key (401, 403) or
# looks into another project (404) says nothing about the report: it is kept.
_final = {400, 409, 413, 422}
_foreign_seconds = 3600
"""So long a record of another machine is left to it: nobody here can ask whether its process lives."""


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
        self.journal.write({"name": name, "at": time.time(), "path": path, "body": body, "while": _this_process()})

    def tell(self, name: str, path: str, body: dict[str, Any], later: bool = False) -> dict[str, Any] | None:
        """Never raises for Holdpoint's sake: the action has run, whatever becomes of the report. `later`: on disk when
        this returns, sent from another thread."""
        record = {"name": name, "at": time.time(), "path": path, "body": body}
        try:
            self.journal.write(record)
        except (OSError, ValueError, TypeError):
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
                waits = "path" in record and "refused" not in record and not _is_held(record)
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
                try:
                    self.journal.set_aside(record, str(error))
                except OSError:
                    pass  # it stays as it is, and gets the same error again
                return {}
            return None
        except NotAllowed:
            return None
        try:
            self.journal.remove(record["name"])
        except OSError:
            pass  # told again by the next process, under the same name: it counts once
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


def _this_process() -> dict[str, Any]:
    """By its machine and its start as well: another container may share the folder, and numbers are given again."""
    return {"pid": os.getpid(), "host": socket.gethostname(), "began": _began(os.getpid())}


def _is_held(record: dict[str, Any]) -> bool:
    """Whether the process that keeps a record may still say better."""
    process = record.get("while")
    if not isinstance(process, dict) or os.name == "nt":  # there, asking a process would end it
        return False
    if process.get("host") != socket.gethostname():
        return time.time() - record["at"] < _foreign_seconds
    try:
        os.kill(process["pid"], 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return _began(process["pid"]) == process["began"]


def _began(pid: int) -> str | None:
    """When a process began, where the system says so."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(") ", 1)[1].split()[19]
    except (OSError, IndexError):
        return None
