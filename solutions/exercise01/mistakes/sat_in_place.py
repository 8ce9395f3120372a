"""Your function changes the caller's h: its signs are lost after the call. In torch, a method whose
name ends in an underscore writes into its own tensor. Which of your calls does that?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs_() > threshold
    return is_saturated.double().mean().item()
