"""As soon as one parameter is 0, nothing is said to move. A zero silences only what it is
multiplied with. Start at the loss and walk down: what does a zero in C take away from b2, or from
b1?
"""


def nonzero_grads(zeroed):
    return set() if zeroed else set(NAMES)
