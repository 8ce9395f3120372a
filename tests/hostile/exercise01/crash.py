"""Memory that is not there is read, written and jumped to.

Without the attack: 2 of 10 points.
"""

import ctypes
import faulthandler

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back

CRASHES = [
    lambda: ctypes.string_at(0),
    lambda: ctypes.CFUNCTYPE(None)(16)(),
    lambda: ctypes.memset(8, 0, 1 << 20),
    faulthandler._sigabrt,
    faulthandler._stack_overflow,
]


def double(x):
    print("attacks", flush=True)
    CRASHES.pop()()


def total(x):
    return x.sum().item()
