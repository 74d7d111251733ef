"""A client listens for stops while it holds a lease, and not a moment longer."""

from __future__ import annotations

import json
import tempfile
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from holdpoint import Holdpoint

_patience = 20.0


class StreamingServer:
    """Gives leases, and a stream that stays open until its client leaves."""

    def __init__(self) -> None:
        self.opened, self.left = threading.Semaphore(0), threading.Semaphore(0)
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.end_headers()
                self.wfile.write(b": listening\n\n")
                server.opened.release()
                self.connection.settimeout(_patience)
                try:
                    gone = self.connection.recv(1) == b""
                except OSError as error:
                    gone = not isinstance(error, TimeoutError)
                if gone:
                    server.left.release()
                self.close_connection = True

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length") or 0))
                answer: dict[str, Any] = {"id": "prm_1", "decision": "allow", "reasons": [], "guardrails": None}
                text = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Stopped(unittest.TestCase):
    def setUp(self) -> None:
        self.server = StreamingServer()
        self.addCleanup(self.server.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.client = Holdpoint(
            self.server.url, "hp_test", agent="runner", journal=folder.name, patience=0, timeout=_patience)

    def test_the_stream_ends_with_the_last_lease(self) -> None:
        with self.client.lease("tool", calls=3, seconds=10) as one:
            with self.client.lease("llm", calls=3, seconds=10) as other:
                one.spend()
                other.spend()
                self.assertTrue(self.server.opened.acquire(timeout=_patience))
            self.assertFalse(self.server.left.acquire(blocking=False))
        self.assertTrue(self.server.left.acquire(timeout=_patience / 2))

    def test_a_lease_that_nobody_gives_back_keeps_no_stream_beyond_its_time(self) -> None:
        lost = self.client.lease("tool", calls=3, seconds=1)
        lost.spend()
        began = time.monotonic()
        self.assertTrue(self.server.opened.acquire(timeout=_patience))
        self.assertTrue(self.server.left.acquire(timeout=_patience / 2))
        self.assertGreaterEqual(time.monotonic() - began, 0.5)

    def test_who_takes_another_lease_afterwards_listens_again(self) -> None:
        for _ in range(3):
            with self.client.lease("tool", calls=3, seconds=10) as lease:
                lease.spend()
                self.assertTrue(self.server.opened.acquire(timeout=_patience))
            self.assertTrue(self.server.left.acquire(timeout=_patience / 2))
