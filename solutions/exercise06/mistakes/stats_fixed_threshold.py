"""The fraction is right for 0.97 and stays the same for every other threshold. Where does the
number in your comparison come from?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": (h.abs() > 0.97).double().mean().item()}
