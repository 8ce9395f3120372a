"""Here a whole neuron must be saturated for every example before it counts: those are the dead
ones, which come in a later exercise. How many single activations are beyond the threshold?
"""


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).all(dim=0).double().mean().item()
