"""The bias is 0 and the weights are as they were. They multiply a couple of hundred activations,
and the sum is what makes the logits so large. What is to happen to W?
"""


def scale_output_layer(W, b, scale=0.01):
    return W.clone(), b * 0
