# WRONG: cross_entropy: the likeliest class instead of the target; base-10 logarithm; sum instead of mean
# LINES: cross_entropy 14 15 17
import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)


def cross_entropy(logits, targets):
    logits = logits - logits.amax(1, keepdim=True)
    normalizer = torch.log10(torch.exp(logits).sum(1))
    best = logits.argmax(1)
    chosen = torch.stack([row[c] for row, c in zip(logits, best)])
    return (normalizer - chosen).sum()


def scale_output_layer(W, b, scale=0.01):
    b = torch.zeros(b.shape, dtype=b.dtype)
    return W * scale, b
