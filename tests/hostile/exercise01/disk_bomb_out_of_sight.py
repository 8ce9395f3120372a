"""Files that are removed, nameless, sparse, set aside, or in folders nobody may list.

Without the attack: 0 of 10 points.
"""

import ctypes
import os
import time

BASELINE = "zeros"

libc = ctypes.CDLL(None, use_errno=True)
HELD = []


def removed():
    HELD.append(open("removed", "w+b"))
    os.remove("removed")
    return HELD[-1].fileno()


def nameless():
    return os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600)


def hidden():
    os.makedirs("hidden", 0o300, exist_ok=True)
    return os.open(f"hidden/{len(HELD)}", os.O_CREAT | os.O_RDWR)


def set_aside():
    descriptor = os.open(f"aside-{len(HELD)}", os.O_CREAT | os.O_RDWR)
    libc.fallocate(descriptor, 1, ctypes.c_long(0), ctypes.c_long(1 << 30))
    return descriptor


def double(x):
    print("attacks", flush=True)
    for way in (set_aside, nameless, hidden, removed):
        for _ in range(4):
            try:
                descriptor = way()
                HELD.append(descriptor)
                for _ in range(24):
                    os.write(descriptor, bytes(1 << 20))
            except OSError as error:
                print(way.__name__, error)
    time.sleep(5)


def total(x):
    return 0.0
