"""The bias has one entry for each input of the layer. It is added to the logits. How many of those
are there?
"""

import torch


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros(W.shape[0])
