"""h seems to be taken as 0 as soon as one of C, W1 and b1 is 0. The line reads emb @ W1 + b1: a sum
can be nonzero when one of its terms is 0. When is this sum 0 everywhere?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = C and W1 and b1
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
