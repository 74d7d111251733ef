"""RFC 8785 canonical JSON, and the digest that a decision is for."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

_largest = 2**53 - 1


def canonical_json(value: Any) -> str:
    """The one text of a JSON value. Raises ValueError for what JSON cannot say exactly."""
    if value is None or value is True or value is False:
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, str):
        value.encode()  # raises for half of a surrogate pair
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > _largest:
            raise ValueError(f"{value} is beyond 2^53 - 1: not every reader has this number")
        return str(int(value))
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a JSON object has texts as keys")
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{canonical_json(key)}:{canonical_json(each)}" for key, each in pairs) + "}"
    raise ValueError(f"{type(value).__name__} is not JSON")


def _number(value: float) -> str:
    """As ECMAScript writes a double."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not JSON")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = digits.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    figures = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(figures)
    figures = figures.rstrip("0")
    count = len(figures)
    if count <= point <= 21:
        return sign + figures + "0" * (point - count)
    if 0 < point <= 21:
        return sign + figures[:point] + "." + figures[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + figures
    rest = "." + figures[1:] if count > 1 else ""
    return f"{sign}{figures[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def digest_of(subject: dict[str, Any]) -> str:
    return "sha256:" + hashlib.sha256(canonical_json(subject).encode()).hexdigest()


def same_json(one: Any, other: Any) -> bool:
    """1 and 1.0 are the same in JSON, 1 and true are not."""
    return canonical_json(one) == canonical_json(other)


def as_json(value: Any) -> Any:
    """A copy of its own, as JSON carries it. Raises ValueError where it cannot."""
    try:
        canonical_json(value)
    except RecursionError as error:
        raise ValueError("it contains itself") from error
    return json.loads(json.dumps(value, allow_nan=False))
