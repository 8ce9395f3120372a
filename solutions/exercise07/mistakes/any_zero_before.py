"""A parameter seems to lose its gradient when anything before it in the network is 0. A gradient
comes from the loss, and a zero before a parameter matters only if it makes the factor beside it 0.
Which tensor is multiplied by W2?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    dlogits = True
    dhpreact = dlogits and W2
    gradients = {
        "b2": C and W1 and b1 and W2,
        "W2": C and W1 and b1,
        "b1": C and W1,
        "W1": C,
        "C": True,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
