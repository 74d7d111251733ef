"""HTTP to Holdpoint with what Python brings along. Every failure is a NotAllowed that says what failed."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from typing import Any, Callable, Iterator

from .errors import Malformed, NotAllowed, Refused, Unreachable

_largest_answer = 8 * 1024 * 1024
_largest_line = 64 * 1024


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer from somewhere else is no answer of Holdpoint's."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


class Transport:
    def __init__(self, url: str, key: str, timeout: float, patience: float):
        self.url = url.rstrip("/")
        self.authorization = f"Bearer {key}"
        self.timeout = timeout
        self.patience = patience

    def call(
        self, method: str, path: str, body: Any = None, *, once: str | None = None, wait: float = 0,
        headers: dict[str, str] | None = None, alive: Callable[[], bool] = lambda: True, patience: float | None = None,
    ) -> dict[str, Any]:
        """One request, again for as long as the patience lasts where nothing can happen twice: a GET, or one under an
        idempotency key (`once`)."""
        until = time.monotonic() + (self.patience if patience is None else patience)
        pause = 0.1
        while True:
            try:
                return self._once(method, path, body, once, wait, headers or {})
            except (Unreachable, Refused) as error:
                again = isinstance(error, Unreachable) or error.kind == "request-in-progress"
                repeatable = method == "GET" or once is not None
                if not (again and repeatable and alive()) or time.monotonic() + pause > until:
                    raise
            time.sleep(pause)
            pause = min(pause * 2, 2)

    def lines(self, path: str, quiet: float) -> "Lines":
        """Lines of an event stream, from when it is listened to until it ends or nothing came for `quiet` seconds."""
        headers = {"authorization": self.authorization, "accept": "text/event-stream"}
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            response = _opener.open(request, timeout=quiet)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable(f"Holdpoint cannot be reached at {self.url}: {error}") from error
        if not str(response.headers.get("content-type")).startswith("text/event-stream"):
            response.close()
            raise Malformed(f"Holdpoint answered {response.status}, but not with a stream of events. "
                            "Check its address (url or HOLDPOINT_URL).")
        return Lines(response)

    def _once(
        self, method: str, path: str, body: Any, once: str | None, wait: float, more: dict[str, str]
    ) -> dict[str, Any]:
        headers = {"authorization": self.authorization, "accept": "application/json", **more}
        data = None
        if body is not None:
            data = _written(body)
            headers["content-type"] = "application/json"
        if once is not None:
            headers["idempotency-key"] = once
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        until = time.monotonic() + self.timeout + wait
        try:
            with _opener.open(request, timeout=self.timeout + wait) as response:
                return _read(_whole(response, until), response.status)
        except urllib.error.HTTPError as error:
            raise _problem(error, until) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable(f"Holdpoint cannot be reached at {self.url}: {error}") from error


class Lines:
    """One thread reads them; any other may end them."""

    def __init__(self, response: http.client.HTTPResponse):
        self._response = response
        self._lock = threading.Lock()
        # Another name for the same connection: to close the response itself would wait for who reads it.
        self._line: socket.socket | None = socket.fromfd(response.fileno(), socket.AF_INET, socket.SOCK_STREAM)

    def end(self) -> None:
        with self._lock:
            if self._line is not None:
                try:
                    self._line.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # it has ended by itself

    def __iter__(self) -> Iterator[str]:
        try:
            while line := self._response.readline(_largest_line + 1):
                if len(line) > _largest_line:
                    raise Malformed("Holdpoint sent an event that is too long.")
                yield line.decode(errors="replace").rstrip("\r\n")
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"The event stream ended: {error}") from error
        finally:
            self.close()

    def close(self) -> None:
        """For who reads."""
        with self._lock:
            if self._line is not None:
                self._line.close()
                self._line = None
        self._response.close()


def _written(body: Any) -> bytes:
    try:
        return json.dumps(body, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise NotAllowed(f"The request cannot be written as JSON: {error}.") from error


def _whole(response: Any, until: float) -> bytes:
    """A body that comes byte by byte keeps within the time of the question too: the socket's own time begins anew with each
    byte."""
    text = b""
    while len(text) <= _largest_answer:
        part = response.read1(64 * 1024)
        if not part:
            # What was announced and did not come is told by this.
            return text + response.read()
        text += part
        if time.monotonic() > until:
            raise TimeoutError("the answer does not end in time")
    return text


def _parsed(text: bytes) -> Any:
    """None where it is no JSON, or more than a reader can take in."""
    try:
        return json.loads(text) if len(text) <= _largest_answer else None
    except (ValueError, RecursionError):
        return None


def _read(text: bytes, status: int) -> dict[str, Any]:
    answer = _parsed(text)
    if not isinstance(answer, dict):
        raise Malformed(f"Holdpoint answered {status}, but not with a JSON object. "
                        "Check its address (url or HOLDPOINT_URL).")
    return answer


def _problem(error: urllib.error.HTTPError, until: float) -> NotAllowed:
    try:
        problem = _parsed(_whole(error, until))
    except (OSError, ValueError, http.client.HTTPException):
        problem = {}
    problem = problem if isinstance(problem, dict) else {}
    why = str(problem.get("detail") or problem.get("title") or error.reason)
    field = f" ({problem['field']})" if problem.get("field") else ""
    if error.code >= 500 or error.code == 429 or error.code < 400:
        return Unreachable(f"Holdpoint answered {error.code}: {why}")
    kind = str(problem.get("type", "")).rsplit("/", 1)[-1]
    hint = " Check the key (key or HOLDPOINT_API_KEY)." if error.code == 401 else ""
    return Refused(f"Holdpoint did not accept the request ({error.code}): {why}{field}{hint}", error.code, kind)
