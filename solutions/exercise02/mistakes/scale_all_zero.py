"""All weights are 0. The loss starts at the right value, but no layer below gets a gradient in the
first step; exercise 07 shows why. What does scale ask for?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * 0, torch.zeros_like(b)
