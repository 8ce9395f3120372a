"""What a worker may send: any bytes are a value that travels back, or a WireError."""

from __future__ import annotations

from grader.sandbox.wire import WireError, decode, frame

HEADER_BYTES = 4


def attempt(data: bytes) -> None:
    """Decode a payload, and send the value on.

    Raises:
        AssertionError: what comes out is no value that travels there and back.
    """
    try:
        # A list of numbers becomes an array here, so `data` itself may not come back; and one
        # that is nested nine times would be an array of too many dimensions.
        once = frame(decode(data))
    except WireError:
        return
    assert frame(decode(once[HEADER_BYTES:])) == once
