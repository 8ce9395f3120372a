"""The bias has one entry for each input of the layer. It is added to the logits. How many logits
are there?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros(W.shape[0])
