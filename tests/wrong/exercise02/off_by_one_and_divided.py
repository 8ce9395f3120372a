# WRONG: cross_entropy: the targets are taken to start at 1, it picks the class before the right one
# WRONG: scale_output_layer: divides W by the scale instead of multiplying
# LINES: cross_entropy 16
# LINES: scale_output_layer 21

import math

import torch


def uniform_loss(vocab_size):
    p = 1 / vocab_size
    return -math.log(p)
def cross_entropy(logits, targets):
    lp = logits.log_softmax(-1)
    idx = targets - 1
    return -lp[torch.arange(len(idx)), idx].mean()


def scale_output_layer(W, b, scale=0.01):
    smaller = W / scale
    return smaller, torch.zeros(b.shape, dtype=b.dtype)
