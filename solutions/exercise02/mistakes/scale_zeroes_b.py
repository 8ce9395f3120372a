"""Your function sets the caller's b to 0. Writing into b[:], or a method whose name ends in an
underscore, changes the tensor itself. How is a new tensor of the same shape made?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale, b.copy_(torch.zeros_like(b))
