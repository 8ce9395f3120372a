"""The weights are divided by the root of the number of inputs, and scale has no effect. That is the
rule of the next exercise. Where does scale come in?
"""


def scale_output_layer(W, b, scale=0.01):
    return W / len(W) ** 0.5, torch.zeros_like(b)
