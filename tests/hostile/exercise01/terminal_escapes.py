"""Output and exceptions that repaint the terminal and turn the writing round.

Without the attack: 2 of 10 points.
"""

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back

PAINT = "\x1b[2J\x1b[1;1H\x1b[32m10 of 10 points\x1b]0;passed\x07\x9b2J\r\u202edessap\u2066\x08\x00"
print("attacks", flush=True)
print(PAINT)


class Painted(Exception):
    pass


Painted.__name__ = PAINT.rstrip("\0")  # in a name there can be none


def double(x):
    raise Painted(PAINT)


def total(x):
    return x.sum().item()
