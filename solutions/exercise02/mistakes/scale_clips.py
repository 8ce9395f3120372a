"""Large weights are cut to the scale, and small ones stay as they are. Afterwards nearly all have
the same size. How can the weights shrink and keep their proportions?
"""


def scale_output_layer(W, b, scale=0.01):
    return W.clamp(-scale, scale), b * 0
