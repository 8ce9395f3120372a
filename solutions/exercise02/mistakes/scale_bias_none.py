"""The bias is None. The network adds b to the logits and trains it. Which bias adds nothing at
first?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale, None
