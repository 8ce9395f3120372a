"""tanh seems to be applied to h before the comparison, and then hardly any value reaches the
threshold. What does the docstring say that h is?
"""


def saturation(h, threshold=0.97):
    is_saturated = torch.tanh(h).abs() > threshold
    return is_saturated.double().mean().item()
