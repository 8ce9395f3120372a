"""This takes the std of every neuron by itself and averages these. It misses how far the neurons
lie from one another. The lecture's histogram is drawn of the whole layer: over what does one std
run there?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": h.std(dim=0).mean().item()}
