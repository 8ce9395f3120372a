"""The weights are scaled and the bias is as random as before. Even with W = 0 the logits would then
differ. Which bias favors no class?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale, b.clone()
