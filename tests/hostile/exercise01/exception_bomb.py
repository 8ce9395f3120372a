"""Exceptions with texts of megabytes, raised on top of each other a thousand times.

Without the attack: 2 of 10 points.
"""

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back


class Loud(Exception):
    def __str__(self):
        return "x" * (32 << 20)


def double(x):
    print("attacks", flush=True)
    last = Loud("y" * (32 << 20))
    for _ in range(1000):
        try:
            raise Loud from last
        except Loud as error:
            last = error
    Loud.__name__ = "N" * (1 << 20)
    raise last


def total(x):
    return x.sum().item()
