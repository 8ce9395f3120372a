"""This is the number of saturated activations, and the exercise asks for the fraction. What does
the count have to be divided by?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().sum().item(),
    }
