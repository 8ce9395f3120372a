"""A scale of 0 is treated as if no scale had been passed, because 0 counts as false. The signature
has a default already. What does `or` add to it?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * (scale or 0.01), torch.zeros_like(b)
