"""What a worker may send: any bytes are a value that travels back, or a WireError."""

from __future__ import annotations

from grader.sandbox.wire import WireError, decode, frame

HEADER_BYTES = 4


def attempt(data: bytes) -> None:
    """Decode a payload.

    Raises:
        AssertionError: what comes out is no value that travels there and back.
    """
    try:
        value = decode(data)
    except WireError:
        return
    once = frame(value)  # which makes an array of a list of numbers, so `value` may not come back
    assert frame(decode(once[HEADER_BYTES:])) == once
