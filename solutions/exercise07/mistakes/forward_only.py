"""Each parameter is judged by what it is multiplied by on the way forward. That is one factor of
its gradient. The other comes from the loss. What does it pass before it reaches b1, or C?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    dlogits = True
    dhpreact = dlogits and W2
    gradients = {
        "b2": dlogits,
        "W2": h and dlogits,
        "b1": True,
        "W1": C,
        "C": True,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
