"""The import never ends, and takes no notice of interrupts.

Without the attack: 0 of 10 points.
"""

import signal

BASELINE = "nothing"
UNCONFINED = True  # does no harm where nothing holds it back
NEVER_LOADS = True  # so it is ended sooner than others

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
print("attacks", flush=True)
while True:
    pass
