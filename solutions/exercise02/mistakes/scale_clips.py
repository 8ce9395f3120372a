"""Large weights are clipped to the scale, and small ones stay as they are. Nearly all then have the
same size. How can the weights shrink and keep their ratios?
"""


def scale_output_layer(W, b, scale=0.01):
    return W.clamp(-scale, scale), torch.zeros_like(b)
