"""This counts the activations near −1 only. tanh is just as flat near 1. What measures how far an
activation is from 0 on either side?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h < -threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
