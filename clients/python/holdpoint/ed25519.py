"""Ed25519 signatures (RFC 8032): whether one is good, without a package. With the extra `verify`, cryptography does it."""

from __future__ import annotations

import hashlib

_p = 2**255 - 19
_order = 2**252 + 27742317777372353535851937790883648493
_d = -121665 * pow(121666, -1, _p) % _p
_root = pow(2, (_p - 1) // 4, _p)

Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    one = (a[1] - a[0]) * (b[1] - b[0]) % _p
    two = (a[1] + a[0]) * (b[1] + b[0]) % _p
    three = 2 * a[3] * b[3] * _d % _p
    four = 2 * a[2] * b[2] % _p
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % _p, g * h % _p, f * g % _p, e * h % _p


def _times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % _p == 0 and (a[1] * b[2] - b[1] * a[2]) % _p == 0


def _x_of(y: int, odd: int) -> int | None:
    if y >= _p:
        return None
    square = (y * y - 1) * pow(_d * y * y + 1, -1, _p) % _p
    x = pow(square, (_p + 3) // 8, _p)
    if (x * x - square) % _p:
        x = x * _root % _p
    if (x * x - square) % _p or (x == 0 and odd):
        return None
    return _p - x if x & 1 != odd else x


def _point(text: bytes) -> Point | None:
    value = int.from_bytes(text, "little")
    y, odd = value & ((1 << 255) - 1), value >> 255
    x = _x_of(y, odd)
    return None if x is None else (x, y, 1, x * y % _p)


_base_y = 4 * pow(5, -1, _p) % _p
_base_x = _x_of(_base_y, 0)
assert _base_x is not None
_base: Point = (_base_x, _base_y, 1, _base_x * _base_y % _p)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(public) != 32 or len(signature) != 64:
        return False
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return _is_signed(public, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _order:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _order
    return _same(_times(scalar, _base), _add(commitment, _times(challenge, key)))
