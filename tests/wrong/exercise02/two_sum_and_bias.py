# WRONG: cross_entropy: it returns the sum over the rows, not the mean.
# WRONG: scale_output_layer: the bias is multiplied by scale, too, instead of becoming 0.
# LINES: cross_entropy 17
# LINES: scale_output_layer 21
import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    mask = torch.arange(logits.shape[1]) == targets[:, None]
    return -logp[mask].sum()


def scale_output_layer(W, b, scale=0.01):
    shrunk = [p * scale for p in (W, b)]
    return tuple(shrunk)
