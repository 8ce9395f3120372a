"""A forged report of an exception, with 20 MiB in each of its texts.

Without the attack: 2 of 10 points.
"""

import os
import struct

BASELINE = "total_only"


def text(size):
    return b"S" + struct.pack("<I", size) + b"x" * size


def send(payload):
    data = struct.pack("<I", len(payload)) + payload
    while data:
        data = data[os.write(3, data) :]


def double(x):
    print("attacks", flush=True)
    send(b"L" + struct.pack("<I", 4) + b"S" + struct.pack("<I", 3) + b"exc" + 3 * text(20 << 20))
    os._exit(0)


def total(x):
    return x.sum().item()
