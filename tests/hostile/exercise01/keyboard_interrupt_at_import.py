"""As if the person at the keyboard had stopped the import.

Without the attack: 0 of 10 points.
"""

BASELINE = "nothing"
UNCONFINED = True  # does no harm where nothing holds it back

print("attacks", flush=True)
raise KeyboardInterrupt
