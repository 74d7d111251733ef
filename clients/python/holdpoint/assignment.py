"""Which release answers a user or a conversation, computed here from the allocations that Holdpoint answered last."""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import NotAllowed
from .murmur import bucket_of
from .transport import Transport

_fresh_seconds = 10


@dataclass(frozen=True)
class Assignment:
    release: str
    variant: str
    """candidate, control or baseline"""
    rollout_id: str | None
    read_at: float
    """When Holdpoint answered so."""


def assign(allocation: dict[str, Any], unit: str) -> tuple[str, str]:
    """Release and variant. A weight that grows takes nobody out of the candidate."""
    candidate, weight = allocation["candidate"], allocation["weightBps"]
    if candidate is None:
        return allocation["baseline"], "baseline"
    bucket = bucket_of(allocation["seed"], unit)
    if bucket < weight:
        return candidate, "candidate"
    control = max(5_000, weight) <= bucket < min(5_000 + weight, 10_000)
    return allocation["baseline"], "control" if control else "baseline"


class Assignments:
    def __init__(self, transport: Transport, folder: Path):
        self._transport = transport
        self._file = folder / "allocations.kept"
        self._lock = threading.Lock()
        self._items: list[dict[str, Any]] | None = None
        self._read_at = 0.0
        self._tried_at = float("-inf")

    def of(self, agent: str, environment: str, unit: str) -> Assignment | None:
        """None: Holdpoint has never answered what serves this agent here."""
        self._refresh()
        for each in self._items or []:
            if each["agent"] == agent and each["environment"] == environment:
                release, variant = assign(each, unit)
                return Assignment(release, variant, each["rolloutId"], self._read_at)
        return None

    def _refresh(self) -> None:
        with self._lock:
            if time.monotonic() - self._tried_at < _fresh_seconds:
                return
            self._tried_at = time.monotonic()
            if self._items is None:
                self._read_kept()
            try:
                answer = self._transport.call("GET", "/api/v1/allocations", patience=0)
                self._take(answer["items"], time.time())
                self._keep()
            except (NotAllowed, KeyError, TypeError, OSError):
                pass  # the last answer stays in use

    def _take(self, items: list[dict[str, Any]], at: float) -> None:
        for each in items:
            assign(each, "")  # raises where it is no allocation
        self._items, self._read_at = items, at

    def _keep(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._file.with_name(f"{uuid.uuid4().hex}.part")
        part.write_text(json.dumps({"at": self._read_at, "items": self._items}), encoding="utf-8")
        os.replace(part, self._file)

    def _read_kept(self) -> None:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            self._take(kept["items"], kept["at"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
