"""Recursion in Python, in the compiler and in the decoder of JSON.

Without the attack: 2 of 10 points.
"""

import json
import sys

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back


def dive(depth):
    return dive(depth + 1)


def double(x):
    print("attacks", flush=True)
    for dangerous in (lambda: dive(0), lambda: json.loads("[" * 1_000_000)):
        try:
            dangerous()
        except RecursionError as error:
            print(error)
    sys.setrecursionlimit(1 << 30)
    return dive(0)


def total(x):
    return x.sum().item()
