import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest.mock import patch

from holdpoint import Holdpoint, NotAllowed, Refused
from tests.server import Server


def prompt(version: int) -> dict[str, Any]:
    return {"name": "triage/diagnose", "version": version, "template": "Diagnose {{alert}}", "messages": None}


class WhileAway(unittest.TestCase):
    def setUp(self) -> None:
        self.given: tuple[int, Any] | None = (200, prompt(1))
        self.server = Server(lambda *_: self.given, written=True)
        self.addCleanup(self.server.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.now = 1_000.0
        clock = patch("holdpoint.prompts.time.monotonic", lambda: self.now)
        clock.start()
        self.addCleanup(clock.stop)

    def client(self) -> Holdpoint:
        return Holdpoint(self.server.url, "hp_x", agent="ops", journal=self.folder.name, patience=0, timeout=5)

    def version(self, client: Holdpoint, **more: Any) -> int:
        return client.prompt("triage/diagnose", "production", **more)["version"]

    def test_it_is_asked_for_once_a_minute(self) -> None:
        client = self.client()
        for _ in range(3):
            self.assertEqual(self.version(client), 1)
        asked = [each[:2] for each in self.server.asked]
        self.assertEqual(asked, [("GET", "/api/v1/prompts/triage%2Fdiagnose?label=production")])
        self.now += 60
        self.given = (200, prompt(2))
        self.assertEqual(self.version(client), 2)

    def test_what_was_said_last_holds_while_it_is_away_or_cannot_be_read(self) -> None:
        client = self.client()
        self.assertEqual(self.version(client), 1)
        broken: list[tuple[int, Any] | None] = [
            None, (500, {}), (503, "<h1>down</h1>"), (404, "<h1>no such site</h1>"), (200, '{"name": "tri'),
            (200, {"name": "triage/diagnose", "version": "2"}), (200, {**prompt(2), "template": None}), (200, [])]
        for self.given in broken:
            self.now += 60
            self.assertEqual(self.version(client), 1)
        # A user of a rollout who has never asked gets what the label stood at.
        self.assertEqual(self.version(client, targeting_key="user-17"), 1)
        self.now += 60
        self.given = (200, prompt(2))
        self.assertEqual(self.version(client), 2)

    def test_a_new_process_knows_it_too_and_ignores_a_damaged_file(self) -> None:
        self.version(self.client())
        self.given = None
        self.assertEqual(self.version(self.client()), 1)
        (file,) = Path(self.folder.name).glob("*/prompts.kept")
        file.write_text('{"prompts": [["/api', encoding="utf-8")
        with self.assertRaises(NotAllowed):
            self.version(self.client())

    def test_a_prompt_that_is_gone_is_gone(self) -> None:
        client = self.client()
        self.version(client)
        self.now += 60
        self.given = (404, {"type": "https://holdpoint.dev/problems/not-found", "title": "No such prompt"})
        with self.assertRaises(Refused):
            self.version(client)


if __name__ == "__main__":
    unittest.main()
