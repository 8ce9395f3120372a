"""The scale seems to be applied twice. It is a plain factor. What are the weights at a scale of
0.5?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale * scale, torch.zeros_like(b)
