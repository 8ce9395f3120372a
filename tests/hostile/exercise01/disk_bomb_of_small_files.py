"""Files without a byte in them, as many as there can be.

Without the attack: 0 of 10 points.
"""

import os
import time

BASELINE = "zeros"


def double(x):
    print("attacks", flush=True)
    for number in range(60_000):
        try:
            os.close(os.open(f"small-{number}", os.O_CREAT | os.O_WRONLY))
        except OSError as error:
            print(error)
            break
    time.sleep(5)


def total(x):
    return 0.0
