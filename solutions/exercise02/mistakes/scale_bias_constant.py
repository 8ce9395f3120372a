"""The bias is a constant other than 0. Softmax does not notice it, but the exercise asks for the
simplest start. Which bias adds nothing to a logit?
"""

BIAS = 1.0  # or 0.01, 0.1, 1e-8


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.full_like(b, BIAS)
