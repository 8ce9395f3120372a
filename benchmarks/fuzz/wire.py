"""What a worker may send: any bytes are a value that travels back, or a WireError."""

from __future__ import annotations

from grader.sandbox.wire import WireError, decode, frame

HEADER_BYTES = 4


def attempt(data: bytes) -> None:
    """Decode a payload.

    Raises:
        AssertionError: what comes out is no value that travels.
    """
    try:
        value = decode(data)
    except WireError:
        return
    again = decode(frame(value)[HEADER_BYTES:])
    assert type(again) is type(value), f"{type(value)} came back as {type(again)}"
