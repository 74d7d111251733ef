"""Human in the loop as LangChain and LangGraph write it: four dialects of one question, answered by Holdpoint."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator

from ..approvals import Claim
from ..canonical import same_json
from ..client import Holdpoint
from ..errors import NotAllowed
from ..held import text_of


@dataclass(frozen=True)
class Asked:
    name: str
    arguments: dict[str, Any]
    may_edit: bool
    """Whether the graph takes arguments. It is then told those that were approved, whatever it has by now."""


def read(interrupt: Any) -> tuple[str, list[Asked]]:
    """Which dialect an interrupt is in, and its actions. Raises NotAllowed for another: nothing is guessed."""
    value = getattr(interrupt, "value", interrupt)
    if isinstance(value, list) and len(value) == 1:
        dialect, actions = read(value[0])
        return dialect, actions
    if not isinstance(value, dict):
        raise NotAllowed("The interrupt has an unknown form.")
    for key, dialect in (("action_requests", "python"), ("actionRequests", "javascript")):
        if isinstance(value.get(key), list):
            early = any("arguments" in each and "args" not in each for each in value[key])
            return ("early" if early else dialect), [_asked(each, _may_edit(value, each)) for each in value[key]]
    if isinstance(value.get("action_request"), dict):
        return "inbox", [_asked(value["action_request"], bool((value.get("config") or {}).get("allow_edit")))]
    raise NotAllowed("The interrupt has an unknown form.")


def _may_edit(value: dict[str, Any], action: Any) -> bool:
    for config in value.get("review_configs") or value.get("reviewConfigs") or []:
        if isinstance(action, dict) and config.get("action_name", config.get("actionName")) == action.get("name"):
            return "edit" in (config.get("allowed_decisions") or config.get("allowedDecisions") or [])
    return False


def _asked(action: Any, may_edit: bool) -> Asked:
    name = action.get("name", action.get("action")) if isinstance(action, dict) else None
    arguments = action.get("args", action.get("arguments")) if isinstance(action, dict) else None
    if not isinstance(name, str) or not isinstance(arguments, dict):
        raise NotAllowed("An action of the interrupt has no name or no arguments.")
    return Asked(name, arguments, may_edit)


@contextmanager
def answering(client: Holdpoint, interrupt: Any, **more: Any) -> Iterator[Any]:
    """`with answering(client, interrupt) as resume: graph.invoke(Command(resume=resume), config)`. Each action is decided
    in Holdpoint and claimed; leaving the block reports how the graph went on. Tools behind HoldpointMiddleware ask by
    themselves and need no interrupt."""
    dialect, actions = read(interrupt)
    claims: list[Claim] = []
    try:
        decisions = [_decide(client, each, dialect, claims, more) for each in actions]
        yield [decisions[0]] if dialect == "inbox" else {"decisions": decisions}
    except BaseException as error:
        for claim in claims:
            client.report(claim, "failed", error=text_of(error))
        raise
    for claim in claims:
        client.report(claim, "executed", "The graph went on with it.")


def _decide(
    client: Holdpoint, asked: Asked, dialect: str, claims: list[Claim], more: dict[str, Any]
) -> dict[str, Any]:
    try:
        claim = client.obtain(asked.name, asked.arguments, **more)
    except NotAllowed as error:
        if dialect == "inbox":
            return {"type": "response", "args": f"{asked.name} did not run. {error}"}
        return {"type": "reject", "message": str(error)}
    claims.append(claim)
    if asked.may_edit:
        return _edit(asked.name, claim.arguments, dialect)
    if same_json(claim.arguments, asked.arguments):
        return {"type": "accept", "args": None} if dialect == "inbox" else {"type": "approve"}
    claims.pop()
    client.report(claim, "failed", error="It did not run: this graph takes no edited arguments.")
    return {"type": "response", "args": _no_edit} if dialect == "inbox" else {"type": "reject", "message": _no_edit}


_no_edit = "A person has edited the arguments, and this graph takes none: call it again with theirs."


def _edit(name: str, arguments: dict[str, Any], dialect: str) -> dict[str, Any]:
    if dialect == "inbox":
        return {"type": "edit", "args": {"action": name, "args": arguments}}
    action = {"name": name, "arguments" if dialect == "early" else "args": arguments}
    return {"type": "edit", "editedAction" if dialect == "javascript" else "edited_action": action}
