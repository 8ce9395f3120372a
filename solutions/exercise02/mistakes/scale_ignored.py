"""The weights are multiplied by a fixed number, whatever scale is. The default is only for calls
that pass no scale. Where does the argument come in?
"""

FIXED_SCALE = 0.01  # or 0.1, 0.2


def scale_output_layer(W, b, scale=0.01):
    return W * FIXED_SCALE, torch.zeros_like(b)
