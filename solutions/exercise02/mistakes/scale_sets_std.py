"""The weights get a standard deviation equal to the scale, whatever it was before: twice the
weights give the same result. What does multiplying by the scale do instead?
"""

import torch

CORRECTION = 1  # or 0


def scale_output_layer(W, b, scale=0.01):
    return W / W.std(correction=CORRECTION) * scale, torch.zeros_like(b)
