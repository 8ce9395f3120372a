"""The numbers are rounded to two decimals, which is fine for a printed line. The function is to
give them as they are. Where would the rounding belong?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {key: round(number, 2) for key, number in _right(h, threshold).items()}
