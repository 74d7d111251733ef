import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from holdpoint import Holdpoint
from tests.server import Server

allowed = {"id": "prm_1", "decision": "allow", "reasons": [], "remaining": {}, "release": None}


class Journal(unittest.TestCase):
    def setUp(self) -> None:
        self.up = True
        self.status = 200
        self.told = threading.Event()
        self.server = Server(self.answer)
        self.addCleanup(self.server.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any] | None:
        if path == "/api/v1/permits":
            return 200, allowed
        if not self.up:
            return None
        if self.status == 200:
            self.told.set()
        return self.status, {"detail": "as the test says", "type": "forbidden"}

    def client(self) -> Holdpoint:
        return Holdpoint(self.server.url, "hp_x", agent="ops", journal=self.folder.name, patience=0.2, timeout=5)

    def outcomes(self) -> list[tuple[str, str | None]]:
        return [(path, key) for _, path, _, key in self.server.asked if path.endswith("/outcome")]

    def left(self) -> list[Path]:
        return list(Path(self.folder.name).rglob("*.json"))

    def test_an_outcome_is_told_when_the_server_is_back(self) -> None:
        self.up = False
        with self.client().permit("tool", tool="search"):
            pass
        self.assertEqual(len(self.left()), 1)
        self.up = True
        self.assertTrue(self.told.wait(10))

    def test_an_invalid_key_after_the_act_does_not_make_the_act_fail(self) -> None:
        self.status = 401
        ran = self.client().guard(lambda: "result", "search", ask="permit")
        self.assertEqual(ran(), "result")
        self.assertEqual(len(self.left()), 1)
        self.status = 200
        self.assertTrue(self.told.wait(10))

    def test_a_killed_process_leaves_its_outcome_to_the_next_which_tells_it_once(self) -> None:
        self.up = False
        code = (
            "import os,sys; sys.path.insert(0, sys.argv[1]); from holdpoint import Holdpoint\n"
            f"c = Holdpoint({self.server.url!r}, 'hp_x', agent='ops', journal={self.folder.name!r}, patience=0)\n"
            "with c.permit('tool', tool='search'): pass\n"
            "os.kill(os.getpid(), 9)\n"
        )
        root = str(Path(__file__).resolve().parents[1])
        subprocess.run([sys.executable, "-c", code, root], check=False, timeout=30)
        self.assertEqual(len(self.left()), 1)
        self.up = True
        before = len(self.outcomes())
        next_process = self.client()
        self.assertTrue(self.told.wait(10))
        self.assertEqual(next_process.flush(), 0)
        self.assertEqual(self.left(), [])
        self.assertEqual(len(self.outcomes()) - before, 1)
        self.assertEqual({key for _, key in self.outcomes()}, {"prm_1"})

    def test_two_processes_on_one_journal_tell_each_outcome_once(self) -> None:
        """Both find the same files; the key in each makes it count once."""
        self.up = False
        for _ in range(5):
            with self.client().permit("tool", tool="search"):
                pass
        code = (
            "import sys; sys.path.insert(0, sys.argv[1]); from holdpoint import Holdpoint\n"
            f"c = Holdpoint({self.server.url!r}, 'hp_x', agent='ops', journal={self.folder.name!r}, patience=0)\n"
            "for _ in range(20):\n"
            "    with c.permit('tool', tool='search'): pass\n"
            "while c.flush(): pass\n"
        )
        root = str(Path(__file__).resolve().parents[1])
        self.up = True
        both = [subprocess.Popen([sys.executable, "-c", code, root]) for _ in range(2)]
        self.assertEqual([each.wait(60) for each in both], [0, 0])
        self.assertEqual(self.left(), [])

    def lease_record(self, **process: Any) -> Path:
        """A slice that another process keeps, as it is in the journal."""
        client = self.client()
        client.teller.keep("prm_9", "/api/v1/permits/prm_9/outcome", {"status": "ok"})
        path = self.left()[0]
        record = json.loads(path.read_text())
        record["while"] |= process
        path.write_text(json.dumps(record))
        return path

    def test_a_slice_is_left_to_the_process_that_spends_it(self) -> None:
        path = self.lease_record()
        self.assertEqual(self.client().flush(), 0)
        self.assertTrue(path.exists())
        path.unlink()
        self.lease_record(host="another-machine")
        self.assertEqual(self.client().flush(), 0)
        self.assertEqual(len(self.left()), 1)

    def test_a_slice_of_a_process_that_is_gone_is_told_whoever_has_its_number_now(self) -> None:
        self.lease_record(began="1")
        self.assertEqual(self.client().flush(), 0)
        self.assertEqual(self.left(), [])
        path = self.lease_record(host="another-machine")
        path.write_text(json.dumps({**json.loads(path.read_text()), "at": 1}))
        self.client().flush()
        self.assertTrue(self.told.wait(10))

    def test_a_clock_that_is_set_gives_no_lease_more_time(self) -> None:
        for clock in ("time", "monotonic"):
            with self.client().lease("tool", tool="search", calls=50) as lease:
                lease.spend()
                asked = sum(path == "/api/v1/permits" for _, path, _, _ in self.server.asked)
                real = getattr(time, clock)
                with mock.patch(f"holdpoint.lease.time.{clock}", lambda: real() + 3600):
                    lease.spend()
                    self.assertEqual(sum(path == "/api/v1/permits" for _, path, _, _ in self.server.asked), asked + 1)

    def test_a_report_with_a_final_error_is_kept_and_not_sent_again(self) -> None:
        self.status = 409
        client = self.client()
        with client.permit("tool", tool="search"):
            pass
        self.assertEqual(client.flush(), 0)
        self.assertIn("refused", json.loads(self.left()[0].read_text()))
        self.assertEqual(len(self.outcomes()), 1)

    @unittest.skipIf(os.name == "nt" or os.geteuid() == 0, "needs a folder that cannot be written")
    def test_without_a_journal_nothing_is_lost_that_can_be_sent(self) -> None:
        os.chmod(self.folder.name, 0o500)
        with self.client().permit("tool", tool="search"):
            pass
        self.assertTrue(self.told.wait(10))


if __name__ == "__main__":
    unittest.main()
