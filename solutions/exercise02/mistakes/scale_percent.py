"""The scale seems to be read as a percentage. It is a plain factor. What are the weights at a scale
of 0.5?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale / 100, torch.zeros_like(b)
