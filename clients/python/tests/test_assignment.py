import tempfile
import unittest
from typing import Any
from unittest.mock import patch

from holdpoint import Holdpoint
from tests.server import Server

allocation = {"agent": "ops", "environment": "production", "baseline": "r1", "candidate": None, "weightBps": 0,
              "seed": "s", "rolloutId": None}


class WhileAway(unittest.TestCase):
    def setUp(self) -> None:
        self.given: tuple[int, Any] | None = (200, {"items": [allocation]})
        self.server = Server(lambda *_: self.given)
        self.addCleanup(self.server.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.now = 1_000.0
        clock = patch("holdpoint.assignment.time.monotonic", lambda: self.now)
        clock.start()
        self.addCleanup(clock.stop)

    def client(self) -> Holdpoint:
        return Holdpoint(self.server.url, "hp_x", agent="ops", journal=self.folder.name, patience=0, timeout=5)

    def release(self, client: Holdpoint) -> str | None:
        found = client.assignment("user-17")
        return found.release if found else None

    def test_what_was_said_last_holds_while_it_is_away_or_cannot_be_read(self) -> None:
        client = self.client()
        self.assertEqual(self.release(client), "r1")
        broken: list[tuple[int, Any] | None] = [None, (503, {}), (200, {"items": [{"agent": "ops"}]}), (200, {"items": 7})]
        for self.given in broken:
            self.now += 10
            self.assertEqual(self.release(client), "r1")
        self.now += 10
        self.given = (200, {"items": [{**allocation, "baseline": "r2"}]})
        self.assertEqual(self.release(client), "r2")

    def test_a_new_process_knows_it_too(self) -> None:
        self.assertEqual(self.release(self.client()), "r1")
        self.given = None
        self.assertEqual(self.release(self.client()), "r1")

    def test_no_release_is_made_up(self) -> None:
        self.given = None
        self.assertIsNone(self.release(self.client()))


if __name__ == "__main__":
    unittest.main()
