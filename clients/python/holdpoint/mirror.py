"""Sends requests to a candidate as well, where no user sees what it answers, and tells Holdpoint both answers."""

from __future__ import annotations

import json
import random
import threading
import time
import uuid
from typing import Any, Awaitable, Callable, Generic, Iterable, NamedTuple, TypeVar, Union

from .approvals import Stop
from .shadow import Attempt, MirroredAnswer, ShadowTools, answer_of
from .threads import in_thread
from .transport import Transport

Input = TypeVar("Input")
Answer = Union[MirroredAnswer, str]
ShadowFunction = Callable[[Input, ShadowTools], Union[Answer, Awaitable[Answer]]]

# As many as Holdpoint takes, counted as it counts: in halves of a UTF-16 pair.
_longest, _longest_error = 100_000, 2_000
_arms = ("shadow", "noise", "anchor")


class MirrorCounts(NamedTuple):
    reported: int
    left_out: int
    """Not chosen, or too many at once."""
    failed: int
    """The shadow failed or took too long: reported as such."""
    unreported: int
    """Holdpoint did not take the pair."""


class Mirror(Generic[Input]):
    """Call it when the user has their answer: `mirror(request_id, input, answer)`. It returns at once, never raises."""

    def __init__(
        self, transport: Transport, rollout: str, shadow: ShadowFunction[Input], *, arm: str,
        allowed_tools: Iterable[str], stand_in: Callable[[str, Any], Any], share: float, timeout: float, most: int,
    ):
        if arm not in _arms:
            raise ValueError(f"arm is one of {', '.join(_arms)}, not {arm}.")
        if isinstance(allowed_tools, str):
            raise TypeError("allowed_tools is a list of names, not one text.")
        if not 0 <= share <= 1:
            raise ValueError(f"share is from 0 to 1, not {share}.")
        if not timeout > 0:
            raise ValueError(f"timeout is above 0 seconds, not {timeout}.")
        self._transport, self._rollout, self._arm, self._shadow = transport, rollout, arm, shadow
        self._allowed, self._stand_in = frozenset(allowed_tools), stand_in
        self._share, self._timeout, self._most = share, timeout, most
        self._changed = threading.Condition()
        self._counts = dict.fromkeys(MirrorCounts._fields, 0)
        self._open = 0
        self._left_behind: list[Attempt] = []

    def __call__(self, request_id: str, input: Input, production: Answer) -> None:
        if not self._enter():
            return
        try:
            work = (request_id, _copied(input), production)
            threading.Thread(target=self._mirror, args=work, name="holdpoint-mirror", daemon=True).start()
        except Exception:  # such as a machine that gives no thread
            self._leave("unreported")

    def counts(self) -> MirrorCounts:
        with self._changed:
            return MirrorCounts(**self._counts)

    def settled(self, timeout: float | None = None) -> bool:
        """Waits until each pair is told or given up: before a process ends, or in a test. False: `timeout` seconds have
        passed first."""
        with self._changed:
            return self._changed.wait_for(lambda: self._open == 0, timeout)

    async def settled_async(self, timeout: float | None = None) -> bool:
        return bool(await in_thread(lambda: self.settled(timeout), Stop()))

    def _enter(self) -> bool:
        with self._changed:
            # A thread cannot be ended from outside. One that goes on keeps its place, so that they do not become many.
            self._left_behind = [each for each in self._left_behind if each.lives]
            enters = self._open + len(self._left_behind) < self._most and random.random() < self._share
            if enters:
                self._open += 1
            else:
                self._counts["left_out"] += 1
            return enters

    def _leave(self, became: str) -> None:
        with self._changed:
            self._counts[became] += 1
            self._open -= 1
            self._changed.notify_all()

    def _mirror(self, request_id: str, input: Input, production: Answer) -> None:
        became = "unreported"
        try:
            shadow = self._in_shadow(input)
            body = {"rollout": self._rollout, "pairs": [{
                "requestId": request_id, "arm": self._arm, "input": _cut(_text_of(input)),
                "production": _shown(answer_of(production)), "shadow": shadow}]}
            self._transport.call("POST", "/api/v1/shadow-pairs", body, once=uuid.uuid4().hex)
            became = "reported"
        except Exception:
            pass  # nothing of it reaches the agent: it is counted
        finally:
            self._leave(became)

    def _in_shadow(self, input: Input) -> dict[str, Any]:
        tools = ShadowTools(self._allowed, self._stand_in)
        began = time.monotonic()
        attempt = Attempt(lambda: self._shadow(input, tools))
        try:
            told = _shown(attempt.within(self._timeout))
        except BaseException as error:
            told = {"output": None, "error": _cut(str(error) or type(error).__name__, _longest_error)}
            with self._changed:
                self._counts["failed"] += 1
                self._left_behind.append(attempt)
        milliseconds = round((time.monotonic() - began) * 1_000)
        return {**told, "milliseconds": milliseconds, "toolCalls": tools.end()}


def _shown(answer: MirroredAnswer) -> dict[str, Any]:
    output = None if answer.output is None else _cut(answer.output)
    more = {"score": answer.score, "costUsd": answer.cost_usd}
    return {"output": output, **{name: value for name, value in more.items() if value is not None}}


def _cut(text: str, longest: int = _longest) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * longest].decode("utf-16-le", "ignore")


def _text_of(input: Any) -> str:
    if isinstance(input, str):
        return input
    try:
        return json.dumps(input, ensure_ascii=False, separators=(",", ":"), default=str)
    except Exception:  # no JSON, or an object that has no text
        return ""


def _copied(input: Any) -> Any:
    """Lists and dictionaries of its own: what the agent adds to them later is none of the shadow's, and the reverse."""
    try:
        return _copy(input)
    except RecursionError:
        return input  # it contains itself


def _copy(value: Any) -> Any:
    if type(value) is dict:
        return {name: _copy(each) for name, each in value.items()}
    if type(value) is list or type(value) is tuple:
        return type(value)(map(_copy, value))
    return value
