"""The weights are divided by the root of the number of classes as well. Which factor does the last
layer get?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale / W.shape[1] ** 0.5, torch.zeros_like(b)
