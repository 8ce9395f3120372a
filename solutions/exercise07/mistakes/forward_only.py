"""Each parameter is judged by what it is multiplied by on the way forward. That is one half of its
gradient. The other half comes from the loss: what does it have to pass before it reaches b1, or C?
"""


def nonzero_grads(zeroed):
    C, W1, b1 = (name not in zeroed for name in ("C", "W1", "b1"))
    moves = {"b2": True, "W2": (C and W1) or b1, "b1": True, "W1": C, "C": True}
    return {name for name in NAMES if moves[name]}
