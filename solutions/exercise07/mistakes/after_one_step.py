"""These are the parameters that get a gradient in the second step. After the first one W2 is no
longer 0. Which gradients are nonzero at step 0, before any update?
"""


def _at_start(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    gradients = {"b2": True, "W2": h, "b1": W2, "W1": C and W2, "C": W2 and W1}
    return {name for name, is_alive in gradients.items() if is_alive}


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (
        name not in set(zeroed) - _at_start(zeroed) for name in ("C", "W1", "b1", "W2")
    )
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
    return {name for name, is_alive in gradients.items() if is_alive}
