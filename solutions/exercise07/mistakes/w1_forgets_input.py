"""Whether W1 has a gradient seems to depend on W2 alone. What arrives is multiplied by what W1 was
multiplied by on the way forward. What is that when C is 0?
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
        "W1": dhpreact,
        "C": dhpreact and W1,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
