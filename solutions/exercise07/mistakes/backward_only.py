"""Each parameter is judged by the gradient that arrives from above. That is one factor of its
gradient. The other is what the parameter was multiplied by on the way forward. What is that for W2,
and for W1?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    dlogits = True
    dhpreact = dlogits and W2
    gradients = {
        "b2": dlogits,
        "W2": dlogits,
        "b1": dhpreact,
        "W1": dhpreact,
        "C": dhpreact and W1,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
