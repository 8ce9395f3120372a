"""No parameter seems to have a gradient when the logits are all 0. Equal logits are equal
probabilities, and most of those predictions are wrong. Which parameter does the gradient at the
logits reach without being multiplied by anything?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    h = (C and W1) or b1
    dlogits = (h and W2) or "b2" not in zeroed
    dhpreact = dlogits and W2
    gradients = {
        "b2": dlogits,
        "W2": h and dlogits,
        "b1": dhpreact,
        "W1": C and dhpreact,
        "C": dhpreact and W1,
    }
    return {name for name, is_alive in gradients.items() if is_alive}
