"""The case of five zeros is right, and all other cases seem to have every gradient. Let W2 alone be
0. Which parameters get their gradient only through W2?
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
        "W1": C and dhpreact,
        "C": dhpreact and W1,
    }
    return {name for name, is_alive in gradients.items() if name == "b2" or zeroed != set(NAMES)}
