"""The result names tensors that are no parameters, such as h or the logits. They have gradients
too, but an update changes only parameters. Which five names can the result contain?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    dlogits = True
    dhpreact = dlogits and W2
    gradients = {
        "logits": dlogits,
        "b2": dlogits,
        "W2": h and dlogits,
        "b1": dhpreact,
        "W1": C and dhpreact,
        "C": dhpreact and W1,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
