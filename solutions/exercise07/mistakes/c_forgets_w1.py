"""The gradient seems to reach C directly from h. On its way from emb @ W1 + b1 to emb it is
multiplied once more. By what?
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
        "C": dhpreact,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
