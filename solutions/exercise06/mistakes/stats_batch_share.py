"""This is the fraction of examples with at least one saturated activation. Saturation counts single
activations. What does any() do to a row?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.any(dim=1).double().mean().item(),
    }
