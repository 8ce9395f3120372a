"""The count is right and is given in per cent. A fraction runs from 0 to 1. Which factor is one too
many?
"""


def saturation(h, threshold=0.97):
    return 100 * (h.abs() > threshold).double().mean().item()
