"""The bias is 0 and the weights are unchanged. They multiply a couple of hundred activations, and
that sum makes the logits large. What has to happen to W?
"""


def scale_output_layer(W, b, scale=0.01):
    return W.clone(), torch.zeros_like(b)
