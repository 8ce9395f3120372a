"""C seems to have a gradient in every case, perhaps because an index has no factor that could be 0.
That is true of C[X] alone. Which matrices does the gradient pass before it reaches emb?
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
        "C": True,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
