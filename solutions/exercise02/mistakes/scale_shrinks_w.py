"""Your function changes the caller's W. An operator such as *=, or a name that ends in an
underscore, writes into its tensor. Which line could make a new tensor instead?
"""


def scale_output_layer(W, b, scale=0.01):
    return W.copy_(W * scale), torch.zeros_like(b)
