"""This is the spread of the neurons' averages, not that of their activations. A layer whose
neurons all swing between -1 and 1 would seem to be quiet. What happens to h before std sees it?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": h.mean(dim=0).std().item()}
