"""C seems to have no gradient when it is 0 itself. In a product, the gradient of one factor
contains the other factor. Which one is that here?
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
        "C": dhpreact and W1 and C,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
