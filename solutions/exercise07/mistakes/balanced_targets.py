"""This looks like an experiment in which every class is a target equally often. The errors of equal
predictions then cancel over the batch, and a bias seems to have no gradient. What happens to b2
when one target is more frequent?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    dlogits = True
    dhpreact = dlogits and W2
    gradients = {
        "b2": dlogits and ("b2" not in zeroed or (h and W2)),
        "W2": h and dlogits and ("b2" not in zeroed or W2 or (C and W1)),
        "b1": dhpreact and ("b2" not in zeroed or h),
        "W1": C and dhpreact,
        "C": dhpreact and W1,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
