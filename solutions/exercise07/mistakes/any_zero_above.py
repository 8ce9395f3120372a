"""A parameter seems to lose its gradient when anything between it and the loss is 0, biases
included. A bias is added, so the gradient passes it unchanged. Which of the zeros above are
factors?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    dlogits = True
    dhpreact = dlogits and W2 and "b2" not in zeroed
    gradients = {
        "b2": dlogits,
        "W2": dlogits,
        "b1": dhpreact,
        "W1": dhpreact,
        "C": dhpreact and W1 and b1,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
