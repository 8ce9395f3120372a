"""h is taken for 0 exactly when W1 is. Two more have a say in emb @ W1 + b1: the embedding that W1
is multiplied by, and what is added to the product. When is this sum 0 everywhere?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - {"W2"} if "W1" in zeroed else _right(zeroed) | {"W2"}
