"""W1 seems to need W1, and C seems to need C. In a product of two, the gradient of each contains
the other. emb @ W1 has the factors C and W1. Which gradient needs which?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    dlogits = True
    dhpreact = dlogits and W2
    gradients = {
        "b2": dlogits,
        "W2": h and dlogits,
        "b1": dhpreact,
        "W1": W1 and dhpreact,
        "C": dhpreact and C,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
