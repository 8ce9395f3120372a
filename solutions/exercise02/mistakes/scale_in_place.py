"""Your function changes the caller's W and b. Operators such as *= and methods whose names end in
an underscore write into their own tensor. Which expressions make new tensors?
"""


def scale_output_layer(W, b, scale=0.01):
    return W.copy_(W * scale), b.copy_(torch.zeros_like(b))
