"""The weights are divided by the root of the number of inputs as well. That is the rule of the next
exercise, for the layers below. Which factor does the last layer get?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale / len(W) ** 0.5, torch.zeros_like(b)
