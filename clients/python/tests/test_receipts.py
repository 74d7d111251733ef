import base64
import json
import unittest

from holdpoint import BadReceipt, verify_receipt
from holdpoint.ed25519 import _is_signed, is_signed

# RFC 8032, 7.1: TEST 2 and TEST 3
known = [
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]


class Receipts(unittest.TestCase):
    def test_signatures_of_the_standard(self) -> None:
        for check in (is_signed, _is_signed):
            for public, message, signature in known:
                parts = [bytes.fromhex(each) for each in (public, message, signature)]
                self.assertTrue(check(*parts))
                self.assertFalse(check(parts[0], parts[1] + b"!", parts[2]))
                self.assertFalse(check(parts[0], parts[1], parts[2][:-1] + b"\x10"))
                self.assertFalse(check(b"\xff" * 32, parts[1], parts[2]))

    def test_what_is_no_receipt(self) -> None:
        keys = {"keys": [{"kid": "k", "crv": "Ed25519", "x": _text(bytes.fromhex(known[0][0]))}]}
        good = {"alg": "EdDSA", "typ": "holdpoint-receipt+jwt", "kid": "k"}
        claims = {"iss": "holdpoint", "iat": 100, "exp": 400}
        for header, body in [
            ({**good, "alg": "none"}, claims), ({**good, "typ": "JWT"}, claims), ({**good, "kid": "other"}, claims),
            (good, {**claims, "iss": "me"}), (good, claims),
        ]:
            with self.assertRaises(BadReceipt):
                verify_receipt(f"{_text(header)}.{_text(body)}.{_text(bytes(64))}", keys, now=200)
        for text in ("", "a.b", "a.b.c", "é.é.é"):
            with self.assertRaises(BadReceipt):
                verify_receipt(text, keys)


def _text(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


if __name__ == "__main__":
    unittest.main()
