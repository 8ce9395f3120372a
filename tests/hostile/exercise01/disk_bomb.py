"""Large files, one after the other.

Without the attack: 0 of 10 points.
"""

import time

BASELINE = "zeros"

BLOCK = bytes(1 << 20)


def double(x):
    print("attacks", flush=True)
    for number in range(16):
        try:
            with open(f"large-{number}", "wb") as file:
                for _ in range(32):
                    file.write(BLOCK)
                    file.flush()
        except OSError as error:
            print(error)
    time.sleep(5)


def total(x):
    return 0.0
