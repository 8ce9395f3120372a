"""b2 is said to need W2. But b2 is added after the multiplication with W2, so nothing stands
between it and the logits. What is the gradient of a sum for one of its terms?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - {"b2"} if "W2" in zeroed else _right(zeroed)
