"""The mean of each neuron is compared with the threshold. A neuron that jumps between the two ends
has a mean near 0. What should be compared: the mean, or every single activation?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.mean(dim=0).abs() > threshold
    return is_saturated.double().mean().item()
