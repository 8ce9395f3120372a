"""Memory is taken until there is no more.

Without the attack: 2 of 10 points.
"""

BASELINE = "total_only"

HELD = []


def double(x):
    print("attacks", flush=True)
    while True:
        HELD.append(bytearray(16 << 20))


def total(x):
    return x.sum().item()
