import base64
import hashlib
import hmac
import json
import unittest

from holdpoint import NotAllowed, verify_callback

secret = "whsec_" + base64.b64encode(b"\x07" * 32).decode()
approval = {"id": "apr_1", "status": "approved"}
body = json.dumps({"type": "approval.approved", "data": {"approval": approval}})


def signed(key: bytes = b"\x07" * 32) -> dict[str, str]:
    digest = hmac.new(key, f"dlv_1.1000.{body}".encode(), hashlib.sha256).digest()
    return {"Webhook-Id": "dlv_1", "Webhook-Timestamp": "1000", "Webhook-Signature": "v1," + base64.b64encode(digest).decode()}


class Callbacks(unittest.TestCase):
    def test_a_signed_callback_is_read(self) -> None:
        wanted = {"id": "dlv_1", "type": "approval.approved", "approval": approval}
        self.assertEqual(verify_callback(secret, signed(), body, now=1200), wanted)
        self.assertEqual(verify_callback(secret, signed(), body.encode(), now=1200), wanted)
        both = {**signed(), "Webhook-Signature": signed(b"other")["Webhook-Signature"] + " " + signed()["Webhook-Signature"]}
        self.assertEqual(verify_callback(secret, both, body, now=900), wanted)

    def test_what_is_no_callback(self) -> None:
        for headers, text, now in [
            (signed(), body.replace("approved", "rejected"), 1000), ({**signed(), "Webhook-Id": "dlv_2"}, body, 1000),
            (signed(b"other"), body, 1000), ({}, body, 1000), (signed(), body, 1301), (signed(), body, 699),
            ({**signed(), "Webhook-Signature": "v1,é"}, body, 1000), ({**signed(), "Webhook-Timestamp": "x"}, body, 1000),
        ]:
            with self.assertRaises(NotAllowed):
                verify_callback(secret, headers, text, now=now)


if __name__ == "__main__":
    unittest.main()
