"""The square of the activation is compared with the threshold. Squaring drops the sign, but it also
makes 0.98 smaller than 0.97. Which operation drops the sign alone?
"""


def saturation(h, threshold=0.97):
    return (h**2 > threshold).double().mean().item()
