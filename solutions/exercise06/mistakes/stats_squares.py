"""The square of h is compared with the threshold. That removes the sign but also moves the line:
0.98 squared is 0.96. What else removes a sign?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h**2 > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
