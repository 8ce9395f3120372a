"""The reply comes one byte at a time, for ever.

Without the attack: 0 of 10 points.
"""

import os
import time

BASELINE = "zeros"


def double(x):
    print("attacks", flush=True)
    os.write(3, (1 << 20).to_bytes(4, "little"))
    while True:
        os.write(3, b"S")
        time.sleep(0.01)


def total(x):
    return 0.0
