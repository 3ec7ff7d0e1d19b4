"""As much of CBOR (RFC 8949) as AWS's RPC protocol uses: numbers, text, bytes, lists, maps, truth, null and times (tag 1)."""

from __future__ import annotations

import struct
from typing import Any


class Epoch(float):
    """Seconds since 1970, written with tag 1."""


def dumps(value: Any) -> bytes:
    match value:
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case Epoch():
            return _head(6, 1) + b"\xfb" + struct.pack(">d", value)
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case list() | tuple():
            return _head(4, len(value)) + b"".join(dumps(item) for item in value)
        case dict():
            return _head(5, len(value)) + b"".join(dumps(key) + dumps(item) for key, item in value.items())
    raise TypeError(f"CBOR has no {type(value).__name__}")


def loads(data: bytes) -> Any:
    """Raises ValueError for bytes that are not one value. Times come out as Epoch."""
    value, rest = _read(data)
    if rest:
        raise ValueError(f"{len(rest)} bytes after the value")
    return value


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    for extra, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes([kind << 5 | extra]) + number.to_bytes(size, "big")
    raise ValueError(f"{number} does not fit into 64 bits")


def _read(data: bytes) -> tuple[Any, bytes]:
    if not data:
        raise ValueError("the value breaks off")
    kind, extra, rest = data[0] >> 5, data[0] & 31, data[1:]
    if kind == 7:
        return _simple(extra, rest)
    if extra >= 28:
        raise ValueError("values of unknown length are not read here")
    size = 0 if extra < 24 else 1 << (extra - 24)
    number, rest = (int.from_bytes(rest[:size], "big") if size else extra), rest[size:]
    match kind:
        case 0:
            return number, rest
        case 1:
            return -1 - number, rest
        case 2:
            return rest[:number], rest[number:]
        case 3:
            return rest[:number].decode(), rest[number:]
        case 4:
            return _items(rest, number)
        case 5:
            flat, rest = _items(rest, 2 * number)
            return dict(zip(flat[::2], flat[1::2], strict=True)), rest
    value, rest = _read(rest)
    return (Epoch(value) if number == 1 else value), rest


def _items(data: bytes, count: int) -> tuple[list[Any], bytes]:
    found = []
    for _ in range(count):
        value, data = _read(data)
        found.append(value)
    return found, data


def _simple(extra: int, rest: bytes) -> tuple[Any, bytes]:
    if extra in (20, 21, 22, 23):
        return {20: False, 21: True}.get(extra), rest
    form, size = {25: (">e", 2), 26: (">f", 4), 27: (">d", 8)}[extra]
    return struct.unpack(form, rest[:size])[0], rest[size:]
