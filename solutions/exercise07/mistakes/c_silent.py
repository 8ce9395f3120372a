"""C is never said to move, as if a table of characters were data. Indexing is a multiplication
with one-hot rows, and gradients flow back into the rows that were used. What do they need in order
to get there?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - {"C"}
