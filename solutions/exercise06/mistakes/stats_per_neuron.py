"""The std is taken of every neuron by itself and then averaged. It misses the differences between
neurons. Over which numbers does the docstring's std run?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std(dim=0).mean().item(),
        "saturated": is_saturated.double().mean().item(),
    }
