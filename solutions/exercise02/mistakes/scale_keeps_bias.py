"""The weights are shrunk and the bias is as random as before. Even with W at 0 the logits would
then differ by whole units. Which bias prefers no class?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale, b.clone()
