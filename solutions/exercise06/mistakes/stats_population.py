"""The std divides by the number of entries n. The docstring names torch's convention. What is the
correction there?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std(correction=0).item(),
        "saturated": is_saturated.double().mean().item(),
    }
