"""A bias seems to move always. That is so for b2, which touches the logits directly. Between b1
and the loss there is one more matrix. What does it do to the gradient when it is 0?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) | {"b1"}
