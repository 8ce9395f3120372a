"""The floor is right, but the caller's targets are in another order after the call. A method that
sorts in place writes into the tensor that you were given, also by way of numpy. Which call of
yours does?
"""

_right_floor = zero_init_floor


def zero_init_floor(targets, vocab_size):
    targets.numpy().sort()
    return _right_floor(targets, vocab_size)
