"""The fraction is right, but the caller's h has lost its signs after the call. In torch a name that
ends in an underscore writes into its tensor. Which one is it here?
"""


def saturation(h, threshold=0.97):
    return (h.abs_() > threshold).double().mean().item()
