"""It looks as if nothing moves when the logits are all 0. Equal logits are equal probabilities, 27
honest guesses, and most of them are wrong. What is softmax minus one-hot there, and which
parameter does it reach without being multiplied by anything?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    C, W1, b1, W2, b2 = (name not in zeroed for name in NAMES)
    h = (C and W1) or b1
    return _right(zeroed) if (h and W2) or b2 else set()
