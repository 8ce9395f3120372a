"""GeneratorExit, StopIteration, exceptions without text and a group of them.

Without the attack: 2 of 10 points.
"""

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back


class Unprintable(BaseException):
    def __str__(self):
        raise self

    __repr__ = __str__


KINDS = [GeneratorExit, StopIteration, StopAsyncIteration, AssertionError, Unprintable, SystemExit]


def double(x):
    print("attacks", flush=True)
    kind = KINDS.pop(0) if KINDS else Unprintable
    if len(KINDS) == 2:
        raise BaseExceptionGroup("many", [kind(), KeyboardInterrupt()])
    raise kind


def total(x):
    return x.sum().item()
