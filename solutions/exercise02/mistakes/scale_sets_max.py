"""The largest weight becomes equal to the scale, whatever it was before: twice the weights give the
same result. What does multiplying by the scale do instead?
"""


def scale_output_layer(W, b, scale=0.01):
    return W / W.abs().max() * scale, torch.zeros_like(b)
