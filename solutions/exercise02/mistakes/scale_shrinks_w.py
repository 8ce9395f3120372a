"""The values are right, but your function changes W. An operator such as *= writes into the tensor
on its left. Which line could make a new tensor instead?
"""


def scale_output_layer(W, b, scale=0.01):
    return W.copy_(W * scale), torch.zeros_like(b)
