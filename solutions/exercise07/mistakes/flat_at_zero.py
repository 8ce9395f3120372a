"""Nothing seems to get through a tanh whose input is 0, as through a dead relu. How steep is tanh
at 0? The first exercise has a picture of it.
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    C, W1, b1 = (name not in zeroed for name in ("C", "W1", "b1"))
    return _right(zeroed) if (C and W1) or b1 else _right(zeroed) - {"b1", "W1", "C"}
