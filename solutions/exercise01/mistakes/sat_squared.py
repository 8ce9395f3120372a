"""The square of the activation is compared with the threshold. Squaring removes the sign, but it
also makes 0.98 smaller than 0.97. Which operation removes only the sign?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.square() > threshold
    return is_saturated.double().mean().item()
