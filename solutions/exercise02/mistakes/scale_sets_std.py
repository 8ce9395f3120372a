"""The weights are stretched so that their spread is exactly the scale, whatever it was before. With
twice the weights the same comes out. What does multiplying do instead?
"""


def scale_output_layer(W, b, scale=0.01):
    return W / W.std() * scale, b * 0
