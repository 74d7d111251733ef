"""Prompts as Holdpoint answered last, also while it is away and after a restart."""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from .errors import Malformed, NotAllowed, Refused
from .transport import Transport

_fresh_seconds = 60
_most = 500
"""Users of a rollout have an answer each: so many are kept, the last used."""


class Prompts:
    def __init__(self, transport: Transport, folder: Path):
        self._transport = transport
        self._file = folder / "prompts.kept"
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}
        self._known: dict[str, tuple[dict[str, Any], float]] | None = None

    def get(
        self, name: str, label: str | None = None, version: int | None = None, targeting_key: str | None = None,
        environment: str | None = None,
    ) -> dict[str, Any]:
        """Raises NotAllowed: Holdpoint answers with an error, or is away and has never answered it."""
        of = {"label": label, "version": version}
        path = _path(name, {**of, "targetingKey": targeting_key, "environment": environment})
        with self._lock:
            if self._known is None:
                self._known = self._read_kept()
            asking = self._asking.setdefault(path, threading.Lock())
        # One thread asks; the others of this prompt wait for its answer.
        with asking:
            found = self._last(path)
            if found and time.monotonic() < found[1]:
                return found[0]
            last = found or self._last(_path(name, of))
            try:
                # Who has an answer already does not wait for a server that is away.
                answer = _prompt(self._transport.call("GET", path, patience=0 if last else None))
            except NotAllowed as error:
                # An error without a problem type of Holdpoint comes from something before it, which says nothing of
                # the prompt.
                if last is None or (isinstance(error, Refused) and error.kind):
                    raise
                answer = last[0]
            self._keep(path, answer, write=found is None or found[0] != answer)
            return answer

    def _last(self, path: str) -> tuple[dict[str, Any], float] | None:
        with self._lock:
            return (self._known or {}).get(path)

    def _keep(self, path: str, prompt: dict[str, Any], write: bool) -> None:
        with self._lock:
            known = self._known if self._known is not None else {}
            known.pop(path, None)
            known[path] = (prompt, time.monotonic() + _fresh_seconds)
            while len(known) > _most:
                oldest = next(iter(known))
                del known[oldest]
                self._asking.pop(oldest, None)
            self._known = known
            if write:
                self._write(json.dumps({"prompts": [[at, each] for at, (each, _) in known.items()]}))

    def _write(self, text: str) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = self._file.with_name(f"{uuid.uuid4().hex}.part")
            part.write_text(text, encoding="utf-8")
            os.replace(part, self._file)
        except OSError:
            pass  # a disk that is full takes nothing from whoever asks now

    def _read_kept(self) -> dict[str, tuple[dict[str, Any], float]]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))["prompts"]
            return {str(path): (_prompt(each), float("-inf")) for path, each in kept}
        except (OSError, ValueError, KeyError, TypeError, Malformed):
            return {}


def _prompt(answer: Any) -> dict[str, Any]:
    """An answer that cannot be read does not replace the one before."""
    given = answer if isinstance(answer, dict) else {}
    messages = given.get("messages")
    chat = isinstance(messages, list) and all(isinstance(each, dict) and "role" in each for each in messages)
    if isinstance(given.get("name"), str) and isinstance(given.get("version"), int):
        if isinstance(given.get("template"), str) or chat:
            return given
    raise Malformed("Holdpoint answered with something that is not a prompt.")


def _path(name: str, query: dict[str, Any]) -> str:
    given = urlencode({key: value for key, value in query.items() if value is not None})
    return f"/api/v1/prompts/{quote(name, safe='')}" + (f"?{given}" if given else "")
