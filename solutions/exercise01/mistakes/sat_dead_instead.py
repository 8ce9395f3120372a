"""A neuron counts only if it is saturated for every example: that is the definition of a dead
neuron, which comes in a later exercise. How many single activations are beyond the threshold?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return is_saturated.all(dim=0).double().mean().item()
