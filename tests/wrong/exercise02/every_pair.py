# WRONG: cross_entropy: logits[:, targets] picks every row with every target and so averages over all pairs.
# LINES: cross_entropy 17
import math

import torch


def uniform_loss(vocab_size):
    # sum_i -p log p, all equal
    p = 1.0 / vocab_size
    return vocab_size * (-p * math.log(p))


def cross_entropy(logits, targets):
    z = logits - logits.amax(dim=1, keepdim=True)
    logp = z - z.exp().sum(1, keepdim=True).log()
    return -logp[:, targets].mean()


def scale_output_layer(W, b, scale=0.01):
    return W * scale, b - b
