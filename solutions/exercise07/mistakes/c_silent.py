"""C seems to have no gradient in any case. In an experiment, only the rows of the characters in the
batch have one, and a single nonzero number is enough. What has to pass W2 and W1 to reach them?
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
        "C": False,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
