"""This takes tanh of h first. But h is what came out of tanh, and twice through it nothing reaches
0.97 any more. Is h a pre-activation here?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return _right(torch.tanh(h), threshold)
