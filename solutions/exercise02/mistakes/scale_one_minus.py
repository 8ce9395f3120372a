"""The weights shrink by the scale instead of to the scale. With a scale of 0.01 they should be a
hundredth of what they were. Which factor do they get?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * (1 - scale), torch.zeros_like(b)
