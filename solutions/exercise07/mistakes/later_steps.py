"""These are the parameters that get a gradient sooner or later. After one step W2 is no longer 0,
and others follow. Which gradients are nonzero at step 0, before any update?
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
        "C": dhpreact and W1,
    }
    alive = {name for name, is_alive in gradients.items() if is_alive}
    return alive | nonzero_grads(zeroed - alive) if alive & zeroed else alive
