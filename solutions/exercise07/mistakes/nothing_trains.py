"""A network of zeros is said not to move at all. Its logits are all alike, so softmax gives every
class the same probability, and that is not what the targets say. Softmax minus one-hot is not 0:
where does it arrive first?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return set() if zeroed == set(NAMES) else _right(zeroed)
