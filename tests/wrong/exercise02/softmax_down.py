# WRONG: cross_entropy: the softmax runs over the rows of the batch (dim 0) instead of over the classes.
# LINES: cross_entropy 13
import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)


def cross_entropy(logits, targets):
    log_probs = torch.log_softmax(logits, dim=0)
    total = 0.0
    for i, t in enumerate(targets.tolist()):
        total = total - log_probs[i, t]
    return total / len(targets)


def scale_output_layer(W, b, scale=0.01):
    W_new = W.clone()
    W_new *= scale
    return W_new, torch.zeros(b.shape, dtype=b.dtype)
