"""What Holdpoint posts to the callback of a request for approval."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any, Mapping

from .errors import NotAllowed

_tolerance = 300


def verify_callback(secret: str, headers: Mapping[str, str], body: bytes | str, *, now: float | None = None) -> dict[str, Any]:
    """What a callback says (`id`, `type`, `approval`), after signature and time were checked (Standard Webhooks).
    It says that something was decided, and lets nothing run: the claim does. `id` is the same when it is posted again.
    Raises NotAllowed."""
    named = {name.lower(): value for name, value in headers.items()}
    message_id, sent = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
    age = abs((time.time() if now is None else now) - int(sent)) if sent.isascii() and sent.isdigit() else None
    if not message_id or age is None or age > _tolerance:
        raise NotAllowed("The callback is not of this time.")
    text = body.encode() if isinstance(body, str) else body
    signed = hmac.new(
        base64.b64decode(secret.removeprefix("whsec_")), f"{message_id}.{sent}.".encode() + text, hashlib.sha256)
    right = f"v1,{base64.b64encode(signed.digest()).decode()}".encode()
    given = named.get("webhook-signature", "").encode("utf-8", "replace").split(b" ")
    if not any([hmac.compare_digest(right, one) for one in given]):
        raise NotAllowed("The signature of the callback is wrong.")
    said = json.loads(text)
    return {"id": message_id, "type": said["type"], "approval": said["data"]["approval"]}
