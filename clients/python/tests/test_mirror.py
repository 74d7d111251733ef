import asyncio
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path
from typing import Any
from unittest.mock import patch

from holdpoint import Cancelled, Holdpoint, Mirror, MirroredAnswer, ShadowTools
from tests.server import Server


class Mirrored(unittest.TestCase):
    def setUp(self) -> None:
        self.given: tuple[int, Any] | None = (200, {"stored": 1, "known": 0})
        self.server = Server(lambda *_: self.given)
        self.addCleanup(self.server.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def mirror(self, shadow: Any, **more: Any) -> Mirror[Any]:
        hp = Holdpoint(self.server.url, "hp_x", agent="ops", journal=self.folder.name, patience=0, timeout=5)
        return hp.mirror("rol_1", shadow, **more)

    def pairs(self) -> list[dict[str, Any]]:
        for method, path, _, once in self.server.asked:
            self.assertEqual((method, path, bool(once)), ("POST", "/api/v1/shadow-pairs", True))
        return [pair for _, _, body, _ in self.server.asked for pair in body["pairs"]]

    def settle(self, mirror: Mirror[Any]) -> None:
        self.assertTrue(mirror.settled(30))


class Answers(Mirrored):
    def test_the_user_does_not_wait_and_both_answers_are_told(self) -> None:
        user_has_it = threading.Event()

        def shadow(question: str, _: ShadowTools) -> MirroredAnswer:
            self.assertTrue(user_has_it.wait(30))
            return MirroredAnswer(f"there, {question}", score=0.7, cost_usd="0.02")

        mirror = self.mirror(shadow)
        answer = MirroredAnswer("here", score=0.8)
        mirror("r1", "where?", answer)  # would hang here if it waited for the shadow
        self.assertFalse(mirror.settled(0))
        user_has_it.set()
        self.settle(mirror)
        [pair] = self.pairs()
        milliseconds = pair["shadow"].pop("milliseconds")
        self.assertGreaterEqual(milliseconds, 0)
        self.assertEqual(pair, {
            "requestId": "r1", "arm": "shadow", "input": "where?", "production": {"output": "here", "score": 0.8},
            "shadow": {"output": "there, where?", "score": 0.7, "costUsd": "0.02", "toolCalls": []}})
        self.assertEqual(mirror.counts(), (1, 0, 0, 0))
        self.assertEqual(answer, MirroredAnswer("here", score=0.8))

    def test_what_the_shadow_writes_into_the_conversation_is_not_in_that_of_the_user(self) -> None:
        added = threading.Event()

        def shadow(messages: list[dict[str, str]], _: ShadowTools) -> str:
            self.assertTrue(added.wait(30))
            seen = len(messages)
            messages[0]["text"] = "other"
            messages.clear()
            return str(seen)

        mirror = self.mirror(shadow)
        messages = [{"text": "where?"}]
        mirror("r1", messages, "here")
        messages.append({"text": "here"})
        added.set()
        self.settle(mirror)
        self.assertEqual(messages, [{"text": "where?"}, {"text": "here"}])
        self.assertEqual(self.pairs()[0]["shadow"]["output"], "1")

    def test_an_async_agent_goes_on_while_an_async_shadow_blocks_its_own_loop(self) -> None:
        go_on = threading.Event()

        async def shadow(question: str, tools: ShadowTools) -> str:
            self.assertTrue(go_on.wait(30))
            await asyncio.sleep(0)
            return f"there, {await asyncio.to_thread(lambda: question)}"

        async def serve() -> bool:
            mirror("r1", "where?", "here")
            await asyncio.sleep(0)
            go_on.set()
            return await mirror.settled_async(30)

        mirror = self.mirror(shadow)
        self.assertTrue(asyncio.run(serve()))
        self.assertEqual(self.pairs()[0]["shadow"]["output"], "there, where?")

    def test_a_share_is_mirrored_and_never_more_at_once_than_asked_for(self) -> None:
        none = self.mirror(lambda *_: "there", share=0)
        none("r1", "where?", "here")
        self.assertEqual(none.counts(), (0, 1, 0, 0))
        gate = threading.Event()
        mirror = self.mirror(lambda *_: "there" if gate.wait(30) else "", most=2)
        for name in ("r1", "r2", "r3"):
            mirror(name, "where?", "here")
        self.assertEqual(mirror.counts().left_out, 1)
        gate.set()
        self.settle(mirror)
        mirror("r4", "where?", "here")
        self.settle(mirror)
        self.assertEqual(sorted(pair["requestId"] for pair in self.pairs()), ["r1", "r2", "r4"])

    def test_what_is_longer_than_holdpoint_takes_is_cut_as_it_counts(self) -> None:
        mirror = self.mirror(lambda *_: "🙂" * 60_000)
        mirror("r1", {"at": Path("here"), "n": 1}, "x" * 100_001)
        self.settle(mirror)
        [pair] = self.pairs()
        self.assertEqual(pair["shadow"]["output"], "🙂" * 50_000)
        self.assertEqual(pair["production"]["output"], "x" * 100_000)
        self.assertEqual(pair["input"], '{"at":"here","n":1}')


class Tools(Mirrored):
    def test_a_tool_runs_only_where_it_is_on_the_list(self) -> None:
        ran: list[str] = []

        def call(name: str) -> str:
            ran.append(name)
            return f"{name} ran"

        async def call_async(name: str) -> str:
            return call(name)

        def shadow(_: str, tools: ShadowTools) -> str:
            return ", ".join(tools.run(name, {"usd": 5}, lambda: call(name)) for name in ("search", "send_money"))

        async def shadow_async(_: str, tools: ShadowTools) -> str:
            names = ("search", "send_money")
            return ", ".join([await tools.run_async(name, {"usd": 5}, lambda: call_async(name)) for name in names])

        for each in (shadow, shadow_async):
            mirror = self.mirror(
                each, allowed_tools=["search"], stand_in=lambda tool, args: f"{tool} of {args['usd']} was not run")
            mirror("r1", "pay", "done")
            self.settle(mirror)
        self.assertEqual(ran, ["search", "search"])
        for pair in self.pairs():
            self.assertEqual(pair["shadow"]["output"], "search ran, send_money of 5 was not run")
            self.assertEqual(pair["shadow"]["toolCalls"], [
                {"tool": "search", "intercepted": False}, {"tool": "send_money", "intercepted": True}])

    def test_without_a_list_none_runs_and_no_more_calls_are_told_than_holdpoint_takes(self) -> None:
        ran: list[int] = []

        def shadow(_: str, tools: ShadowTools) -> str:
            return repr({tools.run("search", {}, lambda: ran.append(1)) for _ in range(201)})

        mirror = self.mirror(shadow)
        mirror("r1", "where?", "here")
        self.settle(mirror)
        self.assertEqual(ran, [])
        [pair] = self.pairs()
        self.assertEqual((pair["shadow"]["output"], len(pair["shadow"]["toolCalls"])), ("{None}", 200))

    def test_options_that_make_no_sense_are_told_at_once(self) -> None:
        wrong: list[tuple[str, Any]] = [("allowed_tools", "search"), ("share", 5), ("timeout", 0)]
        for name, value in wrong:
            with self.assertRaisesRegex((TypeError, ValueError), name):
                self.mirror(lambda *_: "there", **{name: value})


class Failures(Mirrored):
    def test_a_shadow_that_fails_is_told_as_such_and_counted_only(self) -> None:
        def shadow(question: str, _: ShadowTools) -> Any:
            if question == "raises":
                raise ValueError("no model")
            if question == "says nothing":
                raise KeyError
            if question == "ends the process":
                sys.exit(3)
            return 7

        async def shadow_async(question: str, tools: ShadowTools) -> Any:
            return shadow(question, tools)

        for each in (shadow, shadow_async):
            self.server.asked.clear()
            mirror = self.mirror(each)
            with patch.object(threading, "excepthook") as seen:
                for question in ("raises", "says nothing", "ends the process", "number"):
                    mirror(question, question, "here")
                self.settle(mirror)
            seen.assert_not_called()
            self.assertEqual({pair["requestId"]: pair["shadow"].get("error") for pair in self.pairs()}, {
                "raises": "no model", "says nothing": "KeyError", "ends the process": "3",
                "number": "An answer is a text or a MirroredAnswer, not int."})
            self.assertEqual({pair["shadow"]["output"] for pair in self.pairs()}, {None})
            self.assertEqual(mirror.counts(), (4, 0, 4, 0))

    def test_a_shadow_that_hangs_is_left_behind_and_runs_no_tool_after_its_time(self) -> None:
        wakes, turned_away = threading.Event(), threading.Event()

        def shadow(_: str, tools: ShadowTools) -> str:
            if wakes.is_set():
                return "there"
            self.assertTrue(wakes.wait(30))
            try:
                tools.run("search", {}, lambda: self.fail("it ran"))
            except Cancelled:
                turned_away.set()
            return "late"

        mirror = self.mirror(shadow, timeout=0.05, allowed_tools=["search"], most=1)
        mirror("r1", "where?", "here")
        self.settle(mirror)
        [pair] = self.pairs()
        self.assertEqual((pair["shadow"]["output"], pair["shadow"]["error"], pair["shadow"]["toolCalls"]),
                         (None, "It took longer than 0.05 s.", []))
        mirror("r2", "where?", "here")  # its thread is still there, and threads must not become many
        self.assertEqual(mirror.counts(), (1, 1, 1, 0))
        wakes.set()
        self.assertTrue(turned_away.wait(30))
        for thread in threading.enumerate():
            if thread.name == "holdpoint-shadow":
                thread.join(30)
        mirror("r3", "where?", "here")
        self.settle(mirror)
        self.assertEqual([pair["requestId"] for pair in self.pairs()], ["r1", "r3"])

    def test_an_async_shadow_is_cancelled_at_its_deadline(self) -> None:
        began, cancelled = threading.Event(), threading.Event()

        async def shadow(_: str, tools: ShadowTools) -> str:
            began.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.set()
                raise
            return "never"

        mirror = self.mirror(shadow, timeout=0.05)
        for _ in range(100):  # on a busy machine the time may be over before it begins
            mirror("r1", "where?", "here")
            self.settle(mirror)
            if began.is_set():
                break
        self.assertTrue(cancelled.wait(30))
        self.assertEqual(self.pairs()[0]["shadow"]["error"], "It took longer than 0.05 s.")

    def test_neither_an_absent_holdpoint_nor_a_strange_request_reaches_the_caller(self) -> None:
        ring: dict[str, Any] = {}
        ring["self"] = ring
        mirror = self.mirror(lambda *_: "there")
        mirror("r1", ring, "here")
        self.settle(mirror)
        self.assertEqual(self.pairs()[0]["input"], "")
        for self.given in [None, (503, {}), (422, {"detail": "no"}), (200, [])]:
            mirror("r2", "where?", "here")
            self.settle(mirror)
        answer: Any = 7
        mirror("r3", "where?", answer)
        self.settle(mirror)
        with patch("holdpoint.mirror.threading.Thread.start", side_effect=RuntimeError("can't start new thread")):
            mirror("r4", "where?", "here")
        self.settle(mirror)
        self.assertEqual(mirror.counts(), (1, 0, 0, 6))


class Processes(Mirrored):
    def ends(self, shadow: str, then: str) -> str:
        """What a process prints that ends by itself."""
        code = (
            "import asyncio, sys, threading; sys.path.insert(0, sys.argv[1]); from holdpoint import Holdpoint\n"
            f"hp = Holdpoint({self.server.url!r}, 'hp_x', agent='ops', journal={self.folder.name!r}, patience=0)\n"
            f"hangs, began = threading.Event().wait, threading.Event()\n{shadow}\n{then}\n"
        )
        root = str(Path(__file__).resolve().parents[1])
        ran = subprocess.run(
            [sys.executable, "-c", code, root], check=True, timeout=60, text=True, capture_output=True)
        self.assertEqual(ran.stderr, "")
        return ran.stdout.strip()

    shadows = (
        "def shadow(input, tools):\n  began.set()\n  hangs()",
        "async def shadow(input, tools):\n  began.set()\n  hangs()",
        "async def shadow(input, tools):\n  await asyncio.to_thread(lambda: began.set() or hangs())",
    )

    def test_a_shadow_that_was_left_behind_keeps_no_process_alive(self) -> None:
        then = (
            "mirror = hp.mirror('rol_1', shadow, timeout=0.2)\n"
            "while not began.is_set():\n"  # on a busy machine the time may be over before it begins
            "  mirror('r1', 'where?', 'here')\n"
            "  assert mirror.settled(30)\n"
            "counts = mirror.counts()\n"
            "print(counts.failed == counts.reported > 0)"
        )
        for shadow in self.shadows:
            self.assertEqual(self.ends(shadow, then), "True", shadow)

    def test_a_process_ends_while_a_shadow_still_has_time(self) -> None:
        then = (
            "mirror = hp.mirror('rol_1', shadow, timeout=600)\n"
            "mirror('r1', 'where?', 'here')\n"
            "began.wait()\n"
            "print(*mirror.counts())"
        )
        for shadow in self.shadows:
            self.assertEqual(self.ends(shadow, then), "0 0 0 0", shadow)


if __name__ == "__main__":
    unittest.main()
