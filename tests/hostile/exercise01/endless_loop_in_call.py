"""The function never ends.

Without the attack: 2 of 10 points.
"""

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back


def double(x):
    print("attacks", flush=True)
    while True:
        pass


def total(x):
    return x.sum().item()
