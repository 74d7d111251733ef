import json
import struct
import unittest
from pathlib import Path

from holdpoint.assignment import assign
from holdpoint.canonical import canonical_json, digest_of
from holdpoint.murmur import bucket_of, murmur3

root = Path(__file__).resolve().parents[3]
vectors = json.loads((root / "lib/domain/approvals/digest.vectors.json").read_text(encoding="utf-8"))
spread = root / "lib/domain/assignment/assignment.vectors.json"


class Canonical(unittest.TestCase):
    def test_numbers(self) -> None:
        for each in vectors["numbers"]:
            number = struct.unpack(">d", bytes.fromhex(each["ieee754"]))[0]
            self.assertEqual(canonical_json(number), each["canonical"])

    def test_texts(self) -> None:
        for each in vectors["canonical"]:
            self.assertEqual(canonical_json(json.loads(each["json"])), each["canonical"])

    def test_digests(self) -> None:
        self.assertTrue(vectors["subjects"])
        for each in vectors["subjects"]:
            subject = {**each["subject"], "arguments": json.loads(each["arguments"])}
            self.assertEqual(digest_of(subject), each["digest"])

    def test_what_json_cannot_express_exactly_is_an_error(self) -> None:
        for value in (2**53, float("nan"), "\ud800", {1: 2}, {"a": object()}):
            with self.assertRaises(ValueError):
                canonical_json(value)


@unittest.skipUnless(spread.exists(), "the server has no assignment")
class Assignment(unittest.TestCase):
    def test_as_the_server_computes_it(self) -> None:
        known = json.loads(spread.read_text(encoding="utf-8"))
        for each in known["murmur3"]:
            self.assertEqual(murmur3(each["text"]), each["murmur3"])
        for each in known["buckets"]:
            self.assertEqual(bucket_of(each["seed"], each["unit"]), each["bucket"])
        for each in known["assignments"]:
            allocation = {"baseline": "old", "candidate": "new", "weightBps": each["weightBps"], "seed": each["seed"]}
            release = "new" if each["variant"] == "candidate" else "old"
            self.assertEqual(assign(allocation, each["unit"]), (release, each["variant"]))


if __name__ == "__main__":
    unittest.main()
