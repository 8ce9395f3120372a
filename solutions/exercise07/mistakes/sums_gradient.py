"""It looks as if the numbers of each gradient were added up and the sum compared with 0. Softmax
minus one-hot adds up to 0 in every row, so b2 and W2 seem to have none. What should be asked of
the single numbers?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - {"W2", "b2"}
