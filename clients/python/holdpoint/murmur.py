"""murmur3 (x86, 32 bits), and where somebody stands under a seed. The same as the server's."""

from __future__ import annotations

_mask = 0xFFFFFFFF


def _rotated(value: int, by: int) -> int:
    return (value << by | value >> (32 - by)) & _mask


def murmur3(text: str) -> int:
    data, state = text.encode(), 0
    whole = len(data) - len(data) % 4
    for at in range(0, whole, 4):
        block = int.from_bytes(data[at : at + 4], "little") * 0xCC9E2D51 & _mask
        state = _rotated(state ^ _rotated(block, 15) * 0x1B873593 & _mask, 13) * 5 + 0xE6546B64 & _mask
    if whole < len(data):
        block = int.from_bytes(data[whole:], "little") * 0xCC9E2D51 & _mask
        state ^= _rotated(block, 15) * 0x1B873593 & _mask
    state ^= len(data)
    state = (state ^ state >> 16) * 0x85EBCA6B & _mask
    state = (state ^ state >> 13) * 0xC2B2AE35 & _mask
    return state ^ state >> 16


def bucket_of(seed: str, unit: str) -> int:
    """From 0 to 9,999."""
    return murmur3(f"{seed}:{unit}") * 10_000 >> 32
