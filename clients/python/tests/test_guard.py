import asyncio
import contextvars
import sys
import tempfile
import unittest
from types import SimpleNamespace
from typing import Any, AsyncIterator, Iterator
from unittest.mock import patch

from holdpoint import Holdpoint, NotAllowed
from tests.server import Server

allowed = {"id": "prm_1", "decision": "allow", "reasons": [], "remaining": {}, "release": None}


class Guard(unittest.TestCase):
    """What is told of a tool is told when it has ended, whatever kind of function it is."""

    def setUp(self) -> None:
        self.outcomes: list[str] = []
        self.spans: list[tuple[Any, Any]] = []
        self.server = Server(self.answer)
        self.addCleanup(self.server.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.client = Holdpoint(self.server.url, "hp_x", agent="ops", journal=folder.name, patience=0, timeout=5)

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if path == "/api/v1/permits":
            self.spans.append((body.get("traceId"), body.get("spanId")))
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

    def test_what_is_asked_in_a_span_names_it_in_threads_too(self) -> None:
        span: contextvars.ContextVar[Any] = contextvars.ContextVar("span")
        context = SimpleNamespace(trace_id=0xA1, span_id=0xB2, is_valid=True, trace_flags=SimpleNamespace(sampled=True))
        here = SimpleNamespace(get_span_context=lambda: context)
        nothing = SimpleNamespace(get_span_context=lambda: SimpleNamespace(is_valid=False))
        api = SimpleNamespace(get_current_span=lambda: span.get(nothing))

        async def found() -> str:
            return "found"

        with patch.dict(sys.modules, {"opentelemetry.trace": api}):
            plain = self.client.guard(lambda: "found", "search", ask="permit")
            plain()
            span.set(here)
            plain()
            asyncio.run(self.client.guard(found, "search", ask="permit")())
            context.trace_flags.sampled = False
            plain()
            api.get_current_span = None
            plain()
            plain_given = self.client.guard(lambda: "found", "search", ask="permit", trace_id="c3" * 16)
            plain_given()
        active = ("a1".rjust(32, "0"), "b2".rjust(16, "0"))
        none = (None, None)
        self.assertEqual(self.spans, [none, active, active, none, none, ("c3" * 16, None)])


if __name__ == "__main__":
    unittest.main()
