"""These are the names that were handed in: the parameters that start at 0. Asked for are those
whose gradient is not 0, at the other end of the computation. Follow one of the zeros forward and
back: whom does it silence?
"""


def nonzero_grads(zeroed):
    return zeroed
