import socket
import tempfile
import threading
import time
import unittest
from typing import Any

from holdpoint import Holdpoint, NotAllowed
from holdpoint.errors import BadReceipt
from holdpoint.receipts import verify_receipt
from tests.server import Server

allowed = {"id": "prm_1", "decision": "allow", "reasons": [], "remaining": {}, "release": None}
deep = "[" * 200_000


class Dripping:
    """A server that answers without end, byte by byte."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._drip, args=(connection,), daemon=True).start()

    def _drip(self, connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
                while not self._over.wait(0.05):
                    connection.sendall(b" ")
            except OSError:
                pass

    def close(self) -> None:
        self._over.set()
        self._listening.close()


class Answers(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.ran: list[str] = []

    def client(self, url: str, timeout: float = 5) -> Holdpoint:
        return Holdpoint(url, "hp_x", agent="ops", journal=self.folder, patience=0, timeout=timeout)

    def run_tool(self, client: Holdpoint) -> Any:
        return client.guard(lambda: self.ran.append("x") or "result", "search", ask="permit")()

    def test_an_answer_that_comes_byte_by_byte_is_over_in_time(self) -> None:
        server = Dripping()
        self.addCleanup(server.close)
        began = time.monotonic()
        with self.assertRaisesRegex(NotAllowed, "in time"):
            self.run_tool(self.client(server.url, timeout=0.5))
        self.assertLess(time.monotonic() - began, 3)
        self.assertEqual(self.ran, [])

    def test_an_answer_too_deep_to_be_read_is_not_allowed(self) -> None:
        server = Server(lambda *_: (200, deep), written=True)
        self.addCleanup(server.close)
        with self.assertRaisesRegex(NotAllowed, "not with a JSON object"):
            self.run_tool(self.client(server.url))
        self.assertEqual(self.ran, [])

    def test_after_the_act_no_answer_takes_the_result_back(self) -> None:
        for answer in [(200, deep), (400, deep), (500, deep), (200, "<html>"), (204, "")]:
            server = Server(lambda _, path, __: (200, allowed) if path.endswith("/permits") else answer, written=True)
            self.assertEqual(self.run_tool(self.client(server.url)), "result")
            server.close()

    def test_with_invalid_keys_the_receipt_is_invalid(self) -> None:
        head = "eyJhbGciOiJFZERTQSIsInR5cCI6ImhvbGRwb2ludC1yZWNlaXB0K2p3dCIsImtpZCI6ImEifQ"
        body = "eyJpc3MiOiJob2xkcG9pbnQiLCJpYXQiOjEsImV4cCI6Mn0"
        key = {"kid": "a", "crv": "Ed25519"}
        for keys in [{}, {"keys": None}, {"keys": ["x"]}, {"keys": [{**key, "x": 7}]}, {"keys": [{**key, "x": "ä"}]}, [], None]:
            with self.assertRaises(BadReceipt):
                verify_receipt(f"{head}.{body}.AA", keys)  # type: ignore[arg-type]


if __name__ == "__main__":
    unittest.main()
