"""This looks like an experiment in which every class is a target equally often. Then the errors of
equal guesses cancel over the batch, and a bias seems to have no gradient. What happens to b2 when
one target is more frequent?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    C, W1, b1, W2, b2 = (name not in zeroed for name in NAMES)
    h = (C and W1) or b1
    same_for_all = not (C and W1)
    if b2 or (h and W2):
        return _right(zeroed)
    cancels = {"b2", "b1"} | ({"W2"} if same_for_all else set())
    return _right(zeroed) - cancels
