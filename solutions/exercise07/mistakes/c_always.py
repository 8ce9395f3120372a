"""C is said to move always, perhaps because indexing has no factor that could be 0. That is true
of C[X] alone. But the gradient has to come down to emb first: which matrices does it pass?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) | {"C"}
