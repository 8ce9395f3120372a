"""The caller's h has lost its signs after the call. In torch a name that ends in an underscore
writes into its tensor. Which one is it here?
"""


def activation_stats(h, threshold=0.97):
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": (h.abs_() > threshold).double().mean().item(),
    }
