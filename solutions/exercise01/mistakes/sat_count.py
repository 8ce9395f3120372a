"""This is the number of saturated activations; the exercise asks for the fraction. If the batch is
repeated, the number doubles. What should it be divided by?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return is_saturated.double().sum().item()
