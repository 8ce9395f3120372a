"""This is the standard deviation of the neurons' means, not of their activations. What happens to h
before std sees it?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.mean(dim=0).std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
