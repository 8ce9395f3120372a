"""As soon as one parameter is 0, only b2 seems to have a gradient. That is so when all five are 0.
A single zero affects only what it is multiplied by. Which gradients does b1 = 0 change?
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
    return {name for name, is_alive in gradients.items() if name == "b2" or not zeroed}
