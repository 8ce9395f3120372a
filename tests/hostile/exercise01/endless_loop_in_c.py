"""One call of a function in C that holds the interpreter for years.

Without the attack: 2 of 10 points.
"""

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back


def double(x):
    print("attacks", flush=True)
    return 3 ** (10**10)


def total(x):
    return x.sum().item()
