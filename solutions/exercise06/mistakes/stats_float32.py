"""The numbers are right to about seven digits. h comes with sixteen. Somewhere it is turned into
float32: is that needed?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return _right(h.float(), threshold)
