"""Where no scale is passed, another default is used than the stub's. Which default does the
signature name?
"""

SCALE = 0.1  # or 1.0, 0.001, 0.5, 0.0, 0.02, 0.05


def scale_output_layer(W, b, scale=SCALE):
    return W * scale, torch.zeros_like(b)
