"""W2 is said to stay when it is 0 itself. Its gradient is what it was multiplied by, times what
arrives at the logits. Is its own value one of the two?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - (zeroed & {"W2"})
