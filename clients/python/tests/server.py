"""An HTTP server that answers as a test says, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable

Answer = tuple[int, Any]


class Server:
    def __init__(self, answer: Callable[[str, str, Any], Answer | None], written: bool = False):
        """`written`: a text is sent as it is, not as JSON."""
        self.asked: list[tuple[str, str, Any, str | None]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def _all(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                server.asked.append((self.command, self.path, body, self.headers.get("idempotency-key")))
                given = answer(self.command, self.path, body)
                if given is None:  # the connection is cut
                    return
                as_it_is = written and isinstance(given[1], str)
                text = (given[1] if as_it_is else json.dumps(given[1])).encode()
                self.send_response(given[0])
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = _all

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
