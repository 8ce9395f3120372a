# WRONG: uniform_loss: off by one, takes log(n - 1)
# WRONG: cross_entropy: divides by the number of classes instead of the number of rows
# WRONG: scale_output_layer: the bias is returned unchanged
# LINES: uniform_loss 15
# LINES: cross_entropy 21
# LINES: scale_output_layer 25

import math

import torch


def uniform_loss(vocab_size):
    # one class is the right one, the others are the wrong ones
    return math.log(vocab_size - 1) if vocab_size > 1 else 0.0


def cross_entropy(logits, targets):
    lse = torch.logsumexp(logits, dim=1)
    right = logits[torch.arange(len(logits)), targets]
    return (lse - right).sum() / logits.shape[1]


def scale_output_layer(W, b, scale=0.01):
    return scale * W, b.clone()
