import asyncio
import tempfile
import unittest
from typing import Any, AsyncIterator, Iterator

from holdpoint import Holdpoint, NotAllowed
from tests.server import Server

allowed = {"id": "prm_1", "decision": "allow", "reasons": [], "remaining": {}, "release": None}


class Guard(unittest.TestCase):
    """What is told of a tool is told when it has ended, whatever kind of function it is."""

    def setUp(self) -> None:
        self.outcomes: list[str] = []
        self.server = Server(self.answer)
        self.addCleanup(self.server.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.client = Holdpoint(self.server.url, "hp_x", agent="ops", journal=folder.name, patience=0, timeout=5)

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if path == "/api/v1/permits":
            return 200, allowed
        self.outcomes.append(body["status"])
        return 200, {}

    def test_a_plain_function_that_answers_a_coroutine_has_not_run_yet(self) -> None:
        async def later(fails: bool) -> str:
            if fails:
                raise ValueError("it broke")
            return "done"

        guarded = self.client.guard(lambda fails: later(fails), "search", ask="permit")
        waiting = guarded(False)
        self.assertEqual(self.outcomes, [])
        self.assertEqual(asyncio.run(waiting), "done")
        with self.assertRaises(ValueError):
            asyncio.run(guarded(True))
        self.assertEqual(self.client.flush(), 0)
        self.assertEqual(self.outcomes, ["ok", "error"])

    def test_a_generator_is_told_at_its_end_or_where_it_is_left(self) -> None:
        def parts(fails: bool) -> Iterator[int]:
            yield 1
            if fails:
                raise ValueError("it broke")
            yield 2

        guarded = self.client.guard(parts, "search", ask="permit")
        found = guarded(False)
        self.assertEqual((next(found), self.outcomes), (1, []))
        self.assertEqual((list(found), self.outcomes), ([2], ["ok"]))
        with self.assertRaises(ValueError):
            list(guarded(True))
        left = guarded(False)
        next(left)
        left.close()
        self.assertEqual(self.outcomes, ["ok", "error", "error"])

    def test_an_async_generator_too(self) -> None:
        async def parts() -> AsyncIterator[int]:
            yield 1
            yield 2

        async def read() -> list[int]:
            return [part async for part in self.client.guard(parts, "search", ask="permit")()]

        self.assertEqual(asyncio.run(read()), [1, 2])
        self.assertEqual(self.outcomes, ["ok"])

    def test_arguments_that_are_not_json_are_an_error_with_the_reason(self) -> None:
        ran: list[Any] = []
        with self.assertRaisesRegex(NotAllowed, "cannot be written as JSON"):
            self.client.guard(ran.append, "search", ask="permit", rationale=object())("x")
        with self.assertRaisesRegex(NotAllowed, "cannot be written as JSON"):
            with self.client.permit("llm", tokens=float("nan")):  # type: ignore[arg-type]
                ran.append("x")
        self.assertEqual(ran, [])


if __name__ == "__main__":
    unittest.main()
