import unittest
from typing import Any
from unittest.mock import Mock

from holdpoint import Claim, NotAllowed, Rejected
from holdpoint.adapters.hitl import answering

asked = {"resource": "node-3"}


def client(arguments: dict[str, Any] | None) -> Any:
    """A client whose person approves these arguments, or rejects."""
    made = Mock()
    made.obtain = Mock(side_effect=Rejected("A person said no.") if arguments is None else None)
    made.obtain.return_value = Claim("apr_1", "clm_1", arguments or {}, "receipt")
    return made


def interrupts(may_edit: bool) -> dict[str, Any]:
    decisions = ["approve", "edit", "reject"] if may_edit else ["approve", "reject"]
    name = "delete_resource"
    inbox = {"action_request": {"action": name, "args": asked}, "config": {"allow_edit": may_edit}}
    return {
        "python": {"action_requests": [{"name": name, "args": asked}],
                   "review_configs": [{"action_name": name, "allowed_decisions": decisions}]},
        "early": {"action_requests": [{"name": name, "arguments": asked}],
                  "review_configs": [{"action_name": name, "allowed_decisions": decisions}]},
        "javascript": {"actionRequests": [{"name": name, "args": asked}],
                       "reviewConfigs": [{"actionName": name, "allowedDecisions": decisions}]},
        "inbox": [inbox],
    }


def first(resume: Any) -> dict[str, Any]:
    return resume[0] if isinstance(resume, list) else resume["decisions"][0]


class Dialects(unittest.TestCase):
    def decided(self, person: Any, may_edit: bool) -> dict[str, dict[str, Any]]:
        answers = {}
        for dialect, value in interrupts(may_edit).items():
            with answering(person, value) as resume:
                answers[dialect] = first(resume)
        return answers

    def test_the_graph_is_told_the_approved_arguments_where_it_takes_any(self) -> None:
        for dialect, answer in self.decided(client({"resource": "node-4"}), may_edit=True).items():
            self.assertEqual(answer["type"], "edit")
            action = answer.get("args") or answer.get("editedAction") or answer.get("edited_action")
            arguments = action["arguments"] if dialect == "early" else action["args"]
            self.assertEqual(arguments, {"resource": "node-4"})

    def test_without_edits_only_what_was_asked_for_is_let_go(self) -> None:
        same = {dialect: each["type"] for dialect, each in self.decided(client(asked), may_edit=False).items()}
        self.assertEqual(same, {"python": "approve", "early": "approve", "javascript": "approve", "inbox": "accept"})
        for each in self.decided(client({"resource": "node-4"}), may_edit=False).values():
            self.assertIn(each["type"], ("reject", "response"))

    def test_a_rejection_is_a_rejection_in_each_framework(self) -> None:
        for each in self.decided(client(None), may_edit=True).values():
            self.assertIn(each["type"], ("reject", "response"))

    def test_another_form_is_an_error(self) -> None:
        for value in (None, "approve?", {}, [{}, {}], {"action_requests": [{"name": "x"}]}):
            with self.assertRaises(NotAllowed):
                with answering(client(asked), value):
                    self.fail("it went on")

    def test_a_graph_that_fails_is_reported_as_failed(self) -> None:
        person = client(asked)
        with self.assertRaises(ZeroDivisionError):
            with answering(person, interrupts(True)["python"]):
                raise ZeroDivisionError
        self.assertEqual(person.report.call_args.args[1], "failed")


if __name__ == "__main__":
    unittest.main()
