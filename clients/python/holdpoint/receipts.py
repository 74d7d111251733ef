"""Receipts of decisions, verified without asking Holdpoint."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

from .ed25519 import is_signed
from .errors import BadReceipt

_leeway = 60


def verify_receipt(receipt: str, keys: dict[str, Any], *, now: float | None = None) -> dict[str, Any]:
    """What a receipt says, after its signature, issuer, kind and times were checked against a JWK set.
    Raises BadReceipt, whatever is wrong with receipt or keys."""
    try:
        return _verified(receipt, keys, time.time() if now is None else now)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadReceipt("The receipt or its key cannot be read.") from error


def _verified(receipt: str, keys: dict[str, Any], at: float) -> dict[str, Any]:
    try:
        head, body, signature = receipt.split(".")
        header, claims = json.loads(_bytes(head)), json.loads(_bytes(body))
        kind, algorithm, kid = header.get("typ"), header.get("alg"), header.get("kid")
        signed = _bytes(signature)
        issued, ends = claims.get("iat"), claims.get("exp")
    except (ValueError, AttributeError) as error:
        raise BadReceipt("The receipt cannot be read.") from error
    if algorithm != "EdDSA" or kind != "holdpoint-receipt+jwt" or claims.get("iss") != "holdpoint":
        raise BadReceipt("The receipt is not from Holdpoint.")
    key = next((each for each in keys.get("keys", []) if each.get("kid") == kid and each.get("crv") == "Ed25519"), None)
    if key is None:
        raise BadReceipt(f"The key {kid} of the receipt is not known to Holdpoint.")
    if not is_signed(_bytes(key.get("x", "")), f"{head}.{body}".encode(), signed):
        raise BadReceipt("The signature of the receipt is wrong.")
    if not isinstance(issued, int) or not isinstance(ends, int) or not issued - _leeway <= at < ends + _leeway:
        raise BadReceipt("The receipt has expired or is not valid yet. Check the clock of this machine.")
    return claims


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
