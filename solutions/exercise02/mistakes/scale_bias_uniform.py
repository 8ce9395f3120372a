"""The bias holds the probability of each class. A bias is added to logits, not to probabilities.
Which bias adds nothing to a logit?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.full_like(b, 1 / len(b))
